// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.task.TaskResult.Exit;
import dev.erloom.task.TaskResult.Ok;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The running tasks of one stream, in the order in which they were started. */
final class Roster {

    /** A task that has ended, or was not started. */
    sealed interface Ending {
        /** It ended in time. */
        record Done(TaskResult<Object> result) implements Ending {}

        /** It was killed because it was late. */
        record Late() implements Ending {}

        /** Its process was not started. */
        record Refused(String why) implements Ending {}
    }

    private static final class Entry {
        final long position;
        final Pid pid;
        final @Nullable Duration due;
        boolean isLate;
        @Nullable TaskReply reply;

        Entry(long position, Pid pid, @Nullable Duration due) {
            this.position = position;
            this.pid = pid;
            this.due = due;
        }
    }

    /** The end of the task at a position of the input. */
    record Finished(long position, Ending ending) {}

    private final Map<Ref, Entry> running = new LinkedHashMap<>();

    /** Adds a task that is due not before those that were added earlier; null for never. */
    void add(Ref ref, long position, Pid pid, @Nullable Duration due) {
        running.put(ref, new Entry(position, pid, due));
    }

    /** Takes the value of a task that runs; any other is dropped. */
    void replied(TaskReply reply) {
        Entry task = running.get(reply.ref());
        if (task != null) {
            task.reply = reply;
        }
    }

    /** Takes the end of a task; null when none such runs. */
    @Nullable Finished ended(Ref ref, ExitReason reason) {
        Entry task = running.remove(ref);
        return task == null ? null : new Finished(task.position, ending(task, reason));
    }

    /** A value counts, whatever has become of the task since. */
    @SuppressWarnings("NullAway") // the value of a task may be null
    private static Ending ending(Entry task, ExitReason reason) {
        if (task.reply != null) {
            return new Ending.Done(new Ok<>(task.reply.value()));
        }
        return task.isLate ? new Ending.Late() : new Ending.Done(new Exit<>(reason));
    }

    /** {@return when the next task will be late; null when none will be} */
    @Nullable Duration nextDue() {
        for (Entry task : running.values()) {
            if (!task.isLate) {
                return task.due;
            }
        }
        return null;
    }

    /** {@return the tasks that are late since the last time this was asked} */
    List<Pid> late(Duration now) {
        List<Pid> late = new ArrayList<>();
        for (Entry task : running.values()) {
            if (task.due == null || task.due.compareTo(now) > 0) {
                break;
            }
            if (!task.isLate) {
                task.isLate = true;
                late.add(task.pid);
            }
        }
        return late;
    }

    /** {@return the running tasks} */
    List<Pid> pids() {
        return running.values().stream().map(task -> task.pid).toList();
    }

    /** {@return their monitors} */
    Set<Ref> refs() {
        return running.keySet();
    }
}
