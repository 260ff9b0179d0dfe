// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Work and messages at intervals, and exits after a while: OTP's module {@code timer}, as far as
 * {@link Processes#sendAfter} is not it.
 *
 * <p>Every method works on every thread, acts on {@link Node#current}, and returns a reference for
 * {@link Processes#cancelTimer}. An interval does not drift: each deadline is the one before plus
 * the interval. It ends with the process that it belongs to.
 */
public final class Intervals {
    private Intervals() {}

    /**
     * Runs {@code body} in a new process, which is linked to nobody, after {@code delay}.
     *
     * @throws IllegalArgumentException when {@code delay} is negative
     * @otp timer:apply_after/2
     */
    public static Ref applyAfter(Duration delay, ProcessBody body) {
        Objects.requireNonNull(body, "body");
        NodeImpl node = NodeImpl.caller();
        return once(node, delay, () -> node.spawn(body, SpawnOptions.DEFAULT, null));
    }

    /**
     * Runs {@code body} in a new process at each interval, also while the one before still runs,
     * until the calling process ends.
     *
     * @throws IllegalArgumentException when {@code interval} is not positive
     * @otp timer:apply_interval/2
     */
    public static Ref applyInterval(Duration interval, ProcessBody body) {
        Objects.requireNonNull(body, "body");
        NodeImpl node = NodeImpl.caller();
        return repeated(
                node,
                interval,
                ProcessImpl.currentOrNull(),
                () -> node.spawn(body, SpawnOptions.DEFAULT, null));
    }

    /**
     * Runs {@code body} in a new process at each interval, or when the one before has ended if that
     * takes longer, until the calling process ends. Intervals that were missed are made up for.
     *
     * @throws IllegalArgumentException when {@code interval} is not positive
     * @otp timer:apply_repeatedly/2
     */
    public static Ref applyRepeatedly(Duration interval, ProcessBody body) {
        Objects.requireNonNull(body, "body");
        NodeImpl node = NodeImpl.caller();
        Ref ref = node.newRef();
        new Timer.InTurn(node, ref, ProcessImpl.currentOrNull(), period(interval), body).start();
        return ref;
    }

    /**
     * Sends {@code message} to the calling process at each interval.
     *
     * @throws IllegalArgumentException when {@code interval} is not positive
     * @otp timer:send_interval/2
     */
    public static Ref sendInterval(Duration interval, Object message) {
        return sendInterval(interval, Processes.self(), message);
    }

    /**
     * Sends {@code message} at each interval until the receiver ends; a name is looked up now and
     * never again. When nobody is there nothing is ever sent.
     *
     * @throws IllegalArgumentException when {@code interval} is not positive, or {@code to} belongs
     *     to another node or is an alias
     * @otp timer:send_interval/3
     */
    public static Ref sendInterval(Duration interval, Address to, Object message) {
        Objects.requireNonNull(message, "message");
        NodeImpl node = NodeImpl.caller();
        ProcessImpl receiver = node.localProcess(NodeTimers.target(node, to));
        if (receiver == null) {
            period(interval);
            return node.newRef();
        }
        return repeated(node, interval, receiver, () -> receiver.deliver(message));
    }

    /**
     * Sends an exit signal after {@code delay}, from the node's root.
     *
     * @throws IllegalArgumentException when {@code delay} is negative
     * @otp timer:exit_after/3
     */
    public static Ref exitAfter(Duration delay, Pid to, ExitReason reason) {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(reason, "reason");
        NodeImpl node = NodeImpl.caller();
        return once(node, delay, () -> to.home.exit(null, to, reason));
    }

    /**
     * Kills a process after {@code delay}.
     *
     * @throws IllegalArgumentException when {@code delay} is negative
     * @otp timer:kill_after/2
     */
    public static Ref killAfter(Duration delay, Pid to) {
        return exitAfter(delay, to, ExitReason.KILL);
    }

    private static Ref once(NodeImpl node, Duration delay, Runnable action) {
        long due = Timeouts.after(node.now(), Timeouts.nanos(delay, "delay"));
        Ref ref = node.newRef();
        new Timer.Once(node, ref, action).start(due);
        return ref;
    }

    private static Ref repeated(
            NodeImpl node, Duration interval, @Nullable ProcessImpl owner, Runnable action) {
        Ref ref = node.newRef();
        new Timer.Repeated(node, ref, owner, period(interval), action).start();
        return ref;
    }

    private static long period(Duration interval) {
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("interval must be > 0, was " + interval);
        }
        return Timeouts.nanos(interval, "interval");
    }
}
