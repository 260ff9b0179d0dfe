// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import static dev.erloom.process.Processes.link;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.unlink;
import static dev.erloom.process.Processes.unlinkAndFlush;

import dev.erloom.process.DoomError;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.process.Published;
import dev.erloom.process.SpawnOptions;
import dev.erloom.process.StartResult;
import dev.erloom.process.Timeouts;
import dev.erloom.registry.RegisterResult.AlreadyRegistered;
import dev.erloom.registry.RegistryEvent.Registered;
import dev.erloom.registry.RegistryEvent.Unregistered;
import dev.erloom.registry.Table.Partition;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A table of processes by key, on one node and in memory: Elixir's {@code Registry}. Entries leave
 * when their process ends.
 *
 * <p>This is a name, usually a constant, as {@link Name} is; the table belongs to the node on which
 * {@link #startLink} ran. It means the node of the calling process, elsewhere the default node;
 * {@link #on} names another.
 *
 * <p>A process registers itself, nobody else. Any thread may read; reading takes no lock, asks no
 * process, and shows what was there a moment ago. When a registrant ends, its entries are removed
 * soon after; with unique keys nobody ever sees them once it has ended.
 *
 * <p>Keys are compared by {@code equals}, and must not change. {@code 1}, {@code 1L} and {@code
 * 1.0} are three keys; an array is equal to itself only.
 *
 * <p>Registering links the caller to a process of the registry, until it has unregistered its last
 * key: when that process ends, the registrants end too and must register again.
 *
 * <p>Each method throws {@link IllegalArgumentException} when no such registry runs on the node;
 * those that register, unregister or lock throw {@link IllegalStateException} on a thread that is
 * no process.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values that go with them
 */
public final class Registry<K, V> {
    private final String name;
    private final Kind kind;
    private final @Nullable Node node;

    private Registry(String name, Kind kind, @Nullable Node node) {
        this.name = Name.of(name).text();
        this.kind = kind;
        this.node = node;
    }

    /**
     * {@return a registry with at most one process for each key}
     *
     * @throws IllegalArgumentException when the name is empty
     */
    public static <K, V> Registry<K, V> unique(String name) {
        return new Registry<>(name, Kind.UNIQUE, null);
    }

    /**
     * {@return a registry with any number of processes for each key, and of entries of one process
     * under a key} Its partitions are by process, which suits few keys with many processes each.
     *
     * @throws IllegalArgumentException when the name is empty
     */
    public static <K, V> Registry<K, V> duplicate(String name) {
        return new Registry<>(name, Kind.DUPLICATE_BY_PID, null);
    }

    /**
     * {@return as {@link #duplicate}, with partitions by key, which suits many keys with few
     * processes each}
     *
     * @throws IllegalArgumentException when the name is empty
     */
    public static <K, V> Registry<K, V> duplicateByKey(String name) {
        return new Registry<>(name, Kind.DUPLICATE_BY_KEY, null);
    }

    /** Starts a registry with one partition; see the other method. */
    public static <K, V> StartResult<Registry<K, V>> startLink(Registry<K, V> registry) {
        return startLink(registry, with -> with);
    }

    /**
     * Starts a registry that is linked to the caller, as a child of a supervisor is. Its process is
     * registered under the registry's name.
     *
     * @return {@code Started} or {@code AlreadyStarted}
     * @throws IllegalArgumentException when an option is out of range, or {@code registry} is that
     *     of another node
     */
    public static <K, V> StartResult<Registry<K, V>> startLink(
            Registry<K, V> registry, UnaryOperator<RegistryOptions> with) {
        registry.checkOwnNode();
        RegistryOptions options = with.apply(RegistryOptions.DEFAULT);
        return GenServer.startLink(
                        new RegistryServer<K, V>(registry.name, registry.kind, options),
                        Name.<RegistryServer.Message>of(registry.name))
                .map(_ -> registry);
    }

    /** {@return the registry of this name on a node of this JVM; to read it from any thread} */
    public Registry<K, V> on(Node node) {
        return new Registry<>(name, kind, Objects.requireNonNull(node, "node"));
    }

    /** {@return the name} */
    public String name() {
        return name;
    }

    private Node where() {
        return node == null ? Node.current() : node;
    }

    private void checkOwnNode() {
        if (node != null && node != Node.current()) {
            throw new IllegalArgumentException(
                    "registry " + name + " on " + node + " is not on " + Node.current());
        }
    }

    @SuppressWarnings("unchecked") // a name stands for one type, as with Name<M>
    private Table<K, V> table() {
        Table<K, V> table = Published.read(where(), name, Table.class);
        if (table == null) {
            throw new IllegalArgumentException(
                    "unknown registry: none runs as " + name + " on " + where());
        }
        return table;
    }

    private Table<K, V> ownTable() {
        checkOwnNode();
        return table();
    }

    // Registering

    /**
     * Registers the calling process with a value.
     *
     * @return {@code AlreadyRegistered} when the keys are unique and another process that runs has
     *     this one, or the caller itself
     */
    public RegisterResult register(K key, V value) {
        return put(key, Objects.requireNonNull(value, "value"));
    }

    /** As {@link #register(Object, Object)} without a value; its entry has null there. */
    public RegisterResult register(K key) {
        return put(key, nothing());
    }

    /** OTP's nil. Who registers without values, and reads them, knows that there may be none. */
    @SuppressWarnings("NullAway")
    private V nothing() {
        return null;
    }

    RegisterResult put(K key, V value) {
        Pid me = self();
        Entry<K, V> entry = new Entry<>(Objects.requireNonNull(key, "key"), me, value);
        Table<K, V> table = ownTable();
        Partition<K, V> partition = table.partition(key, me);
        link(partition.server());
        Registration<K, V> mine = partition.entries().newRegistration(partition.server(), entry);
        boolean isMine = false;
        try { // the key is the user's, and the wait for an owner that ends may be interrupted
            Registration<K, V> other = partition.entries().add(mine);
            if (other != null) {
                return new AlreadyRegistered(other.owner());
            }
            isMine = true;
        } finally {
            if (!isMine) {
                unlinkAfterLast(partition, me);
            }
        }
        confirm(partition, mine);
        table.tell(new Registered(name, key, me, value));
        return new RegisterResult.Ok(partition.server());
    }

    /**
     * Takes back what came too late: a process that has been declared dead may get here after its
     * links were told, and a partition may have ended before it was linked.
     */
    private void confirm(Partition<K, V> partition, Registration<K, V> mine) {
        try {
            ProcLib.checkSignals();
        } catch (DoomError doom) {
            partition.entries().remove(mine);
            throw doom;
        }
        if (!partition.isOpen()) {
            partition.entries().remove(mine);
            throw new IllegalArgumentException("registry " + name + " is starting again");
        }
    }

    private static void unlinkAfterLast(Partition<?, ?> partition, Pid me) {
        if (!partition.entries().has(me)) {
            unlink(partition.server());
        }
    }

    /** Removes every entry of the calling process under {@code key}; nothing happens without. */
    public void unregister(K key) {
        unregisterMatch(key, _ -> true);
    }

    /**
     * Removes the entries of the calling process under {@code key} that fit. Listeners hear of it
     * when none is left.
     */
    public void unregisterMatch(K key, Predicate<? super Entry<K, V>> fits) {
        Pid me = self();
        Table<K, V> table = ownTable();
        Partition<K, V> partition = table.partition(key, me);
        List<Registration<K, V>> all = partition.entries().of(key, me);
        List<Registration<K, V>> chosen = all.stream().filter(one -> fits.test(one.entry)).toList();
        chosen.forEach(partition.entries()::remove);
        if (chosen.size() == all.size()) {
            unlinkAfterLast(partition, me);
            try {
                table.tell(new Unregistered(name, key, me));
            } catch (DoomError ending) {
                // what takes back never ends the process (R5); who ends tells nobody
            }
        }
    }

    /**
     * The two values of {@link #updateValue}.
     *
     * @param newValue what is there now
     * @param oldValue what was there before
     * @param <V> the type of the values
     */
    public record Updated<V>(V newValue, V oldValue) {}

    /**
     * Replaces the value of the calling process's own entry.
     *
     * @param change what it throws comes out here, and nothing has changed
     * @return empty when the caller does not have {@code key}
     * @throws IllegalArgumentException when the keys are not unique
     * @throws NullPointerException when the new value is null
     */
    public Optional<Updated<V>> updateValue(K key, UnaryOperator<V> change) {
        Pid me = self();
        Table<K, V> table = ownTable();
        Registration<K, V> mine = table.unique(key, "updateValue");
        if (mine == null || !mine.owner().equals(me) || !mine.isValid()) {
            return Optional.empty();
        }
        V old = mine.entry.value();
        V fresh = Objects.requireNonNull(change.apply(old), "the new value");
        if (table.unique(key, "updateValue") != mine) {
            return Optional.empty();
        }
        mine.entry = new Entry<>(key, me, fresh);
        return Optional.of(new Updated<>(fresh, old));
    }

    // Reading

    /**
     * {@return who has {@code key}, in the order of registration within a partition; immutable}
     * With unique keys there is at most one, and it runs; otherwise some may have ended just now.
     */
    public List<Entry<K, V>> lookup(K key) {
        return table().lookup(key);
    }

    /**
     * {@return the process that has {@code key} and runs}
     *
     * @throws IllegalArgumentException when the keys are not unique
     */
    public Optional<Pid> whereis(K key) {
        Registration<K, V> found = table().unique(key, "whereis");
        return found != null && found.isValid() ? Optional.of(found.owner()) : Optional.empty();
    }

    /** {@return the keys that {@code pid} has, each as often as it has it; immutable} */
    public List<K> keys(Pid pid) {
        return table().keys(pid);
    }

    /** {@return the entries that {@code pid} has under {@code key}; immutable} */
    public List<Entry<K, V>> values(K key, Pid pid) {
        return table().entries(key, pid);
    }

    /** {@return how many entries there are; those of processes that have just ended may count} */
    public long count() {
        return table().count();
    }

    /**
     * {@return the entries under {@code key} that fit} The predicate does the work of OTP's pattern
     * and guards, the type and the record pattern do that of a match specification, and a malformed
     * one does not compile.
     */
    public List<Entry<K, V>> match(K key, Predicate<? super Entry<K, V>> fits) {
        return lookup(key).stream().filter(fits).toList();
    }

    /** {@return how many entries under {@code key} fit} */
    public long countMatch(K key, Predicate<? super Entry<K, V>> fits) {
        return lookup(key).stream().filter(fits).count();
    }

    /** {@return the entries that fit, of all keys, in no order} */
    public List<Entry<K, V>> select(Predicate<? super Entry<K, V>> fits) {
        return table().all().filter(fits).toList();
    }

    /** {@return how many entries fit, of all keys} */
    public long countSelect(Predicate<? super Entry<K, V>> fits) {
        return table().all().filter(fits).count();
    }

    // Dispatching

    /**
     * Calls {@code each} in the calling thread with the entries under {@code key}: once for each
     * partition that has any, and not at all when none has. What it throws comes out here.
     *
     * @param each gets a live, unmodifiable view; to keep it, copy it
     */
    public void dispatch(K key, Consumer<? super Collection<Entry<K, V>>> each) {
        for (Collection<Entry<K, V>> view : table().views(key)) {
            each.accept(Collections.unmodifiableCollection(view));
        }
    }

    /**
     * As {@link #dispatch}, with a process for each partition that has entries when there are
     * several partitions by process; returns when all of them are done. They are linked to the
     * caller, as tasks are: when one fails the caller ends with its reason. On a thread that is no
     * process this is {@link #dispatch}.
     *
     * @throws ExitException when one fails and the caller traps exits, with its reason
     */
    public void dispatchParallel(K key, Consumer<? super Collection<Entry<K, V>>> each) {
        Table<K, V> table = table();
        if (table.kind != Kind.DUPLICATE_BY_PID
                || table.partitions().size() == 1
                || !ProcLib.isProcess()) {
            dispatch(key, each);
            return;
        }
        List<Spawned> workers =
                table.views(key).stream()
                        .map(view ->
                                spawnMonitor(
                                        () -> each.accept(Collections.unmodifiableCollection(view)),
                                        SpawnOptions::link,
                                        with -> with))
                        .toList();
        ExitReason failure = ExitReason.NORMAL;
        for (Spawned worker : workers) {
            ExitReason end = receive(worker.ref()).reason();
            unlinkAndFlush(worker.pid());
            failure = failure instanceof ExitReason.Normal ? end : failure;
        }
        if (!(failure instanceof ExitReason.Normal)) {
            throw new ExitException(failure);
        }
    }

    // Names

    /**
     * {@return the name of whoever has {@code key}} A server that is started with it registers
     * itself, without a value.
     *
     * @throws IllegalArgumentException when the keys are not unique
     */
    public <M> Name<M> via(K key) {
        return name(key, nothing());
    }

    /**
     * {@return as {@link #via(Object)}, and a server that is started with it registers {@code
     * value}} Both are the same name.
     *
     * @throws IllegalArgumentException when the keys are not unique
     */
    public <M> Name<M> via(K key, V value) {
        return name(key, Objects.requireNonNull(value, "value"));
    }

    private <M> Name<M> name(K key, V value) {
        if (kind != Kind.UNIQUE) {
            throw new IllegalArgumentException(
                    "via needs a registry with unique keys, was " + name);
        }
        return Name.via(new RegistryVia<>(this, Objects.requireNonNull(key, "key"), value));
    }

    // The registry as a whole

    /** {@return a value that belongs to the registry as a whole; empty when nobody has put one} */
    public <T> Optional<T> meta(MetaKey<T> key) {
        return Optional.ofNullable(key.type().cast(table().meta.get(key)));
    }

    /** Puts a value that belongs to the registry as a whole; it stays until the registry ends. */
    public <T> void putMeta(MetaKey<T> key, T value) {
        table().meta.put(key, key.type().cast(value));
    }

    /** Removes a value that belongs to the registry as a whole. */
    public void deleteMeta(MetaKey<?> key) {
        table().meta.remove(key);
    }

    /**
     * {@return the processes that look after the registrants, one for each partition} This asks the
     * registry's own process, and waits until those that have ended are started again.
     */
    public List<Pid> partitions() {
        table();
        return Name.<RegistryServer.Message>of(name)
                .on(where())
                .call(new RegistryServer.WhichPartitions(), Timeouts.INFINITY);
    }

    /**
     * What runs while its caller holds a lock.
     *
     * @param <T> the type of its result
     * @param <E> what it may throw
     */
    @FunctionalInterface
    public interface Locked<T extends @Nullable Object, E extends Exception> {

        /**
         * Does the work.
         *
         * @throws E whatever it cannot handle
         */
        T run() throws E;
    }

    /**
     * Runs {@code body} while no other process does so with the same key; waits for its turn, which
     * comes in the order of asking. The lock is given back when {@code body} returns or throws, and
     * when the process that holds it ends. Locks have nothing to do with the entries.
     *
     * @return what {@code body} returns
     * @throws E what {@code body} throws
     * @throws IllegalStateException when the caller holds this lock already; OTP waits for ever
     * @throws ExitException when the partition ends while the caller waits
     */
    public <T extends @Nullable Object, E extends Exception> T lock(Object key, Locked<T, E> body)
            throws E {
        Pid me = self();
        var ticket = new PartitionServer.Ticket(Objects.requireNonNull(key, "key"));
        ServerRef<PartitionServer.Message> partition =
                ServerRef.of(ownTable().partition(key).server());
        try {
            if (!partition.call(new PartitionServer.Lock(ticket), Timeouts.INFINITY)) {
                throw new IllegalStateException(me + " holds the lock of " + key + " already");
            }
            return body.run();
        } finally {
            partition.cast(new PartitionServer.Unlock(ticket));
        }
    }

    /** {@return whether {@code other} is the same name} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Registry<?, ?> registry
                && name.equals(registry.name)
                && Objects.equals(node, registry.node);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
