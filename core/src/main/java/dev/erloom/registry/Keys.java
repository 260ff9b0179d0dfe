// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import dev.erloom.process.Pid;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Registrations by key. Readers take no lock; they see what was there at some time meanwhile. */
sealed interface Keys<K, V> {

    /** Adds a registration; {@return null, or whose the key is} */
    @Nullable Registration<K, V> claim(Registration<K, V> mine);

    /** Removes this very registration, if it is there. */
    void remove(Registration<K, V> gone);

    /** {@return who has {@code key}, in the order of registration; a view} */
    Collection<Entry<K, V>> at(K key);

    /** {@return the registrations of {@code owner} under {@code key}} */
    List<Registration<K, V>> of(K key, Pid owner);

    /** {@return every entry} */
    Stream<Entry<K, V>> all();

    /** {@return how many entries there are} */
    long count();

    /** At most one process for each key. */
    final class Unique<K, V> implements Keys<K, V> {
        private final ConcurrentHashMap<K, Registration<K, V>> owners = new ConcurrentHashMap<>();

        @Nullable Registration<K, V> get(K key) {
            return owners.get(key);
        }

        /**
         * Who has ended has no key any more, also when nobody has tidied up yet (registry.ex,
         * register_key/4). For one that is ending this waits until it has released its name.
         */
        @Override
        public @Nullable Registration<K, V> claim(Registration<K, V> mine) {
            K key = mine.entry.key();
            while (true) {
                Registration<K, V> other = owners.putIfAbsent(key, mine);
                if (other == null) {
                    return null;
                }
                if (other.owner().isAlive() && other.partition.isRunning()) {
                    return other;
                }
                if (owners.replace(key, other, mine)) {
                    return null;
                }
            }
        }

        @Override
        public void remove(Registration<K, V> gone) {
            owners.remove(gone.entry.key(), gone);
        }

        @Override
        public List<Entry<K, V>> at(K key) {
            Registration<K, V> found = owners.get(key);
            return found != null && found.isValid() ? List.of(found.entry) : List.of();
        }

        @Override
        public List<Registration<K, V>> of(K key, Pid owner) {
            Registration<K, V> found = owners.get(key);
            return found != null && found.owner().equals(owner) ? List.of(found) : List.of();
        }

        @Override
        public Stream<Entry<K, V>> all() {
            return owners.values().stream().map(registration -> registration.entry);
        }

        @Override
        public long count() {
            return owners.mappingCount();
        }
    }

    /** Any number of processes for each key. */
    final class Duplicate<K, V> implements Keys<K, V> {
        private final ConcurrentHashMap<K, ConcurrentSkipListMap<Registration<K, V>, Entry<K, V>>>
                owners = new ConcurrentHashMap<>();
        private final LongAdder count = new LongAdder();

        @Override
        public @Nullable Registration<K, V> claim(Registration<K, V> mine) {
            Entry<K, V> entry = mine.entry;
            owners.compute(
                    entry.key(),
                    (_, some) -> {
                        var all =
                                some == null
                                        ? new ConcurrentSkipListMap<
                                                Registration<K, V>, Entry<K, V>>()
                                        : some;
                        all.put(mine, entry);
                        return all;
                    });
            count.increment();
            return null;
        }

        @Override
        public void remove(Registration<K, V> gone) {
            owners.computeIfPresent(
                    gone.entry.key(),
                    (_, all) -> {
                        if (all.remove(gone) != null) {
                            count.decrement();
                        }
                        return all.isEmpty() ? null : all;
                    });
        }

        @Override
        public Collection<Entry<K, V>> at(K key) {
            var all = owners.get(key);
            return all == null ? List.of() : all.values();
        }

        @Override
        public List<Registration<K, V>> of(K key, Pid owner) {
            var all = owners.get(key);
            return all == null
                    ? List.of()
                    : all.keySet().stream().filter(one -> one.owner().equals(owner)).toList();
        }

        @Override
        public Stream<Entry<K, V>> all() {
            return owners.values().stream().map(Map::values).flatMap(Collection::stream);
        }

        @Override
        public long count() {
            return count.sum();
        }
    }
}
