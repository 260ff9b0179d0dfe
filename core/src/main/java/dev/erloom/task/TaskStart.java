// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.AliasMode;
import dev.erloom.process.Descendant;
import dev.erloom.process.MonitorOptions;
import dev.erloom.process.Outcome;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.process.Ref;
import dev.erloom.process.SpawnOptions;
import dev.erloom.process.StartResult;
import dev.erloom.task.TaskBody.Go;
import dev.erloom.task.TaskBody.Job;
import dev.erloom.task.TaskBody.Origin;
import dev.erloom.task.TaskBody.ReplyTo;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How the processes of tasks are started: by whoever wants them, or by somebody else.
 *
 * @param parent who starts them instead of their owner, or null
 * @param isLinked whether they are linked to their owner
 * @param options options of a process that the owner starts
 */
record TaskStart(@Nullable TaskParent parent, boolean isLinked, SpawnOptions options) {

    /** {@return the start of tasks by their owner} */
    static TaskStart own(UnaryOperator<SpawnOptions> with) {
        return new TaskStart(null, true, with.apply(defaults()));
    }

    /** {@return the start of tasks by somebody else} */
    static TaskStart by(TaskParent parent, boolean linked) {
        return new TaskStart(parent, linked, defaults());
    }

    private static SpawnOptions defaults() {
        return ProcLib.Options.unlinked("").spawn();
    }

    <T extends @Nullable Object> Task<T> async(Callable<? extends T> work) {
        Origin origin = Origin.here();
        TaskBody body = body(origin, work, work, List.of());
        if (origin.starter() != null) {
            Spawned task = spawn(body);
            return new Task<>(task.pid(), new Claim.Mail(origin.starter(), task.ref()));
        }
        Pid pid = parent == null ? Processes.spawn(kin(body), _ -> options) : startBy(parent, body);
        Outcome outcome = Outcome.watch(pid);
        pid.send(new Go(new ReplyTo.OfThread(outcome)));
        return new Task<>(pid, new Claim.Held(outcome));
    }

    TaskBody body(Origin origin, Callable<?> work, Object function, List<Object> arguments) {
        return new TaskBody(origin, new Job(work, function, arguments), parent != null);
    }

    /** Starts a task of the calling process, which gets its value and its end as messages. */
    Spawned spawn(TaskBody body) {
        Spawned task =
                parent == null
                        ? Processes.spawnMonitor(kin(body), _ -> options.link(), TaskStart::alias)
                        : adopt(startBy(parent, body));
        task.pid().send(new Go(new ReplyTo.OfProcess(task.ref())));
        return task;
    }

    private Spawned adopt(Pid pid) {
        if (isLinked) {
            Processes.link(pid);
        }
        Ref ref = Processes.monitor(pid, TaskStart::alias);
        return new Spawned(pid, ref);
    }

    private static MonitorOptions alias(MonitorOptions monitor) {
        return monitor.alias(AliasMode.DEMONITOR);
    }

    private static Pid startBy(TaskParent parent, TaskBody body) {
        return switch (parent.start(() -> StartResult.started(Processes.spawnLink(kin(body))))) {
            case StartResult.Started<Pid>(Pid pid, _) -> pid;
            case StartResult<Pid> refused ->
                    throw new IllegalStateException("no task was started: " + refused);
        };
    }

    /** {@return the body as one of the process that is about to start it} */
    private static Descendant kin(TaskBody body) {
        return Descendant.of(body, TaskReports.nameOf(body.job().function()))
                .callers(body.origin().callers())
                .unreported();
    }

    /** {@return a task of the calling process that tells nobody how it went} */
    static Descendant fireAndForget(ProcessBody work) {
        Objects.requireNonNull(work, "work");
        Callable<?> call =
                () -> {
                    work.run();
                    return null;
                };
        TaskBody body = new TaskBody(Origin.here(), new Job(call, work, List.of()), false);
        return Descendant.of(body::perform, TaskReports.nameOf(work))
                .callers(body.origin().callers())
                .unreported();
    }
}
