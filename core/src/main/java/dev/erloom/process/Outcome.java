// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a thread that is no process waits for: one value that a process hands over, or the end of
 * that process. The first of both wins, and can be asked for any number of times, by any thread.
 *
 * <p>It is what a monitor, an alias and a place in the mailbox are for a process. Nothing of it is
 * left anywhere when nobody keeps it.
 */
public final class Outcome {

    /**
     * A value that was handed over.
     *
     * @param value the value, or null
     */
    public record Handed(@Nullable Object value) {}

    private final NodeImpl node;

    /** A {@link Handed} or a {@link Down}; null until then. */
    private final AtomicReference<@Nullable Object> result = new AtomicReference<>();

    /** The waits that this ends. */
    private final List<Slot> waits = new ArrayList<>(1);

    private Outcome(NodeImpl node) {
        this.node = node;
    }

    /** {@return an outcome that is known already} */
    public static Outcome of(@Nullable Object value) {
        Outcome outcome = new Outcome(NodeImpl.current());
        outcome.hand(value);
        return outcome;
    }

    /**
     * {@return the outcome of a process}
     *
     * @throws IllegalArgumentException when it belongs to no node of this JVM
     */
    public static Outcome watch(Pid pid) {
        if (!(pid.home instanceof NodeImpl node)) {
            throw new IllegalArgumentException("watch takes a pid of this JVM, was " + pid);
        }
        Outcome outcome = new Outcome(node);
        Ref ref = node.newRef();
        Watch watch = reason -> outcome.complete(new Down(ref, pid, reason));
        if (pid.process == null || !Monitors.watch(pid.process, ref, watch)) {
            watch.fired(ExitReason.NOPROC);
        }
        return outcome;
    }

    /** Hands over the value; false when there is an outcome already. Any thread. */
    public boolean hand(@Nullable Object value) {
        return complete(new Handed(value));
    }

    private boolean complete(Object outcome) {
        if (!result.compareAndSet(null, outcome)) {
            return false;
        }
        synchronized (waits) {
            waits.forEach(slot -> slot.complete(this));
            waits.clear();
        }
        return true;
    }

    /** {@return a {@link Handed} or a {@link Down}; null when it is not known yet} */
    public @Nullable Object result() {
        return result.get();
    }

    /** {@return the time since the node of this outcome started, on its clock} */
    public Duration now() {
        return Duration.ofNanos(node.now());
    }

    /**
     * Waits until at least one of some outcomes is known, or {@code timeout} has passed.
     *
     * @throws IllegalArgumentException when {@code timeout} is negative
     * @throws ExitException when the thread is interrupted
     */
    public static void awaitAny(Collection<Outcome> outcomes, Duration timeout) {
        long nanos = Timeouts.nanos(timeout, "timeout");
        if (outcomes.isEmpty()) {
            return;
        }
        NodeImpl node = outcomes.iterator().next().node;
        Slot slot = new Slot(Waiter.current(node));
        try {
            outcomes.forEach(outcome -> outcome.add(slot));
            if (nanos > 0) {
                slot.await(Timeouts.after(node.now(), nanos));
            }
        } finally {
            outcomes.forEach(outcome -> outcome.remove(slot));
        }
    }

    private void add(Slot slot) {
        synchronized (waits) {
            if (result.get() == null) {
                waits.add(slot);
                return;
            }
        }
        slot.complete(this);
    }

    private void remove(Slot slot) {
        synchronized (waits) {
            waits.remove(slot);
        }
    }
}
