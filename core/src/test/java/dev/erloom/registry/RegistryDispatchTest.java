// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.registry.Registries.started;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.LogCapture;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RegistryDispatchTest {
    @AutoClose final LogCapture log = LogCapture.ofCore();

    private static final Registry<String, Integer> UNIQUE = Registry.unique("unique");
    private static final Registry<String, Integer> DUPLICATE = Registry.duplicate("duplicate");

    /** Registers {@code count} processes, and waits until they are. */
    private static void registrants(int count) {
        IntStream.range(0, count)
                .forEach(i -> Registrant.start().does(() -> DUPLICATE.register("k", i)));
    }

    @DisplayName(
            "RG-11 dispatch runs in the caller; without entries it does not (oracle g: dispatch empty)")
    @Test
    void dispatches_in_the_caller() {
        inProcess(() -> {
            started(UNIQUE, 8);
            started(DUPLICATE);
            UNIQUE.register("k", 1).orElseThrow();
            DUPLICATE.register("k", 1).orElseThrow();
            DUPLICATE.register("k", 2).orElseThrow();
            List<Object> seen = new ArrayList<>();

            UNIQUE.dispatch("none", _ -> seen.add("never"));
            DUPLICATE.dispatch("none", _ -> seen.add("never"));
            DUPLICATE.dispatchParallel("none", _ -> seen.add("never"));
            UNIQUE.dispatch("k", entries -> seen.add(List.copyOf(entries)));
            UNIQUE.dispatchParallel("k", entries -> seen.add(self()));
            DUPLICATE.dispatch("k", entries -> seen.add(List.copyOf(entries)));
            DUPLICATE.dispatchParallel("k", _ -> seen.add(self()));

            Entry<String, Integer> one = new Entry<>("k", self(), 1);
            assertThat(seen)
                    .containsExactly(
                            List.of(one),
                            self(),
                            List.of(one, new Entry<>("k", self(), 2)),
                            self());
        });
    }

    @DisplayName(
            "RG-11 with several partitions once for each that has entries, one after the other")
    @Test
    void dispatches_to_each_partition() {
        inProcess(() -> {
            started(DUPLICATE, 4);
            registrants(40);
            List<Collection<Entry<String, Integer>>> seen = new ArrayList<>();
            Set<Pid> dispatchers = ConcurrentHashMap.newKeySet();

            DUPLICATE.dispatch(
                    "k",
                    entries -> {
                        dispatchers.add(self());
                        seen.add(List.copyOf(entries));
                    });

            assertThat(dispatchers).containsExactly(self());
            assertThat(seen).hasSize(4).doesNotContain(List.of());
            assertThat(seen.stream().flatMap(Collection::stream).map(Entry::value))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 40).boxed().toList());
        });
    }

    @DisplayName(
            "RG-11 in parallel each partition has a process of its own, and all are waited for")
    @Test
    void dispatches_in_parallel() {
        inProcess(() -> {
            trapExits(true);
            started(DUPLICATE, 4);
            registrants(40);
            Set<Pid> dispatchers = ConcurrentHashMap.newKeySet();
            Set<Integer> values = ConcurrentHashMap.newKeySet();

            DUPLICATE.dispatchParallel(
                    "k",
                    entries -> {
                        dispatchers.add(self());
                        entries.forEach(entry -> values.add(entry.value()));
                    });

            assertThat(dispatchers).hasSize(4).doesNotContain(self());
            assertThat(values).hasSize(40);
            assertThat(mailbox()).isEmpty(); // neither EXIT nor DOWN
        });
    }

    @DisplayName("RG-11 what fails in parallel ends the caller, or is thrown when that traps exits")
    @Test
    void a_parallel_failure_is_the_callers() {
        inProcess(() -> {
            started(DUPLICATE, 4);
            registrants(10);
            RuntimeException oops = new IllegalStateException("oops");

            Spawned naive =
                    spawnMonitor(() ->
                            DUPLICATE.dispatchParallel(
                                    "k",
                                    _ -> {
                                        throw oops;
                                    }));
            assertThat(receive(naive.ref()).reason()).isEqualTo(new Crash(oops));

            trapExits(true);
            assertThatExceptionOfType(ExitException.class)
                    .isThrownBy(() ->
                            DUPLICATE.dispatchParallel(
                                    "k",
                                    _ -> {
                                        throw oops;
                                    }))
                    .satisfies(exit -> assertThat(exit.reason()).isEqualTo(new Crash(oops)));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("RG-11 what dispatch throws comes out in the caller")
    @Test
    void a_failure_is_thrown() {
        inProcess(() -> {
            started(DUPLICATE);
            registrants(1);

            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> DUPLICATE.dispatch("k", Collection::clear));
            assertThat(DUPLICATE.lookup("k")).hasSize(1);
        });
    }
}
