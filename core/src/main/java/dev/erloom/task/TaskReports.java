// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Processes;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** What is logged about tasks that failed: nothing for normal, shutdown and {shutdown, _}. */
final class TaskReports {
    private static final System.Logger LOG = System.getLogger("dev.erloom.task");
    private static final int LONGEST = 2000;

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
                        + Processes.self()
                        + (job.label() == null ? "" : " (" + job.label() + ")")
                        + " terminating"
                        + "\n    started from: "
                        + (starter == null ? "an ordinary thread" : starter)
                        + "\n    function: "
                        + nameOf(job.function())
                        + "\n    arguments: "
                        + cut(job.arguments())
                        + "\n    reason: "
                        + cut(reason)
                        + "\n    ancestors: "
                        + ProcLib.ancestors()
                        + "\n    callers: "
                        + ProcLib.callers();
        if (reason.root() instanceof ExitReason.Crash(Throwable cause)) {
            LOG.log(Level.ERROR, text, cause);
        } else {
            LOG.log(Level.ERROR, text);
        }
    }

    /** {@return the class of a function; of a lambda without the number that changes each time} */
    static String nameOf(Object function) {
        String name = function.getClass().getName();
        int number = name.indexOf('/');
        return number < 0 ? name : name.substring(0, number);
    }

    private static String cut(@Nullable Object value) {
        String text;
        try {
            text = String.valueOf(value);
        } catch (RuntimeException | StackOverflowError failed) { // a user's toString
            text = "one whose toString throws " + failed.getClass().getName();
        }
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
