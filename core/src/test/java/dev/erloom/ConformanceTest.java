// SPDX-License-Identifier: Apache-2.0
package dev.erloom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the tests of all modules against the list of rules, {@code docs/conformance/rows.tsv}, and
 * {@code docs/conformance.md} against both. With {@code -Derloom.conformance.write=true} it writes
 * that page.
 */
class ConformanceTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/conformance.md");
    private static final Pattern DISPLAY_NAME =
            Pattern.compile("@DisplayName\\(\\s*\"((?:[A-Z]{1,3}-\\d+,? (?:and )?)+)");
    private static final Pattern ID = Pattern.compile("[A-Z]{1,3}-\\d+");

    /** The sections whose issue is still open: they are listed, and must have no test yet. */
    private static final Set<String> OPEN =
            Set.of("DynamicSupervisor", "PartitionSupervisor", "Application");

    private static final List<Row> ROWS = new ArrayList<>();
    private static final Map<String, Set<String>> TESTS = new TreeMap<>();

    private record Row(
            String id, String section, String level, boolean observed, String rule, String why) {

        static Row of(String line) {
            String[] cells = line.split("\t", -1);
            return new Row(cells[0], cells[1], cells[2], cells[3].equals("+"), cells[4], cells[5]);
        }

        boolean isOpen() {
            return OPEN.contains(section) || id.startsWith("TS-");
        }

        boolean mustHaveTest() {
            return level.equals("M") && !isOpen();
        }

        String line() {
            String tests = String.join(", ", TESTS.getOrDefault(id, Set.of()));
            return Stream.of(
                            id, level + (observed ? " ◆" : ""), rule, tests.isEmpty() ? why : tests)
                    .map(cell -> cell.replace("|", "\\|"))
                    .collect(Collectors.joining(" | ", "| ", " |"));
        }
    }

    @BeforeAll
    static void read_rows_and_tests() throws IOException {
        try (Stream<String> lines = Files.lines(ROOT.resolve("docs/conformance/rows.tsv"))) {
            lines.filter(line -> !line.startsWith("#")).map(Row::of).forEach(ROWS::add);
        }
        try (Stream<Path> files = Files.walk(ROOT, 16)) {
            for (Path file : files.filter(ConformanceTest::isTest).sorted().toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                Matcher display = DISPLAY_NAME.matcher(Files.readString(file));
                while (display.find()) {
                    ID.matcher(display.group(1))
                            .results()
                            .forEach(id ->
                                    TESTS.computeIfAbsent(id.group(), _ -> new TreeSet<>())
                                            .add("`" + name + "`"));
                }
            }
        }
    }

    private static boolean isTest(Path file) {
        String path = ROOT.relativize(file).toString();
        return path.matches("[a-z]+/src/test/java/.*Test\\.java");
    }

    @Test
    void every_rule_that_must_hold_has_a_test() {
        assertThat(ROWS)
                .filteredOn(Row::mustHaveTest)
                .filteredOn(row -> !tested(row) && row.why().isEmpty())
                .extracting(Row::id)
                .isEmpty();
    }

    @Test
    void every_other_rule_has_a_test_or_a_reason() {
        assertThat(ROWS)
                .filteredOn(row -> !row.isOpen())
                .filteredOn(row -> !tested(row) && row.why().isEmpty())
                .extracting(Row::id)
                .isEmpty();
    }

    @Test
    void a_rule_has_no_reason_beside_its_tests() {
        assertThat(ROWS)
                .filteredOn(row -> tested(row) && !row.why().isEmpty())
                .extracting(Row::id)
                .isEmpty();
    }

    @Test
    void every_id_of_a_test_is_that_of_a_rule() {
        List<String> ids = ROWS.stream().map(Row::id).toList();
        assertThat(TESTS.keySet()).filteredOn(id -> !ids.contains(id)).isEmpty();
    }

    @Test
    void the_page_is_up_to_date() throws IOException {
        String page = page();
        if (Boolean.getBoolean("erloom.conformance.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as(
                        "make it anew with mvn -pl core test -Dtest=ConformanceTest -Derloom.conformance.write=true")
                .hasContent(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder();
        page.append(
                """
                # Conformance

                The rules of behaviour, one row each, and the tests that hold them. Made by `ConformanceTest`; do not edit.
                M: must. S: should. O: optional. I: matters only when talking to a BEAM node. X: cannot or should not be
                honoured on the JVM. ◆: observed on a real BEAM, and compared with it again by `bin/oracle`.
                """);
        page.append(
                "\n%d rows: %d with a test, %d without one for the reason given, %d open.\n"
                        .formatted(
                                ROWS.size(),
                                count(row -> tested(row)),
                                count(row -> !tested(row) && !row.why().isEmpty()),
                                count(row -> !tested(row) && row.why().isEmpty())));
        String section = "";
        for (Row row : ROWS) {
            if (!row.section().equals(section)) {
                section = row.section();
                page.append("\n## ").append(section).append("\n\n");
                page.append("| Row | Level | Rule | Tests |\n|---|---|---|---|\n");
            }
            page.append(row.line()).append('\n');
        }
        return page.toString();
    }

    private static boolean tested(Row row) {
        return TESTS.containsKey(row.id());
    }

    private static long count(Predicate<Row> which) {
        return ROWS.stream().filter(which).count();
    }
}
