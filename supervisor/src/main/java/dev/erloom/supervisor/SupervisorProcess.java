// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.StartResult;
import dev.erloom.process.Starter;
import dev.erloom.server.GenServer;
import dev.erloom.server.ServerRef;
import dev.erloom.supervisor.SupervisorRequest.CountChildren;
import dev.erloom.supervisor.SupervisorRequest.DeleteChild;
import dev.erloom.supervisor.SupervisorRequest.GetChildspec;
import dev.erloom.supervisor.SupervisorRequest.RestartChild;
import dev.erloom.supervisor.SupervisorRequest.StartChild;
import dev.erloom.supervisor.SupervisorRequest.StartChildReply;
import dev.erloom.supervisor.SupervisorRequest.TerminateChild;
import dev.erloom.supervisor.SupervisorRequest.TryAgainRestart;
import dev.erloom.supervisor.SupervisorRequest.WhichChildren;
import java.util.List;
import java.util.Optional;

/**
 * The process of a static supervisor: applies what {@link RestartPlan}, {@link RestartWindow} and
 * {@link Ends} decide.
 *
 * @param flags what applies to all children
 * @param specs the first children, in start order
 * @param reports writes the log
 */
record SupervisorProcess(SupervisorFlags flags, List<ChildSpec> specs, SupervisorReports reports)
        implements GenServer<SupervisorRequest, SupervisorProcess.State> {

    /** What changes; both parts belong to this process. */
    record State(ChildTable children, RestartWindow window) {}

    @Override
    public Init<State> init() {
        Processes.trapExits(true);
        State state = new State(new ChildTable(), new RestartWindow(flags.intensity()));
        for (ChildSpec spec : specs) {
            Child child = new Child(spec);
            state.children.add(child);
            Optional<ExitReason> failure = ChildStart.failure(start(child, spec.start(), state));
            if (failure.isPresent()) {
                reports.startError(child, failure.get());
                shutDownAll(state);
                return stop(ExitReason.shutdown(new FailedToStartChild(child.id(), failure.get())));
            }
        }
        return ok(state);
    }

    @Override
    public Next<State> handle(SupervisorRequest request, State state) {
        return switch (request) {
            case StartChild<?> asked -> startChild(asked, state);
            case TerminateChild asked -> reply(asked, terminateChild(asked.id(), state), state);
            case RestartChild asked -> reply(asked, restartChild(asked.id(), state), state);
            case DeleteChild asked -> reply(asked, deleteChild(asked.id(), state), state);
            case GetChildspec asked ->
                    reply(
                            asked,
                            Optional.ofNullable(state.children.byId(asked.id())).map(Child::spec),
                            state);
            case WhichChildren asked ->
                    reply(
                            asked,
                            state.children.inStartOrder().reversed().stream()
                                    .map(Child::info)
                                    .toList(),
                            state);
            case CountChildren asked -> reply(asked, count(state), state);
            case TryAgainRestart(String id) -> tryAgain(id, state);
        };
    }

    @Override
    public Next<State> handleInfo(Object message, State state) {
        if (!(message instanceof Exit(Pid pid, ExitReason reason))) {
            reports.unexpected(message);
            return noReply(state);
        }
        Child child = state.children.byPid(pid);
        return child == null ? noReply(state) : ended(child, reason, state);
    }

    @Override
    public void terminate(ExitReason reason, State state) {
        shutDownAll(state);
    }

    // Ends

    private Next<State> ended(Child child, ExitReason reason, State state) {
        ChildSpec spec = child.spec();
        if (Ends.isReported(spec.restart(), reason)) {
            reports.childTerminated(child, reason);
        }
        state.children.stopped(child);
        if (Ends.callsForRestart(spec.restart(), reason)) {
            return restart(child, state);
        }
        return Ends.endsSupervisor(flags.autoShutdown(), spec, state.children.hasSignificant())
                ? stop(ExitReason.SHUTDOWN, state)
                : noReply(state);
    }

    private Next<State> tryAgain(String id, State state) {
        Child child = state.children.byId(id);
        if (child == null || !(child.status() instanceof ChildStatus.Restarting)) {
            return noReply(state); // somebody has stopped or started it meanwhile
        }
        state.children.stopped(child);
        return restart(child, state);
    }

    /** Restarts a child that does not run, as the strategy says, if that is still borne. */
    private Next<State> restart(Child child, State state) {
        if (!state.window.add(Processes.monotonicTime())) {
            reports.gaveUp(child, flags.intensity());
            return stop(ExitReason.SHUTDOWN, state);
        }
        RestartPlan plan = RestartPlan.of(flags.strategy(), state.children.inStartOrder(), child);
        plan.stop().forEach(sibling -> shutDown(sibling, state));
        for (Child next : plan.start()) {
            Optional<ExitReason> failure =
                    ChildStart.failure(start(next, next.spec().start(), state));
            if (failure.isPresent()) {
                reports.startError(next, failure.get());
                state.children.restarting(next);
                ServerRef.<SupervisorRequest>of(Processes.self())
                        .cast(new TryAgainRestart(next.id()));
                break;
            }
        }
        return noReply(state);
    }

    // Requests

    private <T> Next<State> startChild(StartChild<T> asked, State state) {
        String refusal = asked.spec().refusedBy(flags.autoShutdown());
        StartChildReply<T> reply =
                refusal == null
                        ? new StartChildReply.Answered<>(
                                startChild(asked.spec(), asked.start(), state))
                        : new StartChildReply.Refused<>(refusal);
        return reply(asked, reply, state);
    }

    private <T> StartChildResult<T> startChild(ChildSpec spec, Starter<T> start, State state) {
        Child present = state.children.byId(spec.id());
        if (present != null) {
            return present.status() instanceof ChildStatus.Running(Pid pid)
                    ? new StartChildResult.AlreadyStarted<>(pid)
                    : new StartChildResult.AlreadyPresent<>();
        }
        Child child = new Child(spec);
        state.children.add(child);
        StartResult<T> result = start(child, start, state);
        if (ChildStart.failure(result).isPresent()) {
            state.children.remove(child);
        }
        return ChildStart.answerForNew(result);
    }

    private TerminateChildResult terminateChild(String id, State state) {
        Child child = state.children.byId(id);
        if (child == null) {
            return TerminateChildResult.NOT_FOUND;
        }
        shutDown(child, state);
        return TerminateChildResult.TERMINATED;
    }

    private RestartChildResult restartChild(String id, State state) {
        Child child = state.children.byId(id);
        if (child == null) {
            return new RestartChildResult.NotFound();
        }
        return switch (child.status()) {
            case ChildStatus.Running(_) -> new RestartChildResult.Running();
            case ChildStatus.Restarting() -> new RestartChildResult.Restarting();
            case ChildStatus.Stopped() ->
                    ChildStart.answerForKnown(start(child, child.spec().start(), state));
        };
    }

    private static DeleteChildResult deleteChild(String id, State state) {
        Child child = state.children.byId(id);
        if (child == null) {
            return DeleteChildResult.NOT_FOUND;
        }
        return switch (child.status()) {
            case ChildStatus.Running(_) -> DeleteChildResult.RUNNING;
            case ChildStatus.Restarting() -> DeleteChildResult.RESTARTING;
            case ChildStatus.Stopped() -> {
                state.children.remove(child);
                yield DeleteChildResult.DELETED;
            }
        };
    }

    private static ChildCounts count(State state) {
        int active = 0;
        int supervisors = 0;
        int workers = 0;
        for (Child child : state.children.inStartOrder()) {
            if (child.isAlive()) {
                active++;
            }
            switch (child.spec().type()) {
                case SUPERVISOR -> supervisors++;
                case WORKER -> workers++;
            }
        }
        return new ChildCounts(supervisors + workers, active, supervisors, workers);
    }

    // Children

    /** Starts a child and books it if it runs, or chose not to; a failure changes nothing. */
    private <T> StartResult<T> start(Child child, Starter<T> start, State state) {
        StartResult<T> result = ChildStart.run(start);
        switch (result) {
            case StartResult.Started<T>(Pid pid, T handle) -> {
                state.children.started(child, pid, handle);
                reports.progress(child);
            }
            case StartResult.Ignored<T>() -> state.children.stopped(child);
            case StartResult.AlreadyStarted<T>(_), StartResult.Failed<T>(_) -> {}
        }
        return result;
    }

    private void shutDownAll(State state) {
        List.copyOf(state.children.inStartOrder().reversed())
                .forEach(child -> shutDown(child, state));
    }

    /** Ends a child if it runs; a restart of it that is due is called off. */
    private void shutDown(Child child, State state) {
        if (child.status() instanceof ChildStatus.Running(Pid pid)) {
            ExitReason reason = ChildShutdown.run(pid, child.spec().shutdown());
            if (!Ends.isOrderly(child.spec(), reason)) {
                reports.shutdownError(child, reason);
            }
        }
        state.children.stopped(child);
    }
}
