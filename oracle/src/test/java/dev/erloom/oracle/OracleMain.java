// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import dev.erloom.oracle.Oracle.Row;
import java.util.List;

/** What {@code bin/oracle} runs: prints a table of all rows, and what differs. */
final class OracleMain {
    private OracleMain() {}

    static void main(String... arguments) {
        boolean differs = false;
        for (Beam.Release release : Beam.Release.all().toList()) {
            differs |= table(release);
        }
        System.exit(differs ? 1 : 0);
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
