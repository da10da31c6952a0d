package dev.weir.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** The page of style, where a machine can hold it. Words that must not occur are put together here, so as not to occur. */
class TidyTest {
    private static final int FILE_LINES_MAX = 500;
    private static final int FILE_LINES_WANTED = 300;
    private static final int METHOD_LINES_MAX = 60;
    private static Tree tree;

    @BeforeAll
    static void read() throws IOException {
        tree = new Tree(Path.of("").toAbsolutePath());
    }

    @Test
    void filesAreShort(TestReporter report) {
        Set<String> tooLong = new TreeSet<>();
        for (String file : tree.java("src/")) {
            int lines = tree.lines(file).size();
            if (lines > FILE_LINES_MAX) {
                tooLong.add(file + ": " + lines + " lines");
            } else if (lines > FILE_LINES_WANTED) {
                report.publishEntry("wants splitting", file + ": " + lines + " lines");
            }
        }
        assertEquals(Set.of(), tooLong);
    }

    @Test
    void methodsFitAScreen() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Set<String> tooLong = new TreeSet<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> sources = tree.java("src/").stream().map(tree::path).toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Methods(unit, positions, tooLong).scan(unit, null);
            }
        }
        assertEquals(Set.of(), tooLong);
    }

    private static final class Methods extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Set<String> tooLong;

        Methods(CompilationUnitTree unit, SourcePositions positions, Set<String> tooLong) {
            this.unit = unit;
            this.positions = positions;
            this.tooLong = tooLong;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            LineMap map = unit.getLineMap();
            long first = positions.getStartPosition(unit, method);
            long last = positions.getEndPosition(unit, method);
            if (first >= 0 && last >= 0) {
                long lines = map.getLineNumber(last) - map.getLineNumber(first) + 1;
                if (lines > METHOD_LINES_MAX) {
                    tooLong.add(unit.getSourceFile().getName() + " " + method.getName() + ": " + lines + " lines");
                }
            }
            return super.visitMethod(method, nothing);
        }
    }

    @Test
    void onlyWhatTalksToATerminalPrints() {
        assertEquals(
                Set.of(),
                tree.found(
                        "System\\.(out|err)" + "\\b",
                        (file, line) -> file.startsWith("src/main/") && !talksToATerminal(file)));
    }

    private static boolean talksToATerminal(String file) {
        return file.contains("/cli/") || file.contains("/launcher/") || file.endsWith(".xml");
    }

    @Test
    void nothingIsLeftToDo() {
        assertEquals(Set.of(), tree.found("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b", (file, line) -> true));
    }

    @Test
    void nobodySleeps() {
        assertEquals(Set.of(), tree.found("Thread\\.sl" + "eep", (file, line) -> file.endsWith(".java")));
    }

    @Test
    void roomsThatALoopOwnsHaveNoLocks() {
        assertEquals(
                Set.of(),
                tree.found(
                        "\\bsynchronized\\b|\\w*Lock\\b|Concurrent\\w+|java\\.util\\.concurrent",
                        (file, line) -> file.matches("src/main/java/dev/weir/(queue|topic|protocol)/.*")));
    }

    @Test
    void typesSayWhatTheyAre() {
        Set<String> vague = new TreeSet<>();
        for (String file : tree.java("src/")) {
            String name = Path.of(file).getFileName().toString();
            if (name.matches("Abstract.*|.*(Util|Utils|Helper|Helpers|Manager|Impl)(Test|IT)?\\.java")) {
                vague.add(file);
            }
        }
        assertEquals(Set.of(), vague);
    }

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() {
        Set<String> missing = new TreeSet<>();
        for (String file : tree.java("src/main/")) {
            String info = file.substring(0, file.lastIndexOf('/') + 1) + "package-info.java";
            List<String> lines = tree.lines(info);
            String text = lines == null ? "" : String.join("\n", lines);
            if (!text.startsWith("/**") || !text.contains("@org.jspecify.annotations.NullMarked")) {
                missing.add(info);
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void theTreeNamesNoMachine() {
        String folder = "(?<![\\w.$}])/(wo" + "rk|ho" + "me|Us" + "ers)/|\\.\\./sha" + "red\\b";
        String host = "rep" + "o1?\\.mav" + "en|maven\\.o" + "rg\\b|art" + "ifactory|nex" + "us\\.";
        assertEquals(Set.of(), tree.found(folder + "|" + host, (file, line) -> !file.startsWith(".ci/")));
    }

    /** A promise in docs/guarantees.md names the test that holds it, as {@code Class} or {@code Class.method}. */
    @Test
    void promisesNameTestsThatExist() {
        Pattern name = Pattern.compile("`([A-Z]\\w+(?:Test|IT|Contract))(?:\\.(\\w+))?`");
        Set<String> missing = new TreeSet<>();
        int named = 0;
        for (String line : tree.lines("docs/guarantees.md")) {
            for (Matcher m = name.matcher(line); m.find(); named++) {
                String file = m.group(1) + ".java";
                boolean exists = tree.java("src/test/").stream()
                        .filter(path -> path.endsWith("/" + file))
                        .anyMatch(path -> m.group(2) == null
                                || String.join("\n", tree.lines(path)).contains("void " + m.group(2) + "("));
                if (!exists) {
                    missing.add(m.group());
                }
            }
        }
        assertEquals(Set.of(), missing);
        assertTrue(named > 20);
    }

    @Test
    void looksAtTheWholeTree() {
        assertTrue(tree.java("src/main/").size() > 100);
        assertTrue(tree.lines("pom.xml") != null && tree.lines("docs/configuration.md") != null);
    }
}
