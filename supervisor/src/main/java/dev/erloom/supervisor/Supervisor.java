// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.StartResult;
import dev.erloom.process.Starter;
import dev.erloom.process.Timeouts;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import dev.erloom.server.StartOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A process that starts other processes in order, restarts them when they fail, and stops them in
 * reverse order.
 *
 * {@snippet file="dev/erloom/supervisor/ShopTest.java" region="tree"}
 *
 * <p>An instance is a handle: the client's side of one supervisor, which any thread may use. The
 * start functions of the children run in the supervisor's process, one after the other, so a child
 * that takes long to start keeps everything else waiting, and one that calls its own supervisor
 * while it starts waits for ever.
 *
 * <p>Requests have no time-out. They exit the caller, with an {@link
 * dev.erloom.process.ExitException}, when there is no such supervisor ({@code noproc}) or it ends
 * before it has answered.
 *
 * @otp supervisor
 */
public final class Supervisor {
    private final ServerRef<SupervisorRequest> ref;

    private Supervisor(ServerRef<SupervisorRequest> ref) {
        this.ref = ref;
    }

    /** {@return the supervisor that is, or will be, registered under {@code name}} */
    public static Supervisor named(String name) {
        return new Supervisor(Name.of(name));
    }

    /**
     * {@return the supervisor behind any reference: in a name table of its own, on another node}
     */
    @SuppressWarnings("unchecked") // of another server every request is refused, in the caller
    public static Supervisor of(ServerRef<?> ref) {
        return new Supervisor((ServerRef<SupervisorRequest>) ref);
    }

    /** {@return the supervisor behind a pid} */
    public static Supervisor of(Pid pid) {
        return new Supervisor(ServerRef.of(pid));
    }

    /** {@return this supervisor's name on a node of this JVM, for threads that are no process} */
    public Supervisor on(Node node) {
        return new Supervisor(name("on", this).on(node));
    }

    /** {@return the reference behind this handle, as to monitor it} */
    public ServerRef<?> ref() {
        return ref;
    }

    /** {@return the process behind this handle now} */
    public Optional<Pid> whereis() {
        return ref.whereis();
    }

    private static Name<SupervisorRequest> name(String what, Supervisor handle) {
        if (handle.ref instanceof Name<SupervisorRequest> name) {
            return name;
        }
        throw new IllegalArgumentException(
                what + " takes a handle made by Supervisor.named, was " + handle);
    }

    /**
     * Starts a supervisor that is linked to the caller, and its children in the order in which
     * {@code tree} adds them; returns when all of them run.
     *
     * @param tree runs in the caller, at once
     * @return {@code Started} with a handle of the very process; or {@code Failed} with {@code
     *     {shutdown, }}{@link FailedToStartChild}{@code }} when a child failed, in which case those
     *     before it have been stopped again
     * @throws IllegalArgumentException when the tree breaks a rule of {@link Tree}
     * @throws IllegalStateException when the caller is no process and there is no default node
     * @otp supervisor:start_link/2
     */
    public static StartResult<Supervisor> startLink(Consumer<Tree> tree) {
        return startLink(Tree.of(tree), "", with -> with);
    }

    /**
     * Starts a supervisor that is linked to the caller, as the one that {@code name} names.
     *
     * @param tree runs in the caller, at once
     * @return as {@link #startLink(Consumer)}; {@code AlreadyStarted} when the name is taken
     * @throws IllegalArgumentException when the tree breaks a rule of {@link Tree}, or {@code name}
     *     is no name
     * @otp supervisor:start_link/3
     */
    public static StartResult<Supervisor> startLink(Supervisor name, Consumer<Tree> tree) {
        Name<SupervisorRequest> given = name("startLink", name);
        return startLink(Tree.of(tree), given.text(), with -> with.name(given));
    }

    private static StartResult<Supervisor> startLink(
            Tree tree, String name, UnaryOperator<StartOptions<SupervisorRequest>> with) {
        SupervisorProcess process =
                new SupervisorProcess(tree.flags, tree.children(), new SupervisorReports(name));
        return GenServer.startLink(process, with).map(Supervisor::new);
    }

    /**
     * Adds a permanent child and starts it.
     *
     * @param id unique among the children
     * @param start runs in the supervisor
     * @return as {@link #startChild(String, Starter, UnaryOperator)}
     * @otp supervisor:start_child/2
     */
    public <T> StartChildResult<T> startChild(String id, Starter<T> start) {
        return startChild(id, start, child -> child);
    }

    /**
     * Adds a child as the youngest and starts it.
     *
     * @param id unique among the children
     * @param start runs in the supervisor
     * @param child refines the specification, in the caller
     * @return {@code Started} with the handle; {@code Ignored}; {@code AlreadyStarted} or {@code
     *     AlreadyPresent} when the id, or a name, is taken; {@code Failed} with the reason
     * @throws IllegalArgumentException when the specification contradicts itself, or is significant
     *     under {@link AutoShutdown#NEVER}
     * @otp supervisor:start_child/2
     */
    public <T> StartChildResult<T> startChild(
            String id, Starter<T> start, UnaryOperator<ChildSpec> child) {
        return startChild(child.apply(ChildSpec.of(id, start)), start);
    }

    /**
     * Adds a child as the youngest and starts it.
     *
     * @return as {@link #startChild(String, Starter, UnaryOperator)}
     * @throws IllegalArgumentException as {@link #startChild(String, Starter, UnaryOperator)} does
     * @otp supervisor:start_child/2
     */
    public StartChildResult<?> startChild(ChildSpec child) {
        return startChild(child, child.start());
    }

    private <T> StartChildResult<T> startChild(ChildSpec child, Starter<T> start) {
        return switch (call(new SupervisorRequest.StartChild<>(child.checked(), start))) {
            case SupervisorRequest.StartChildReply.Answered<T>(var result) -> result;
            case SupervisorRequest.StartChildReply.Refused<T>(String why) ->
                    throw new IllegalArgumentException(why);
        };
    }

    /**
     * Stops a child as its specification says. The specification is kept, unless the child is
     * temporary.
     *
     * @otp supervisor:terminate_child/2
     */
    public TerminateChildResult terminateChild(String id) {
        return call(new SupervisorRequest.TerminateChild(id));
    }

    /**
     * Starts a child again that does not run.
     *
     * @otp supervisor:restart_child/2
     */
    public RestartChildResult restartChild(String id) {
        return call(new SupervisorRequest.RestartChild(id));
    }

    /**
     * Forgets a child that does not run.
     *
     * @otp supervisor:delete_child/2
     */
    public DeleteChildResult deleteChild(String id) {
        return call(new SupervisorRequest.DeleteChild(id));
    }

    /**
     * {@return the specification of a child; empty when there is no such child}
     *
     * @otp supervisor:get_childspec/2
     */
    public Optional<ChildSpec> childSpec(String id) {
        return call(new SupervisorRequest.GetChildspec(id));
    }

    /**
     * {@return all children, the youngest first; immutable}
     *
     * @otp supervisor:which_children/1
     */
    public List<ChildInfo> whichChildren() {
        return call(new SupervisorRequest.WhichChildren());
    }

    /**
     * {@return how many children there are}
     *
     * @otp supervisor:count_children/1
     */
    public ChildCounts countChildren() {
        return call(new SupervisorRequest.CountChildren());
    }

    /**
     * Stops the children, the youngest first, and then the supervisor, with {@code normal}; waits
     * until all are gone.
     *
     * @throws dev.erloom.process.ExitException as {@link #stop(ExitReason, Duration)} does
     */
    public void stop() {
        ref.stop();
    }

    /**
     * Stops the children, the youngest first, and then the supervisor; waits until all are gone.
     *
     * @throws dev.erloom.process.ExitException with {@code noproc} when there is no such process,
     *     {@code timeout} (the supervisor goes on stopping), or the reason with which it ended when
     *     that is another
     */
    public void stop(ExitReason reason, Duration timeout) {
        ref.stop(reason, timeout);
    }

    private <R> R call(SupervisorRequest.Asks<R> request) {
        return ref.call(request, Timeouts.INFINITY);
    }

    @Override
    public String toString() {
        return "supervisor " + ref;
    }

    /**
     * Flags and children of a supervisor, written down in {@link #startLink(Consumer)}. The
     * children start in the order in which they are added.
     */
    public static final class Tree {
        private final LinkedHashMap<String, ChildSpec> children = new LinkedHashMap<>();
        private SupervisorFlags flags = SupervisorFlags.DEFAULT;

        private Tree() {}

        private static Tree of(Consumer<Tree> description) {
            Tree tree = new Tree();
            description.accept(tree);
            return tree;
        }

        /** Sets which siblings a failed child takes along; default {@link Strategy#ONE_FOR_ONE}. */
        public Tree strategy(Strategy strategy) {
            Objects.requireNonNull(strategy, "strategy");
            flags = new SupervisorFlags(strategy, flags.intensity(), flags.autoShutdown());
            return this;
        }

        /**
         * Sets how many restarts the supervisor bears; default 1 in 5 s. When there are more it
         * stops its children and ends with {@code shutdown}.
         *
         * @param restarts how many; 0 bears none
         * @param period whole seconds, 1 at least
         * @throws IllegalArgumentException when one of them is out of its range
         */
        public Tree intensity(int restarts, Duration period) {
            RestartIntensity intensity = new RestartIntensity(restarts, period);
            flags = new SupervisorFlags(flags.strategy(), intensity, flags.autoShutdown());
            return this;
        }

        /**
         * Sets whether the supervisor ends with its significant children; default {@link
         * AutoShutdown#NEVER}.
         */
        public Tree autoShutdown(AutoShutdown when) {
            Objects.requireNonNull(when, "autoShutdown");
            flags = new SupervisorFlags(flags.strategy(), flags.intensity(), when);
            return this;
        }

        /**
         * Adds a permanent child.
         *
         * @throws IllegalArgumentException when the id is taken
         */
        public <T> Tree child(String id, Starter<T> start) {
            return child(ChildSpec.of(id, start));
        }

        /**
         * Adds a child; {@code child} refines its specification.
         *
         * @throws IllegalArgumentException when the id is taken, or the child is significant and
         *     permanent
         */
        public <T> Tree child(String id, Starter<T> start, UnaryOperator<ChildSpec> child) {
            return child(child.apply(ChildSpec.of(id, start)));
        }

        /**
         * Adds a child.
         *
         * @throws IllegalArgumentException when the id is taken, or the child is significant and
         *     permanent
         */
        public Tree child(ChildSpec child) {
            if (children.putIfAbsent(child.id(), child.checked()) != null) {
                throw new IllegalArgumentException(
                        "the id of a child must be unique, was \"" + child.id() + "\" twice");
            }
            return this;
        }

        private List<ChildSpec> children() {
            for (ChildSpec child : children.values()) {
                String refusal = child.refusedBy(flags.autoShutdown());
                if (refusal != null) {
                    throw new IllegalArgumentException(refusal);
                }
            }
            return List.copyOf(children.values());
        }
    }
}
