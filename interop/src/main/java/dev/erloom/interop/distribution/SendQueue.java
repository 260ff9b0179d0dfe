// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one peer: many senders, one taker.
 *
 * <p>Adding takes no lock while the peer keeps up. Past the high-water mark the queue is busy until
 * the taker has brought it down to half of that, and {@link #put} waits, first come first served;
 * {@link #putNow} never does.
 *
 * @param <T> what is sent
 */
final class SendQueue<T> {
    /** What an item costs beyond its bytes, so that empty ones are bounded too. */
    private static final int OVERHEAD = 64;

    private final long highWater;
    private final long lowWater;
    private final long limit;
    private final Queue<Entry<T>> entries = new ConcurrentLinkedQueue<>();
    private final AtomicLong backlog = new AtomicLong();

    /** Held by the sender at the head of those who wait, and only waited for by the others. */
    private final ReentrantLock turnstile = new ReentrantLock(true);

    private volatile @Nullable Thread head;
    private volatile boolean busy;
    private volatile boolean closed;

    /** An item with what it counts for. */
    record Entry<T>(T item, long weight) {}

    /** What became of an item. */
    enum Outcome {
        QUEUED,
        /** Dropped: nothing is taken any more. */
        CLOSED,
        /** Dropped: more waits already than may. */
        FULL
    }

    /**
     * Makes an empty queue.
     *
     * @param highWater above how many bytes senders wait
     * @param limit above how many bytes nothing is taken any more
     */
    SendQueue(long highWater, long limit) {
        this.highWater = highWater;
        this.lowWater = highWater / 2;
        this.limit = limit;
    }

    /**
     * Adds {@code item}, after waiting for its turn while the queue is busy.
     *
     * @throws InterruptedException when interrupted while waiting; the item was not added
     */
    Outcome put(T item, long weight) throws InterruptedException {
        if (!busy && !turnstile.hasQueuedThreads()) {
            return putNow(item, weight);
        }
        turnstile.lockInterruptibly();
        try {
            awaitRoom();
            return putNow(item, weight);
        } finally {
            turnstile.unlock();
        }
    }

    private void awaitRoom() throws InterruptedException {
        head = Thread.currentThread();
        try {
            while (busy && !closed) {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            head = null;
        }
    }

    /** Adds {@code item} without waiting. */
    Outcome putNow(T item, long weight) {
        if (closed) {
            return Outcome.CLOSED;
        }
        if (backlog.get() > limit) {
            return Outcome.FULL;
        }
        long weighed = weight + OVERHEAD;
        long now = backlog.addAndGet(weighed);
        entries.add(new Entry<>(item, weighed));
        if (now >= highWater) {
            busy = true;
            // the taker may have taken everything before it could see the mark
            openIfLow(backlog.get());
        }
        return Outcome.QUEUED;
    }

    /** {@return the next item, which counts until {@link #release}; null if there is none} */
    @Nullable Entry<T> poll() {
        return entries.poll();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Stops counting {@code weight}: it is written. */
    void release(long weight) {
        openIfLow(backlog.addAndGet(-weight));
    }

    private void openIfLow(long waiting) {
        if (busy && waiting <= lowWater) {
            busy = false;
            LockSupport.unpark(head);
        }
    }

    /** {@return how many bytes wait, about} */
    long backlog() {
        return backlog.get();
    }

    /** Takes nothing any more; what is in can still be polled. */
    void close() {
        closed = true;
        LockSupport.unpark(head);
    }
}
