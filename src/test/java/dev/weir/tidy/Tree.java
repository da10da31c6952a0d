package dev.weir.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** The text files of the project, by path from its root, with their lines. */
final class Tree {
    private static final Set<String> NOT_OURS = Set.of("target", "data", ".git", ".idea", ".vscode");

    private final Path root;
    private final TreeMap<String, List<String>> files = new TreeMap<>();

    Tree(Path root) throws IOException {
        this.root = root;
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attrs) {
                boolean top = root.equals(dir.getParent());
                return top && NOT_OURS.contains(dir.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attrs) {
                add(file);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void add(Path file) {
        try {
            String name = root.relativize(file).toString().replace('\\', '/');
            if (!name.endsWith(".log") && !name.equals(".git")) {
                files.put(name, Files.readAllLines(file));
            }
        } catch (MalformedInputException binary) {
            // Not text: nothing to read in it.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Java files below a folder. */
    List<String> java(String under) {
        return files.keySet().stream()
                .filter(name -> name.startsWith(under) && name.endsWith(".java"))
                .toList();
    }

    List<String> lines(String name) {
        return files.get(name);
    }

    Path path(String name) {
        return root.resolve(name);
    }

    /** Where the pattern is found, as {@code file:line}, in files and lines that the condition holds for. */
    Set<String> found(String pattern, BiPredicate<String, String> where) {
        Pattern compiled = Pattern.compile(pattern);
        Set<String> found = new TreeSet<>();
        files.forEach((name, lines) -> {
            for (int i = 0; i < lines.size(); i++) {
                if (where.test(name, lines.get(i))
                        && compiled.matcher(lines.get(i)).find()) {
                    found.add(name + ":" + (i + 1));
                }
            }
        });
        return found;
    }
}
