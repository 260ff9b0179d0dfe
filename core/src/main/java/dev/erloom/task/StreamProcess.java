// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.monotonicTime;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.trapExits;

import dev.erloom.process.Down;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.GenCall;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.task.Roster.Ending;
import dev.erloom.task.Roster.Finished;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The process between a stream and its tasks: it starts them, gets what they send, and watches the
 * time. So the mailbox of whoever consumes the stream is never touched.
 *
 * <p>It is linked to its consumer and to the tasks, and traps exits if the consumer does: a task
 * that fails takes down all of them, or none. It asks nothing of the consumer and answers one
 * question, {@link Next}.
 */
final class StreamProcess implements ProcessBody {

    /** The request for the next task that has ended, in whatever order. */
    record Next() {}

    /** Tells this process to start a task. */
    record Submit(long position, TaskBody task) {}

    private final TaskStart start;
    private final Duration timeout;
    private final @Nullable Pid consumer;
    private final boolean trapsExits;
    private final Roster roster = new Roster();
    private final Deque<Finished> finished = new ArrayDeque<>();
    private @Nullable GenCall waiting;

    /** Makes the process of one consumer; of an ordinary thread when that is null. */
    StreamProcess(TaskStart start, Duration timeout, @Nullable Pid consumer, boolean trapsExits) {
        this.start = start;
        this.timeout = timeout;
        this.consumer = consumer;
        this.trapsExits = trapsExits;
    }

    @Override
    public void run() {
        trapExits(trapsExits);
        Ref owner = consumer == null ? null : monitor(consumer);
        while (true) {
            switch (receive(untilLate()).orElse(null)) {
                case null -> killLate();
                case Submit(long position, TaskBody task) -> start(position, task);
                case TaskReply reply -> roster.replied(reply);
                case Down(Ref ref, _, ExitReason reason) when ref.equals(owner) ->
                        throw consumerGone(reason);
                case Down(Ref ref, _, ExitReason reason) -> ended(roster.ended(ref, reason));
                case GenCall call when call.request() instanceof Next -> waiting = call;
                case GenCall call when call.request() instanceof Gen.Terminate -> {
                    killAll();
                    return;
                }
                default -> {}
            }
            answer();
        }
    }

    private Duration untilLate() {
        Duration due = roster.nextDue();
        if (due == null) {
            return Timeouts.INFINITY;
        }
        Duration left = due.minus(monotonicTime());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void killLate() {
        roster.late(monotonicTime()).forEach(task -> ProcLib.unlinkAndExit(task, ExitReason.KILL));
    }

    private void start(long position, TaskBody body) {
        try {
            Spawned task = start.spawn(body);
            roster.add(
                    task.ref(),
                    position,
                    task.pid(),
                    Deadline.in(timeout, Processes::monotonicTime).end());
        } catch (IllegalStateException refused) {
            finished.add(
                    new Finished(
                            position, new Ending.Refused(String.valueOf(refused.getMessage()))));
        }
    }

    private void ended(@Nullable Finished task) {
        if (task != null) {
            finished.add(task);
        }
    }

    private void answer() {
        if (waiting != null && !finished.isEmpty()) {
            waiting.reply(finished.remove());
            waiting = null;
        }
    }

    /** The tasks get the reason too; a normal one would not reach them. */
    private RuntimeException consumerGone(ExitReason reason) {
        ExitReason signal = reason instanceof ExitReason.Normal ? ExitReason.KILL : reason;
        roster.pids().forEach(task -> task.exit(signal));
        return exit(reason);
    }

    private void killAll() {
        trapExits(true);
        roster.pids().forEach(task -> task.exit(ExitReason.KILL));
        roster.refs().forEach(task -> receive(task));
    }
}
