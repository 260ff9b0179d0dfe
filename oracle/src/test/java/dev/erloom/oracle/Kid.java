// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.Starter;
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;
import dev.erloom.server.ServerRef;
import dev.erloom.supervisor.ChildInfo;
import dev.erloom.supervisor.ChildStatus;
import dev.erloom.supervisor.Supervisor;
import dev.erloom.supervisor.Supervisor.Tree;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A child that tells the probe of its life; the {@code Kid} of {@code supervisors.exs}.
 *
 * @param probe who is told
 * @param id which child it is
 */
record Kid(Pid probe, String id) implements GenServer<Kid.Stop, String> {

    record Stop(ExitReason reason) implements Cast<Stop> {}

    @Override
    public Init<String> init() {
        Processes.trapExits(true);
        probe.send(Tuple.of("up", id));
        return ok(id);
    }

    @Override
    public Next<String> handle(Stop message, String state) {
        return stop(message.reason, state);
    }

    @Override
    public void terminate(ExitReason reason, String state) {
        probe.send(Tuple.of("down", id, reason));
    }

    /** {@return a start function of a kid of the calling process} */
    static Starter<ServerRef<Stop>> kid(String id) {
        Pid probe = Processes.self();
        return () -> GenServer.startLink(new Kid(probe, id));
    }

    /** {@return one that refuses from the {@code from}th to the {@code to}th time} */
    static Starter<ServerRef<Stop>> flaky(String id, int from, int to) {
        Pid probe = Processes.self();
        AtomicInteger attempts = new AtomicInteger();
        return () -> {
            int attempt = attempts.incrementAndGet();
            if (from <= attempt && attempt <= to) {
                probe.send(Tuple.of("refused", id, attempt));
                return new StartResult.Failed<>(Trace.other("nope"));
            }
            return GenServer.startLink(new Kid(probe, id));
        };
    }

    /** Starts a supervisor, and takes what its children say about it. */
    static Supervisor supervisor(Trace trace, Consumer<Tree> tree) {
        Processes.trapExits(true);
        Supervisor supervisor = Supervisor.startLink(tree).orElseThrow();
        trace.role(supervisor.whereis().orElseThrow(), "supervisor");
        Trace.mailbox();
        return supervisor;
    }

    static Pid pid(Supervisor supervisor, String id) {
        return supervisor.whichChildren().stream()
                .filter(child -> child.id().equals(id))
                .findAny()
                .flatMap(ChildInfo::pid)
                .orElseThrow();
    }

    static void tellToStop(Supervisor supervisor, String id, ExitReason reason) {
        ServerRef.<Stop>of(pid(supervisor, id)).cast(new Stop(reason));
    }

    /**
     * Ends a kid.
     *
     * @return what the probe heard, once the kid is gone and the supervisor has done what follows
     */
    static List<Object> stop(Supervisor supervisor, String id, ExitReason reason) {
        Pid kid = pid(supervisor, id);
        Ref ref = Processes.monitor(kid);
        ServerRef.<Stop>of(kid).cast(new Stop(reason));
        Trace.reason(ref);
        return rest(supervisor);
    }

    /** As {@link #stop}, when the supervisor ends with it. */
    static List<Object> stopAll(Supervisor supervisor, String id, ExitReason reason) {
        Ref ref = Processes.monitor(supervisor.ref());
        tellToStop(supervisor, id, reason);
        Trace.reason(ref);
        return Trace.mailbox();
    }

    /** {@return what the probe heard, once the supervisor has done what it had to do till now} */
    static List<Object> rest(Supervisor supervisor) {
        Trace.caught(supervisor::countChildren);
        return Trace.mailbox();
    }

    static List<Tuple> children(Supervisor supervisor) {
        return supervisor.whichChildren().stream()
                .map(child ->
                        Tuple.of(
                                child.id(),
                                switch (child.status()) {
                                    case ChildStatus.Running _ -> "runs";
                                    case ChildStatus.Restarting _ -> "restarting";
                                    case ChildStatus.Stopped _ -> "undefined";
                                },
                                switch (child.type()) {
                                    case WORKER -> "worker";
                                    case SUPERVISOR -> "supervisor";
                                }))
                .toList();
    }
}
