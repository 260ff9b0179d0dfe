// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.server.ServerRef;

/** Starts registries for tests, and waits for what their processes do in their own time. */
final class Registries {
    private Registries() {}

    static <K, V> Registry<K, V> started(Registry<K, V> registry) {
        return started(registry, 1);
    }

    static <K, V> Registry<K, V> started(Registry<K, V> registry, int partitions) {
        return Registry.startLink(registry, with -> with.partitions(partitions)).orElseThrow();
    }

    /** Waits until the partitions have worked off every end that they were told of before. */
    static void sync(Registry<?, ?> registry) {
        for (Pid partition : registry.partitions()) {
            PartitionServer.Ticket ticket = new PartitionServer.Ticket(new Object());
            ServerRef<PartitionServer.Message> server = ServerRef.of(partition);
            server.call(new PartitionServer.Lock(ticket));
            server.cast(new PartitionServer.Unlock(ticket));
        }
    }

    /** Kills a partition and waits until the registry has started it again. */
    static void crash(Registry<?, ?> registry, int partition) {
        Pid old = registry.partitions().get(partition);
        Ref end = monitor(old);
        old.exit(ExitReason.KILL);
        receive(end);
        registry.partitions();
    }
}
