// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits on the time of a node: a process for its whole life, a foreign thread for one
 * wait.
 *
 * <p>A wait parks without a time limit and leaves its deadline here; the node's {@link Timers}
 * unpark who is overdue. An entry there is not taken back when the wait ends in time: it is looked
 * at again when its time has come, so that a process which makes one call after the other enters
 * the heap once per time-out, not once per call.
 */
abstract class Waiter extends Timers.Entry {
    private static final int RUNNING = 0;
    private static final int WAITING = 1;
    private static final int DOOMED = 2;

    /** Counts the strikes that were announced and are not delivered yet. */
    private static final int STRIKE = 4;

    private static final VarHandle CONTROL;

    static {
        try {
            CONTROL = MethodHandles.lookup().findVarHandle(Waiter.class, "control", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Something to wait for. */
    interface Condition {
        boolean isMet();
    }

    final NodeImpl node;
    private volatile int control;
    private volatile long deadline = Timeouts.NEVER;

    Waiter(NodeImpl node) {
        this.node = node;
    }

    /** {@return the calling process, or the calling foreign thread as a waiter of {@code node}} */
    static Waiter current(NodeImpl node) {
        ProcessImpl me = ProcessImpl.currentOrNull();
        return me != null ? me : new Foreign(node, Thread.currentThread());
    }

    /** {@return a waiter for what is never waited for here} */
    static Waiter nobody(NodeImpl node) {
        return new Foreign(node, null);
    }

    /** {@return the thread to wake; null when nobody ever waits} */
    abstract @Nullable Thread thread();

    /** {@return whether this waiter may wait once more after a wait} */
    abstract boolean waitsAgain();

    /** {@return the error with which a doomed waiter leaves the library} */
    abstract Error doomError();

    final boolean isWaiting() {
        return control == WAITING;
    }

    final boolean isDoomed() {
        return control >= DOOMED;
    }

    final void checkDoom() {
        if (control >= DOOMED) {
            throw doomError();
        }
    }

    /**
     * Parks the calling thread, which is this waiter, until {@code condition} is met; false when
     * {@code until} has passed before.
     *
     * @throws ExitException when the thread is interrupted without being doomed; its interrupt
     *     status stays set
     */
    final boolean await(Condition condition, long until) {
        if (!CONTROL.compareAndSet(this, RUNNING, WAITING)) {
            throw doomError();
        }
        if (until != Timeouts.NEVER) {
            deadline = until;
            if (due() > until) {
                node.timers.schedule(this, until);
            }
        }
        boolean met = condition.isMet();
        boolean interrupted = Thread.currentThread().isInterrupted();
        while (!met
                && !interrupted
                && control == WAITING
                && (until == Timeouts.NEVER || node.now() < until)) {
            LockSupport.park();
            interrupted = Thread.currentThread().isInterrupted();
            met = condition.isMet();
        }
        if (until != Timeouts.NEVER) {
            deadline = Timeouts.NEVER;
            if (!waitsAgain()) {
                node.timers.cancel(this);
            }
        }
        if (!CONTROL.compareAndSet(this, WAITING, RUNNING)) {
            CONTROL.getAndBitwiseAnd(this, ~WAITING);
            throw doomError();
        }
        if (!met && interrupted) {
            throw new ExitException(ExitReason.of(new Atom("interrupted")));
        }
        return met;
    }

    /** Called by {@link Timers} when the time of the entry has come. */
    @Override
    final void fire() {
        long until = deadline;
        if (until == Timeouts.NEVER) {
            return;
        }
        if (until <= node.now()) {
            LockSupport.unpark(thread());
        } else {
            node.timers.schedule(this, until);
            if (!waitsAgain()) {
                node.timers.cancel(this);
            }
        }
    }

    /**
     * Marks this waiter as doomed; a {@link #strike} follows. Called with the lock held under which
     * the waiter ends, so that no interrupt is still on its way when it goes on to its end.
     */
    final void announceStrike() {
        int before = control;
        while (!CONTROL.compareAndSet(this, before, (before | DOOMED) + STRIKE)) {
            before = control;
        }
    }

    /**
     * Gets the attention of the thread of this doomed waiter: a wait of the library is unparked,
     * anything else is interrupted when {@code interrupt} allows it.
     */
    final void strike(boolean interrupt) {
        Thread thread = thread();
        if ((control & WAITING) != 0) {
            LockSupport.unpark(thread);
        } else if (interrupt && thread != null) {
            thread.interrupt();
        }
        CONTROL.getAndAdd(this, -STRIKE);
    }

    /**
     * Clears the interrupt of each {@link #strike} that was announced, once it has been delivered,
     * so that clean-up code can do I/O.
     */
    final void absorbInterrupt() {
        while (control >= STRIKE) {
            Thread.onSpinWait();
        }
        Thread.interrupted();
    }

    /** A thread that is no process of the node. */
    private static final class Foreign extends Waiter {
        private final @Nullable Thread thread;

        Foreign(NodeImpl node, @Nullable Thread thread) {
            super(node);
            this.thread = thread;
        }

        @Override
        @Nullable Thread thread() {
            return thread;
        }

        @Override
        boolean waitsAgain() {
            return false;
        }

        @Override
        Error doomError() {
            throw new AssertionError("a foreign thread is never doomed");
        }
    }
}
