// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a node will have to do at some time: a binary heap of entries, earliest first, driven by one
 * alarm.
 *
 * <p>Entries fire one after the other on the thread of the clock, outside the lock.
 */
final class Timers {

    /** Something with a time. An entry is in the heap at most once. */
    abstract static class Entry {
        private volatile long due = Timeouts.NEVER;
        private long order;
        private int index = -1;

        /** {@return when this entry fires, {@link Timeouts#NEVER} when it is not in the heap} */
        final long due() {
            return due;
        }

        abstract void fire();

        private boolean isBefore(Entry other) {
            return due != other.due ? due < other.due : order < other.order;
        }
    }

    private final Clock clock;
    private final long origin;
    private final Clock.Alarm alarm;
    private @Nullable Entry[] heap = new Entry[16];
    private int size;
    private long orders;
    private boolean closed;

    Timers(Clock clock) {
        this.clock = clock;
        this.origin = clock.nanoTime();
        this.alarm = clock.alarm(this::fireDue);
    }

    /** {@return the nanoseconds since the node started} */
    long now() {
        return clock.nanoTime() - origin;
    }

    /** Makes {@code entry} fire at {@code time}, or earlier if it already was to. */
    void schedule(Entry entry, long time) {
        synchronized (this) {
            if (closed || entry.due <= time) {
                return;
            }
            entry.due = time;
            entry.order = orders++;
            if (entry.index < 0) {
                if (size == heap.length) {
                    heap = Arrays.copyOf(heap, size * 2);
                }
                entry.index = size++;
            }
            siftUp(entry);
            if (entry.index == 0) {
                alarm.setTo(origin + time);
            }
        }
    }

    /** Takes {@code entry} out; false when it is not in the heap any more. */
    synchronized boolean cancel(Entry entry) {
        if (entry.index < 0) {
            return false;
        }
        removeAt(entry.index);
        entry.due = Timeouts.NEVER;
        return true;
    }

    /** {@return how many entries wait} */
    synchronized int size() {
        return size;
    }

    private void fireDue() {
        for (Entry entry = takeDue(); entry != null; entry = takeDue()) {
            entry.fire();
        }
    }

    private synchronized @Nullable Entry takeDue() {
        if (size == 0) {
            return null;
        }
        Entry earliest = at(0);
        if (earliest.due > now()) {
            alarm.setTo(origin + earliest.due);
            return null;
        }
        removeAt(0);
        earliest.due = Timeouts.NEVER;
        return earliest;
    }

    private void removeAt(int index) {
        at(index).index = -1;
        Entry moved = at(--size);
        heap[size] = null;
        if (index < size) {
            moved.index = index;
            heap[index] = moved;
            siftUp(moved);
            siftDown(moved);
        }
    }

    private void siftUp(Entry entry) {
        int index = entry.index;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (!entry.isBefore(at(parent))) {
                break;
            }
            put(index, at(parent));
            index = parent;
        }
        put(index, entry);
    }

    private void siftDown(Entry entry) {
        int index = entry.index;
        for (int child = 2 * index + 1; child < size; child = 2 * index + 1) {
            if (child + 1 < size && at(child + 1).isBefore(at(child))) {
                child++;
            }
            if (!at(child).isBefore(entry)) {
                break;
            }
            put(index, at(child));
            index = child;
        }
        put(index, entry);
    }

    private void put(int index, Entry entry) {
        heap[index] = entry;
        entry.index = index;
    }

    private Entry at(int index) {
        Entry entry = heap[index];
        if (entry == null) {
            throw new IllegalStateException("no timer at " + index + " of " + size);
        }
        return entry;
    }

    /** Drops everything and ends the clock's thread. */
    void close() {
        synchronized (this) {
            closed = true;
            while (size > 0) {
                Entry last = at(size - 1);
                removeAt(size - 1);
                last.due = Timeouts.NEVER;
            }
        }
        alarm.close();
    }
}
