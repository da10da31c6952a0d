package dev.weir.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
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
    /** Rows from here on are due where native clients connect; the queue has no such endpoint. */
    private static final String NATIVE = "\n## Messages of native clients\n";
    /** And from here on where there are groups. */
    private static final String GROUPS = "\n## Groups\n";

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
    @Order(7)
    class NativeFrames extends NativeFrameRows {}

    @Nested
    @Order(8)
    class NativeValues extends NativeValueRows {}

    @Nested
    @Order(9)
    class NativeFloods extends NativeFloodRows {}

    @Nested
    @Order(10)
    class NativeGroups extends NativeGroupRows {}

    @Nested
    @Order(11)
    class NativeMembers extends NativeMemberRows {}

    @Nested
    @Order(Integer.MAX_VALUE)
    class TheList {
        @Test
        void isTestedWholeAgainstEachServer() throws IOException {
            Set<String> due = new TreeSet<>();
            String list = Files.readString(LIST);
            int messages = list.indexOf(NATIVE);
            int groups = list.indexOf(GROUPS);
            assertTrue(messages > 0 && groups > messages, "no parts about native clients and groups in " + LIST);
            addDue(due, list.substring(0, messages), server -> true);
            addDue(due, list.substring(messages, groups), Server::speaksNative);
            addDue(due, list.substring(groups), Server::hasGroups);
            Set<String> run = new TreeSet<>();
            RowWatch.runs().forEach(each -> run.add(each.row() + " " + each.service()));
            assertFalse(due.isEmpty(), "no rows in " + LIST);
            assertEquals(String.join("\n", due), String.join("\n", run));
        }

        private static void addDue(Set<String> due, String part, Predicate<Server> isDue) {
            for (String id : ids(part)) {
                stage.servers().stream().filter(isDue).forEach(server -> due.add(id + " " + server.service()));
            }
        }

        private static Set<String> ids(String part) {
            Set<String> ids = new TreeSet<>();
            var rows =
                    Pattern.compile("^\\| ([HF]\\d\\d) \\|", Pattern.MULTILINE).matcher(part);
            while (rows.find()) {
                ids.add(rows.group(1));
            }
            return ids;
        }
    }
}
