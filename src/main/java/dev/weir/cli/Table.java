package dev.weir.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Columns under each other, as wide as their widest; numbers stand right. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(List.of(heads));
    }

    void add(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(Screen.escaped(String.valueOf(cell)));
        }
        rows.add(row);
    }

    void print(PrintStream out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (int c = 0; c < columns; c++) {
            int column = c;
            widths[c] = rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0);
            numbers[c] = rows.stream().skip(1).allMatch(row -> row.get(column).matches("[0-9]+"));
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                String space = " ".repeat(widths[c] - row.get(c).length());
                line.append(c == 0 ? "" : "  ").append(numbers[c] ? space + row.get(c) : row.get(c) + space);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
