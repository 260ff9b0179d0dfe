// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import dev.erloom.process.Excerpt;
import dev.erloom.process.Processes;
import java.lang.System.Logger.Level;

/** What is logged about state machines. */
final class StatemReports {
    private static final System.Logger LOG = System.getLogger("dev.erloom.statem");

    private StatemReports() {}

    static void unexpected(Class<?> module, Object message) {
        LOG.log(
                Level.WARNING,
                () ->
                        Processes.self()
                                + " "
                                + module.getName()
                                + " received an unexpected message: "
                                + Excerpt.of(message));
    }
}
