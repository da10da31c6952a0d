package dev.weir.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.weir.testkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Each fault in docs/hostile.md has a test, and each test that says it holds one names one that is there. It is enough to look
 * whether they are tests that the build runs: one that fails stops the build. Nobody could wait for them here, as most are run
 * later, against the packed jar.
 */
class FaultsTest {
    private static final Path LIST = Path.of("docs/hostile.md");

    /** Tests with this tag are run by a profile of the same name, and hold the rows of clusters. */
    private static final String CLUSTER = "cluster";

    /** What the build takes for classes of tests. */
    private static final Pattern RUN = Pattern.compile("\\w*(Test|IT)");

    private static final Iterable<JavaClass> TESTS = new ClassFileImporter()
            .importUrl(FaultsTest.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void eachHasATestAndEachTestNamesOne() throws IOException {
        Set<String> listed = new TreeSet<>();
        var rows = Pattern.compile("^\\| ([CL]\\d\\d) \\|", Pattern.MULTILINE).matcher(Files.readString(LIST));
        while (rows.find()) {
            listed.add(rows.group(1));
        }
        Set<String> held = new TreeSet<>();
        for (JavaClass each : TESTS) {
            for (JavaMethod method : each.getMethods()) {
                if (method.isAnnotatedWith(Fault.class) && isRun(method)) {
                    held.addAll(List.of(method.getAnnotationOfType(Fault.class).value()));
                }
            }
        }
        assertFalse(listed.isEmpty(), "no faults in " + LIST);
        assertEquals(String.join("\n", listed), String.join("\n", held));
    }

    private static boolean isRun(JavaMethod method) {
        JavaClass owner = method.getOwner();
        boolean test = method.isAnnotatedWith(Test.class)
                || method.isAnnotatedWith(ParameterizedTest.class)
                || method.isAnnotatedWith(RepeatedTest.class);
        return test && RUN.matcher(owner.getSimpleName()).matches() && !isLeftOut(method) && !isLeftOut(owner);
    }

    private static boolean isLeftOut(HasAnnotations<?> test) {
        boolean byProfile = test.isAnnotatedWith(Tag.class)
                && !test.getAnnotationOfType(Tag.class).value().equals(CLUSTER);
        return test.isAnnotatedWith(Disabled.class) || byProfile;
    }
}
