// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import dev.erloom.process.Pid;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The registrations of one partition, by key and by process.
 *
 * <p>Those of a process are changed by that process, and after its end by the process of the
 * partition; everybody reads them. What is in {@code owners} is a superset of what is in {@code
 * keys} at all times, so that nothing is left behind whenever a registrant ends.
 */
final class Entries<K, V> {
    private final Keys<K, V> keys;
    private final ConcurrentHashMap<Pid, NavigableSet<Registration<K, V>>> owners =
            new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /**
     * Makes a partition without registrations.
     *
     * @param keys of this partition alone, or shared by all
     */
    Entries(Keys<K, V> keys) {
        this.keys = keys;
    }

    Keys<K, V> keys() {
        return keys;
    }

    /** {@return a registration that is in no table yet} */
    Registration<K, V> newRegistration(Pid partition, Entry<K, V> entry) {
        return new Registration<>(numbers.incrementAndGet(), partition, entry);
    }

    /** Adds a registration; {@return null, or whose the key is} */
    @Nullable Registration<K, V> add(Registration<K, V> mine) {
        owners.computeIfAbsent(mine.owner(), _ -> new ConcurrentSkipListSet<>()).add(mine);
        boolean isMine = false;
        try {
            Registration<K, V> other = keys.claim(mine);
            isMine = other == null;
            return other;
        } finally {
            if (!isMine) {
                forget(mine);
            }
        }
    }

    /** Removes a registration, if it is there. */
    void remove(Registration<K, V> gone) {
        keys.remove(gone);
        forget(gone);
    }

    private void forget(Registration<K, V> gone) {
        owners.computeIfPresent(
                gone.owner(),
                (_, all) -> {
                    all.remove(gone);
                    return all.isEmpty() ? null : all;
                });
    }

    /** Removes what a process has that has ended. */
    void removeAllOf(Pid ended) {
        NavigableSet<Registration<K, V>> all = owners.remove(ended);
        if (all != null) {
            all.forEach(keys::remove);
        }
    }

    /** {@return whether {@code owner} has anything here} */
    boolean has(Pid owner) {
        return owners.containsKey(owner);
    }

    /** {@return the registrations of {@code owner}, oldest first; a view} */
    Collection<Registration<K, V>> of(Pid owner) {
        NavigableSet<Registration<K, V>> all = owners.get(owner);
        return all == null ? List.of() : all;
    }

    /** {@return the registrations of {@code owner} under {@code key}, found the shorter way} */
    List<Registration<K, V>> of(K key, Pid owner) {
        Collection<Registration<K, V>> all = of(owner);
        return keys instanceof Keys.Duplicate<K, V> && all.size() <= keys.at(key).size()
                ? all.stream().filter(one -> one.entry.key().equals(key)).toList()
                : keys.of(key, owner);
    }

    /** {@return whether nobody has anything; for who wants to know whether something leaks} */
    boolean isEmpty() {
        return owners.isEmpty() && keys.count() == 0;
    }
}
