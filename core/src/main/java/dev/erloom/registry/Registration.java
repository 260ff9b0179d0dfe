// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import dev.erloom.process.Pid;

/**
 * An entry in its place. It is equal to itself only; the order is that in which the registrations
 * of one partition were made.
 */
final class Registration<K, V> implements Comparable<Registration<?, ?>> {
    private final long number;

    /** The process that the registrant is linked to. */
    final Pid partition;

    /** Replaced by the registrant, which may give itself another value. */
    volatile Entry<K, V> entry;

    Registration(long number, Pid partition, Entry<K, V> entry) {
        this.number = number;
        this.partition = partition;
        this.entry = entry;
    }

    Pid owner() {
        return entry.pid();
    }

    /** {@return whether it counts: its owner runs, and so does the process that watches over it} */
    boolean isValid() {
        return entry.pid().isRunning() && partition.isRunning();
    }

    @Override
    @SuppressWarnings("ComparableType") // each is compared with others of its own partition only
    public int compareTo(Registration<?, ?> other) {
        return Long.compare(number, other.number);
    }
}
