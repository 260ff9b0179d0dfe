// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import dev.erloom.process.Excerpt;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Report;
import java.lang.System.Logger.Level;
import java.util.Map;

/** What is logged about state machines. */
final class StatemReports {
    private static final System.Logger LOG = System.getLogger("dev.erloom.statem");

    private StatemReports() {}

    static void unexpected(Class<?> module, Object message) {
        if (LOG.isLoggable(Level.WARNING)) {
            String text =
                    ProcLib.describe()
                            + " "
                            + module.getName()
                            + " received an unexpected message: "
                            + Excerpt.of(message);
            Map<String, Object> fields = Map.of("module", module.getName(), "message", message);
            Report.log(LOG, Level.WARNING, Report.Kind.UNEXPECTED_MESSAGE, text, fields, null);
        }
    }
}
