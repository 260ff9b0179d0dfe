// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import dev.erloom.oracle.Oracle.Row;
import dev.erloom.testing.LogCapture;
import java.util.List;
import java.util.Optional;

/** What {@code bin/oracle} runs: a table of all rows and what differs, or random programs. */
final class OracleMain {
    private OracleMain() {}

    static void main(String... arguments) {
        List<String> given = List.of(arguments);
        boolean differs = false;
        for (Beam.Release release : Beam.Release.all().toList()) {
            differs |=
                    given.contains("--random")
                            ? random(
                                    release,
                                    Math.toIntExact(number(given, "--random", 0)),
                                    number(given, "--seed", System.nanoTime()))
                            : table(release);
        }
        System.exit(differs ? 1 : 0);
    }

    private static long number(List<String> given, String option, long otherwise) {
        int index = given.indexOf(option);
        return index < 0 ? otherwise : Long.parseLong(given.get(index + 1));
    }

    private static boolean random(Beam.Release release, int programs, long seed) {
        System.out.printf("%s: %d random programs, seed %d%n", release, programs, seed);
        try (LogCapture _ = Sections.logs();
                RandomDifference both = new RandomDifference(release)) {
            Optional<RandomDifference.Found> found = both.search(seed, programs);
            System.out.println(found.map(Object::toString).orElse("no difference"));
            return found.isPresent();
        }
    }

    private static boolean table(Beam.Release release) {
        List<Row> rows = Oracle.compare(release);
        rows.forEach(OracleMain::print);
        long skipped = rows.stream().filter(Row::isSkipped).count();
        long different = rows.stream().filter(row -> !row.isSkipped() && !row.isEqual()).count();
        System.out.printf(
                "%s: %d compared, %d different, %d for newer releases of OTP%n",
                release, rows.size() - skipped, different, skipped);
        return different > 0;
    }

    private static void print(Row row) {
        if (row.isSkipped()) {
            System.out.printf("%-50s not here: %s%n", row.key(), row.beam());
        } else if (row.isEqual()) {
            System.out.printf("%-50s equal%n", row.key());
        } else {
            System.out.printf("%-50s DIFFERENT%n", row.key());
            System.out.println("    Erloom: " + row.erloom());
            System.out.println("    BEAM:   " + row.beam());
        }
    }
}
