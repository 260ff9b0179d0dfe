// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One answer that one thread waits for. The first of several possible answers wins by one
 * compare-and-set; nothing of it ever passes through a mailbox.
 *
 * <p>It is a mailbox node, so that a call needs no other object.
 */
class Slot extends MailNode implements Waiter.Condition {
    /** What a slot holds that is no answer. */
    enum Mark {
        /** Empty, and the waiter is about to park. */
        ARMED,
        /** The answer is null. */
        NULL,
        /** The time was up; no answer is taken any more. */
        TIMED_OUT
    }

    static final Mark TIMED_OUT = Mark.TIMED_OUT;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Slot.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Waiter waiter;

    /**
     * Null: empty. {@link Mark#ARMED}: empty, and the waiter is about to park. Everything else: the
     * answer.
     */
    private volatile @Nullable Object state;

    Slot(Waiter waiter) {
        this.waiter = waiter;
    }

    final Waiter waiter() {
        return waiter;
    }

    /** Answers; false when there is an answer already, or nobody waits any more. Any thread. */
    final boolean complete(@Nullable Object answer) {
        Object value = answer == null ? Mark.NULL : answer;
        while (true) {
            Object before = state;
            if (before != null && before != Mark.ARMED) {
                return false;
            }
            if (STATE.compareAndSet(this, before, value)) {
                if (before == Mark.ARMED) {
                    LockSupport.unpark(waiter.thread());
                }
                return true;
            }
        }
    }

    /** {@return whether there is an answer, or nobody waits any more} */
    final boolean isComplete() {
        Object now = state;
        return now != null && now != Mark.ARMED;
    }

    @Override
    public final boolean isMet() {
        return state != Mark.ARMED;
    }

    /**
     * Waits for the answer; {@link #TIMED_OUT} when {@code until} has passed, after which none is
     * taken any more.
     */
    final @Nullable Object await(long until) {
        if (state == null && STATE.compareAndSet(this, null, Mark.ARMED)) {
            try {
                if (!waiter.await(this, until)) {
                    complete(TIMED_OUT);
                }
            } catch (ExitException | DoomError gone) {
                complete(TIMED_OUT);
                throw gone;
            }
        }
        Object answer = state;
        return answer == Mark.NULL ? null : answer;
    }
}
