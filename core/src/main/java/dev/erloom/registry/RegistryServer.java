// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.monotonicTime;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.trapExits;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Published;
import dev.erloom.process.Ref;
import dev.erloom.server.Call;
import dev.erloom.server.GenServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * The process behind a registry's name. It starts the partitions, and starts them again when one
 * ends, with the strategy and intensity of OTP's: the entries of all partitions with unique keys go
 * together, since they share one table of keys; with duplicate keys each partition is on its own.
 *
 * <p>Its table is published: nobody needs to ask it.
 */
record RegistryServer<K, V>(String name, Kind kind, RegistryOptions options)
        implements GenServer<RegistryServer.Message, RegistryServer.State<K, V>> {
    private static final System.Logger LOG = System.getLogger("dev.erloom.registry");
    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    sealed interface Message {}

    /** Asks for the processes of the partitions, once what has ended is started again. */
    record WhichPartitions() implements Message, Call<Message, List<Pid>> {}

    record State<K, V>(Table<K, V> table, Restarts restarts) {}

    @Override
    public Init<State<K, V>> init() {
        trapExits(true);
        Table<K, V> table = new Table<>(kind, options);
        table.replace(newPartitions());
        Published.publish(name, table);
        return ok(new State<>(table, new Restarts()));
    }

    private List<Table.Partition<K, V>> newPartitions() {
        Keys<K, V> shared = new Keys.Unique<>();
        Supplier<Keys<K, V>> keys = kind == Kind.UNIQUE ? () -> shared : Keys.Duplicate::new;
        List<Table.Partition<K, V>> started = new ArrayList<>();
        for (int i = 0; i < options.partitions(); i++) {
            started.add(newPartition(keys.get()));
        }
        return started;
    }

    private Table.Partition<K, V> newPartition(Keys<K, V> keys) {
        Entries<K, V> entries = new Entries<>(keys);
        Pid server =
                GenServer.startLink(new PartitionServer(entries))
                        .orElseThrow()
                        .whereis()
                        .orElseThrow();
        return new Table.Partition<>(server, entries);
    }

    @Override
    public Next<State<K, V>> handle(Message message, State<K, V> state) {
        return switch (message) {
            case WhichPartitions which -> reply(which, state.table().servers(), state);
        };
    }

    @Override
    public Next<State<K, V>> handleInfo(Object message, State<K, V> state) {
        List<Table.Partition<K, V>> partitions = state.table().partitions();
        if (message instanceof Exit(Pid from, ExitReason reason)) {
            for (int i = 0; i < partitions.size(); i++) {
                if (partitions.get(i).server().equals(from)) {
                    return partitionEnded(i, reason, state);
                }
            }
        }
        return noReply(state);
    }

    private Next<State<K, V>> partitionEnded(int index, ExitReason reason, State<K, V> state) {
        LOG.log(
                System.Logger.Level.ERROR,
                "a partition of registry {0} ended, and its registrants with it: {1}",
                name,
                reason);
        if (!state.restarts().add(monotonicTime())) {
            return stop(ExitReason.SHUTDOWN, state);
        }
        Table<K, V> table = state.table();
        List<Table.Partition<K, V>> partitions = new ArrayList<>(table.partitions());
        if (kind == Kind.UNIQUE) {
            shutDown(partitions);
            table.replace(newPartitions());
        } else {
            partitions.set(index, newPartition(new Keys.Duplicate<>()));
            table.replace(partitions);
        }
        return noReply(state);
    }

    @Override
    public void terminate(ExitReason reason, State<K, V> state) {
        shutDown(new ArrayList<>(state.table().partitions()));
    }

    /** The last one first, each with a limit, as a supervisor does. */
    private static <K, V> void shutDown(List<Table.Partition<K, V>> partitions) {
        Collections.reverse(partitions);
        for (Table.Partition<K, V> partition : partitions) {
            Ref end = monitor(partition.server());
            partition.server().exit(ExitReason.SHUTDOWN);
            if (receive(end, SHUTDOWN).isEmpty()) {
                partition.server().exit(ExitReason.KILL);
                receive(end);
            }
        }
    }
}
