// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A registry as its readers see it. The registry's own process makes and replaces the partitions;
 * what is in them is changed by the registrants.
 */
final class Table<K, V> {

    /**
     * A part of the entries and the process that looks after them; when that ends, none of them
     * counts any more.
     */
    record Partition<K, V>(Pid server, Entries<K, V> entries) {
        boolean isOpen() {
            return server.isRunning();
        }
    }

    final Kind kind;
    final List<String> listeners;
    final Map<MetaKey<?>, Object> meta;

    /** Replaced as a whole, never changed. */
    private volatile List<Partition<K, V>> partitions = List.of();

    Table(Kind kind, RegistryOptions with) {
        this.kind = kind;
        this.listeners = with.listeners();
        this.meta = new ConcurrentHashMap<>(with.meta());
    }

    List<Partition<K, V>> partitions() {
        return partitions;
    }

    List<Pid> servers() {
        return partitions.stream().map(Partition::server).toList();
    }

    void replace(List<Partition<K, V>> with) {
        partitions = List.copyOf(with);
    }

    /** {@return the partition that {@code owner} is in when it has {@code key}} */
    Partition<K, V> partition(K key, Pid owner) {
        return kind == Kind.DUPLICATE_BY_KEY ? partition(key) : partition(owner);
    }

    /** {@return the partition of something; the hashes of pids that follow each other spread} */
    Partition<K, V> partition(Object hashed) {
        List<Partition<K, V>> all = partitions;
        return all.size() == 1
                ? all.getFirst()
                : all.get(((hashed.hashCode() * 0x9E3779B9) >>> 16) % all.size());
    }

    /** {@return the partitions that may have entries under {@code key}} */
    private List<Partition<K, V>> partitionsOf(K key) {
        return switch (kind) {
            case UNIQUE -> partitions.subList(0, 1);
            case DUPLICATE_BY_PID -> partitions;
            case DUPLICATE_BY_KEY -> List.of(partition(key));
        };
    }

    /** {@return the entries under {@code key} in each partition that has any; views} */
    List<Collection<Entry<K, V>>> views(K key) {
        List<Collection<Entry<K, V>>> found = new ArrayList<>(1);
        for (Partition<K, V> partition : partitionsOf(key)) {
            Collection<Entry<K, V>> some = at(partition, key);
            if (!some.isEmpty()) {
                found.add(some);
            }
        }
        return found;
    }

    /** Of unique keys each entry knows its own partition; the others share the keys. */
    private Collection<Entry<K, V>> at(Partition<K, V> partition, K key) {
        return kind == Kind.UNIQUE || partition.isOpen()
                ? partition.entries().keys().at(key)
                : List.of();
    }

    /** {@return the entries under {@code key}} */
    List<Entry<K, V>> lookup(K key) {
        if (kind == Kind.UNIQUE) {
            return uniqueKeys("lookup").at(key);
        }
        List<Collection<Entry<K, V>>> views = views(key);
        int size = 0;
        for (Collection<Entry<K, V>> view : views) {
            size += view.size();
        }
        List<Entry<K, V>> found = new ArrayList<>(size);
        for (Collection<Entry<K, V>> view : views) {
            for (Entry<K, V> entry : view) {
                found.add(entry);
            }
        }
        return Collections.unmodifiableList(found);
    }

    /** {@return the one that has {@code key}, of unique keys} */
    @Nullable Registration<K, V> unique(K key, String what) {
        return uniqueKeys(what).get(key);
    }

    private Keys.Unique<K, V> uniqueKeys(String what) {
        if (partitions.getFirst().entries().keys() instanceof Keys.Unique<K, V> keys) {
            return keys;
        }
        throw new IllegalArgumentException(what + " needs a registry with unique keys");
    }

    /** {@return what {@code owner} has, oldest first within each partition} */
    List<K> keys(Pid owner) {
        List<K> keys = new ArrayList<>();
        for (Partition<K, V> partition :
                kind == Kind.DUPLICATE_BY_KEY ? partitions : List.of(partition(owner))) {
            if (partition.isOpen()) {
                partition.entries().of(owner).forEach(one -> keys.add(one.entry.key()));
            }
        }
        return List.copyOf(keys);
    }

    /** {@return the entries of {@code owner} under {@code key}} */
    List<Entry<K, V>> entries(K key, Pid owner) {
        Partition<K, V> partition = partition(key, owner);
        return partition.isOpen()
                ? partition.entries().of(key, owner).stream().map(one -> one.entry).toList()
                : List.of();
    }

    long count() {
        return parts().mapToLong(Keys::count).sum();
    }

    Stream<Entry<K, V>> all() {
        return parts().flatMap(Keys::all);
    }

    private Stream<Keys<K, V>> parts() {
        List<Partition<K, V>> all = partitions;
        if (kind == Kind.UNIQUE) {
            return Stream.of(all.getFirst().entries().keys());
        }
        return all.stream().filter(Partition::isOpen).map(open -> open.entries().keys());
    }

    /** Tells the listeners that there are. */
    void tell(RegistryEvent event) {
        for (String name : listeners) {
            Processes.whereis(name).ifPresent(listener -> listener.send(event));
        }
    }
}
