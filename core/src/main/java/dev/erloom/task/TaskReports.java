// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.Excerpt;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Report;
import java.lang.System.Logger.Level;
import java.util.Map;

/** What is logged about tasks that failed: nothing for normal, shutdown and {shutdown, _}. */
final class TaskReports {
    private static final System.Logger LOG = System.getLogger("dev.erloom.task");

    private TaskReports() {}

    static void terminating(TaskBody task, Throwable failed) {
        ExitReason reason =
                failed instanceof ExitException exit ? exit.reason() : new ExitReason.Crash(failed);
        if (!reason.isAbnormal() || !LOG.isLoggable(Level.ERROR)) {
            return;
        }
        TaskBody.Job job = task.job();
        Object starter = task.origin().starter();
        String text =
                "task "
                        + ProcLib.describe()
                        + " terminating"
                        + "\n    started from: "
                        + (starter == null ? "an ordinary thread" : starter)
                        + "\n    function: "
                        + nameOf(job.function())
                        + "\n    arguments: "
                        + Excerpt.of(job.arguments())
                        + "\n    reason: "
                        + Excerpt.of(reason)
                        + "\n    ancestors: "
                        + ProcLib.ancestors()
                        + "\n    callers: "
                        + ProcLib.callers();
        Throwable cause =
                reason.root() instanceof ExitReason.Crash(Throwable thrown) ? thrown : null;
        Map<String, Object> fields =
                Map.of(
                        "starter",
                        starter == null ? "an ordinary thread" : starter,
                        "function",
                        nameOf(job.function()),
                        "reason",
                        reason);
        Report.log(LOG, Level.ERROR, Report.Kind.TASK, text, fields, cause);
    }

    /** {@return the class of a function; of a lambda without the number that changes each time} */
    static String nameOf(Object function) {
        String name = function.getClass().getName();
        int number = name.indexOf('/');
        return number < 0 ? name : name.substring(0, number);
    }
}
