// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The identity of one process, here or on another node.
 *
 * <p>A pid is a value: it can be compared, kept, used as a key and sent to other nodes, and it
 * stays valid as an address after the process has ended. Any thread may use it.
 */
public final class Pid implements Address, Comparable<Pid> {
    /** Peers may use all 32; what this node makes up keeps to 28, as older ones expect. */
    private static final int OWN_ID_BITS = 28;

    /**
     * The node as its peers see it; what makes pids of one process equal wherever they come from.
     */
    final Home home;

    final long number;

    /**
     * The process of a local pid; null for a remote one, and for one that came back from outside
     * too late.
     */
    final @Nullable ProcessImpl process;

    Pid(Home home, long number, @Nullable ProcessImpl process) {
        this.home = home;
        this.number = number;
        this.process = process;
    }

    /** {@return the number of the process that a node starts as its {@code count}th} */
    static long ownNumber(long count) {
        return number((int) (count & ((1L << OWN_ID_BITS) - 1)), (int) (count >>> OWN_ID_BITS));
    }

    static long number(int id, int serial) {
        return Integer.toUnsignedLong(serial) << Integer.SIZE | Integer.toUnsignedLong(id);
    }

    @Override
    public void send(Object message) {
        Objects.requireNonNull(message, "message");
        ProcessImpl me = ProcessImpl.currentOrNull();
        if (me != null) {
            me.checkDoom();
        }
        ProcessImpl to = process;
        if (to != null && (me == null || me.node == to.node)) {
            to.deliver(message);
        } else {
            home.send(me, this, message);
        }
    }

    /**
     * Sends an exit signal; {@link ExitReason#KILL} cannot be trapped. Returns at once, also when
     * there is no such process. Sent by a process to itself the signal has its effect before this
     * returns.
     *
     * @otp erlang:exit/2
     */
    public void exit(ExitReason reason) {
        Objects.requireNonNull(reason, "reason");
        ProcessImpl me = ProcessImpl.currentOrNull();
        if (me != null && me.isCondemned()) {
            me.checkDoom();
        }
        home.exit(me, this, reason);
    }

    /**
     * Returns whether the process runs; ordered after every signal the caller has sent to it. For a
     * process that is ending it waits until its name and timers are released, and is false; asked
     * by that process itself it is false at once.
     *
     * @throws IllegalArgumentException when the pid belongs to another node
     * @otp erlang:is_process_alive/1
     */
    public boolean isAlive() {
        return home.isAlive(this);
    }

    /**
     * {@return whether the process runs and no fatal signal has reached it} Unlike {@link #isAlive}
     * it never waits: a process that is ending does not run any more, though it may still have its
     * name.
     *
     * @throws IllegalArgumentException when the pid belongs to another node
     */
    public boolean isRunning() {
        if (!isLocal()) {
            throw new IllegalArgumentException("isRunning takes a local pid, was " + this);
        }
        return process != null && process.life() == ProcessImpl.Life.RUNNING;
    }

    /** {@return the name of the node that the process belongs to} */
    public String node() {
        return home.name();
    }

    /** {@return the incarnation of that node; 0 before it is distributed} */
    public int creation() {
        return home.creation();
    }

    /** {@return the first number of the pid's external form} */
    public int id() {
        return (int) number;
    }

    /** {@return the second number of the pid's external form} */
    public int serial() {
        return (int) (number >>> Integer.SIZE);
    }

    /** {@return whether the process belongs to a node of this JVM} */
    public boolean isLocal() {
        return home instanceof NodeImpl;
    }

    /** {@return whether the process belongs to this very node} */
    public boolean belongsTo(Node node) {
        return home == node;
    }

    @Override
    public int compareTo(Pid other) {
        int byNumber = Long.compareUnsigned(number, other.number);
        return byNumber != 0 ? byNumber : home.compareTo(other.home);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Pid pid && number == pid.number && home.equals(pid.home));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number) * 31 + home.hashCode();
    }

    /**
     * {@return as Erlang prints it, {@code <0.17.0>}; the first number of a remote pid is its
     * node's name}
     */
    @Override
    public String toString() {
        String first = isLocal() ? "0" : node();
        return "<"
                + first
                + "."
                + Integer.toUnsignedString(id())
                + "."
                + Integer.toUnsignedString(serial())
                + ">";
    }
}
