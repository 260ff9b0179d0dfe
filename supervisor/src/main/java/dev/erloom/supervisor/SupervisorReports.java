// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Processes;
import dev.erloom.process.Report;
import java.lang.System.Logger.Level;
import java.util.Map;

/**
 * What is logged about supervisors. Called in the supervisor's process, before it books the change.
 *
 * @param name what the supervisor is called beside its pid; empty for none
 */
record SupervisorReports(String name) {
    private static final System.Logger LOG = System.getLogger("dev.erloom.supervisor");
    private static final int LONGEST = 2000;

    /** {@code child_terminated}: a child ended by itself, and should not have. */
    void childTerminated(Child child, ExitReason reason) {
        error("child_terminated", child, reason);
    }

    /** {@code start_error}: a child failed to start with its supervisor, or to restart. */
    void startError(Child child, ExitReason reason) {
        error("start_error", child, reason);
    }

    /** {@code shutdown_error}: a child that was told to end did it in another way. */
    void shutdownError(Child child, ExitReason reason) {
        error("shutdown_error", child, reason);
    }

    private void error(String what, Child child, ExitReason reason) {
        if (!LOG.isLoggable(Level.ERROR)) {
            return;
        }
        String text = self() + " " + what + ": " + shown(reason) + "\n    offender: " + child;
        Throwable cause =
                reason.root() instanceof ExitReason.Crash(Throwable thrown) ? thrown : null;
        Map<String, Object> fields =
                Map.of("error_context", what, "reason", reason, "offender", child.toString());
        Report.log(LOG, Level.ERROR, Report.Kind.SUPERVISOR, text, fields, cause);
    }

    /** {@code reached_max_restart_intensity}: the supervisor ends. */
    void gaveUp(Child child, RestartIntensity intensity) {
        String text =
                self()
                        + " shutdown: reached_max_restart_intensity, more than "
                        + intensity.restarts()
                        + " in "
                        + intensity.period()
                        + "\n    offender: "
                        + child;
        Map<String, Object> fields =
                Map.of(
                        "error_context", "shutdown",
                        "reason", "reached_max_restart_intensity",
                        "offender", child.toString());
        Report.log(LOG, Level.ERROR, Report.Kind.SUPERVISOR, text, fields, null);
    }

    /** {@code progress}: a child runs. */
    void progress(Child child) {
        if (LOG.isLoggable(Level.DEBUG)) {
            Report.log(
                    LOG,
                    Level.DEBUG,
                    Report.Kind.PROGRESS,
                    self() + " progress: started " + child,
                    Map.of("started", child.toString()),
                    null);
        }
    }

    void unexpected(Object message) {
        LOG.log(Level.ERROR, () -> self() + " received unexpected message: " + shown(message));
    }

    private String self() {
        return "supervisor " + Processes.self() + (name.isEmpty() ? "" : " (" + name + ")");
    }

    /** A user's value, of bounded length; a supervisor does not end because its toString throws. */
    private static String shown(Object value) {
        try {
            String text = value.toString();
            return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        } catch (RuntimeException | StackOverflowError failed) {
            return "one whose toString throws " + failed.getClass().getName();
        }
    }
}
