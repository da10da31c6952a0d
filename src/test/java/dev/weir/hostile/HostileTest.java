package dev.weir.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.io.TempDir;

/** All rows of docs/hostile.md against one set of running services, and at the end whether it was all. */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class HostileTest {
    private static final Path LIST = Path.of("docs/hostile.md");
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path dir) throws Exception {
        stage = new Stage(dir);
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    @Nested
    @Order(1)
    class Credentials extends CredentialRows {}

    @Nested
    @Order(2)
    class Requests extends RequestRows {}

    @Nested
    @Order(3)
    class Rubbish extends RubbishRows {}

    @Nested
    @Order(4)
    class Frames extends FrameRows {}

    @Nested
    @Order(5)
    class Texts extends TextRows {}

    @Nested
    @Order(6)
    class Floods extends FloodRows {}

    @Nested
    @Order(Integer.MAX_VALUE)
    class TheList {
        @Test
        void isTestedWholeAgainstEachServer() throws IOException {
            Set<String> due = new TreeSet<>();
            for (String id : ids()) {
                stage.servers().forEach(server -> due.add(id + " " + server.service()));
            }
            Set<String> run = new TreeSet<>();
            RowWatch.runs().forEach(each -> run.add(each.row() + " " + each.service()));
            assertFalse(due.isEmpty(), "no rows in " + LIST);
            assertEquals(String.join("\n", due), String.join("\n", run));
        }

        private static Set<String> ids() throws IOException {
            Set<String> ids = new TreeSet<>();
            var rows =
                    Pattern.compile("^\\| ([HF]\\d\\d) \\|", Pattern.MULTILINE).matcher(Files.readString(LIST));
            while (rows.find()) {
                ids.add(rows.group(1));
            }
            return ids;
        }
    }
}
