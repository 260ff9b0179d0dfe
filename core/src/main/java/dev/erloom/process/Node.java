// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/**
 * One isolated runtime: its own processes, names, timers and clock. Many can live in one JVM, as
 * strangers.
 *
 * <p>Every method may be called by any thread. What ordinary threads start belongs to the node's
 * root process: that is its parent and link partner, traps exits and reports them.
 */
public sealed interface Node extends AutoCloseable permits NodeImpl {

    /** {@return a new node with default options} */
    static Node start() {
        return start(with -> with);
    }

    /**
     * Starts a node.
     *
     * @throws IllegalStateException when it shall be the default node and there is one already
     */
    static Node start(UnaryOperator<NodeOptions> with) {
        return NodeImpl.start(with.apply(NodeOptions.DEFAULT));
    }

    /**
     * Returns the node of the calling process, elsewhere the default node.
     *
     * @throws IllegalStateException when this thread is no process and no default node was declared
     */
    static Node current() {
        return NodeImpl.current();
    }

    /**
     * Starts a default node, runs {@code body} as its first process, waits for its end and closes
     * the node: a whole script.
     *
     * @throws ExitException when the process does not end normally
     */
    static void main(ProcessBody body) {
        try (Node node = start(with -> with.asDefault())) {
            node.run(body);
        }
    }

    /**
     * Runs {@code body} in a new process and waits for its end.
     *
     * @throws ExitException when it does not end normally, with its reason
     */
    void run(ProcessBody body);

    /**
     * Runs {@code body} in a new process and returns its value.
     *
     * @throws ExitException when it fails, with its reason
     */
    <T> T call(Callable<? extends T> body);

    /**
     * Starts a process that is linked to nobody.
     *
     * @throws IllegalStateException when the node is closed
     * @otp erlang:spawn/1
     */
    Pid spawn(ProcessBody body);

    /**
     * Starts a process; with {@link SpawnOptions#link} it is linked to the node's root.
     *
     * @throws IllegalStateException when the node is closed
     * @otp erlang:spawn_opt/2
     */
    Pid spawn(ProcessBody body, UnaryOperator<SpawnOptions> with);

    /**
     * Runs a start function on behalf of this node and returns the handle of what it started. The
     * root of the node is the parent, so that closing the node shuts it down; nobody restarts it.
     *
     * @throws ExitException when the start fails, with the reason
     * @throws IllegalStateException when the node is closed
     */
    <T> T start(Starter<T> starter);

    /** {@return the name, {@code nonode@nohost} unless given or distributed} */
    String name();

    /**
     * {@return the address of whoever is registered as {@code name} on this node; for any thread}
     */
    Address address(String name);

    /**
     * Registers a process.
     *
     * @throws IllegalArgumentException when the name is taken or reserved, or the process is dead
     *     or has a name already
     * @otp erlang:register/2
     */
    void register(String name, Pid pid);

    /**
     * Frees a name.
     *
     * @throws IllegalArgumentException when nobody has it
     * @otp erlang:unregister/1
     */
    void unregister(String name);

    /**
     * {@return who is registered as {@code name}}
     *
     * @otp erlang:whereis/1
     */
    Optional<Pid> whereis(String name);

    /**
     * {@return the registered names, in no order}
     *
     * @otp erlang:registered/0
     */
    List<String> registered();

    /**
     * {@return the processes that exist, in no order; one that is ending may be among them}
     *
     * @otp erlang:processes/0
     */
    List<Pid> processes();

    /** {@return how many processes were declared dead while their thread still runs} */
    int zombies();

    /** {@return the time since this node was started, on its clock} */
    Duration uptime();

    /** {@return the time since this node started, on its clock} */
    Duration monotonicTime();

    /** {@return how many timers and timed waits are pending} */
    int pendingTimers();

    /**
     * Connects this node to others: from now on its pids are known under {@code name}, and what is
     * sent to other nodes goes through {@code transport}.
     *
     * @param name the node's name, {@code name@host}
     * @param creation the incarnation, not 0
     * @throws IllegalStateException when the node is distributed already, or closed
     */
    Border distribute(String name, int creation, Transport transport);

    /** Waits until this node is closed. */
    void join();

    /**
     * Ends everything: what was started from outside is told to shut down, the youngest first,
     * within one deadline; then everything left is killed; returns when nothing lives. A process
     * that closes its own node exits with {@code shutdown}, and the close goes on elsewhere.
     * Closing twice is closing once.
     */
    @Override
    void close();
}
