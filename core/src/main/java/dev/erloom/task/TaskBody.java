// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import static dev.erloom.process.Processes.demonitor;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;

import dev.erloom.process.DoomError;
import dev.erloom.process.Down;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.Match;
import dev.erloom.process.Outcome;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Ref;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What the process of a task runs: it waits until its owner says where the value goes, does the
 * work, and hands the value over.
 *
 * @param origin who wants the task
 * @param job the work
 * @param isGuarded whether somebody else starts the process, so that its owner may be gone before
 *     it knows of it
 */
record TaskBody(Origin origin, Job job, boolean isGuarded) implements ProcessBody {

    /**
     * Who wants a task.
     *
     * @param starter the process that asked for it; null for an ordinary thread
     * @param callers on whose behalf it runs, the nearest first
     */
    record Origin(@Nullable Pid starter, List<Pid> callers) {
        static Origin here() {
            List<Pid> callers = ProcLib.callersFromHere();
            return new Origin(callers.isEmpty() ? null : callers.getFirst(), callers);
        }

        boolean isProcess() {
            return starter != null;
        }
    }

    /**
     * Work, and what a report says about it.
     *
     * @param work what to do
     * @param function the object that the user gave
     * @param arguments what it works on
     */
    record Job(Callable<?> work, Object function, List<Object> arguments) {}

    /** The owner's first message. */
    record Go(ReplyTo to) {}

    /** Where the value goes. */
    sealed interface ReplyTo {
        void reply(@Nullable Object value);

        /** The mailbox of a process. */
        record OfProcess(Ref ref) implements ReplyTo {
            @Override
            public void reply(@Nullable Object value) {
                ref.send(new TaskReply(ref, value));
            }
        }

        /** An ordinary thread. */
        record OfThread(Outcome outcome) implements ReplyTo {
            @Override
            public void reply(@Nullable Object value) {
                outcome.hand(value);
            }
        }
    }

    @Override
    public void run() throws Exception {
        Go go = isGuarded ? awaitOwner() : receive(Go.class);
        go.to().reply(perform());
    }

    /** The owner has got this far only if it is alive and connected. */
    private Go awaitOwner() {
        Ref owner = origin.starter() == null ? null : monitor(origin.starter());
        Object first =
                receive(
                                message ->
                                        switch (message) {
                                            case Go go -> Match.<Object>take(go);
                                            case Down down when down.ref().equals(owner) ->
                                                    Match.<Object>take(down);
                                            default -> Match.skip();
                                        },
                                Gen.DEFAULT_TIMEOUT)
                        .orElseThrow(() -> new ExitException(ExitReason.TIMEOUT));
        if (first instanceof Down(_, _, ExitReason reason)) {
            throw new ExitException(ExitReason.shutdown(reason));
        }
        if (owner != null) {
            demonitor(owner);
        }
        return (Go) first;
    }

    /** Does the work, and reports a failure: a task has no crash report. */
    @Nullable Object perform() throws Exception {
        try {
            return job.work().call();
        } catch (DoomError doom) {
            throw doom;
        } catch (Exception | Error failed) { // whatever it is, it is the end of the task
            ProcLib.checkSignals(); // it may be what an exit signal has interrupted
            TaskReports.terminating(this, failed);
            throw failed;
        }
    }
}
