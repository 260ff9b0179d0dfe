// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.registry.Registries.crash;
import static dev.erloom.registry.Registries.started;
import static dev.erloom.registry.Registries.sync;
import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Pid;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.process.Ref;
import dev.erloom.testing.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryAsAWholeTest {
    private static final Registry<String, Integer> REGISTRY = Registry.unique("registry");
    private static final MetaKey<String> OWNER = new MetaKey<>("owner", String.class);

    @AutoClose final LogCapture log = LogCapture.of("dev.erloom.registry", "dev.erloom.process");

    @DisplayName("RG-15 a registry has as many partitions as it was told, one unless told")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void has_partitions(int count) {
        inProcess(() -> {
            assertThat(started(REGISTRY, count).partitions()).hasSize(count);
            assertThat(Registry.startLink(Registry.unique("other")).orElseThrow().partitions())
                    .hasSize(1);
        });
    }

    @DisplayName("RG-15 duplicate keys are partitioned by process, or by key")
    @Test
    void is_partitioned_by_process_or_by_key() {
        inProcess(() -> {
            Registry<Integer, Integer> byPid = started(Registry.duplicate("by pid"), 8);
            Registry<Integer, Integer> byKey = started(Registry.duplicateByKey("by key"), 8);
            Set<Pid> pidPartitions = new HashSet<>();
            Set<Pid> keyPartitions = new HashSet<>();

            for (int i = 0; i < 100; i++) {
                pidPartitions.add(byPid.register(i).orElseThrow());
                keyPartitions.add(byKey.register(i).orElseThrow());
            }

            assertThat(pidPartitions).hasSize(1);
            assertThat(keyPartitions).hasSize(8);
            assertThat(byKey.keys(self()))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
        });
    }

    @DisplayName("RG-17 a registry has values of its own, which outlive its partitions")
    @Test
    void has_values_of_its_own() {
        inProcess(() -> {
            Registry.startLink(REGISTRY, with -> with.meta(OWNER, "ann")).orElseThrow();
            assertThat(REGISTRY.meta(OWNER)).contains("ann");
            assertThat(REGISTRY.meta(new MetaKey<>("owner", Integer.class))).isEmpty();

            REGISTRY.putMeta(OWNER, "bob");
            crash(REGISTRY, 0);
            assertThat(REGISTRY.meta(OWNER)).contains("bob");

            REGISTRY.deleteMeta(OWNER);
            REGISTRY.deleteMeta(OWNER);
            assertThat(REGISTRY.meta(OWNER)).isEmpty();
        });
    }

    @DisplayName("RG-18 one at a time holds the lock of a key, in the order of asking")
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void one_at_a_time_holds_a_lock(int partitions) {
        inProcess(() -> {
            started(REGISTRY, partitions);
            Pid test = self();
            Pid first =
                    spawn(() ->
                            REGISTRY.lock(
                                    "k",
                                    () -> {
                                        test.send("first has it");
                                        return receive(Integer.class);
                                    }));
            assertThat(receive()).isEqualTo("first has it");
            spawn(() ->
                    REGISTRY.lock(
                            "k",
                            () -> {
                                test.send("second has it");
                                return 0;
                            }));

            assertThat(REGISTRY.<String, RuntimeException>lock("other", () -> "free"))
                    .isEqualTo("free");
            sync(REGISTRY);
            assertThat(receive(Duration.ZERO)).isEmpty();
            first.send(1);

            assertThat(receive()).isEqualTo("second has it");
            assertThat(REGISTRY.<Integer, RuntimeException>lock("k", () -> 3)).isEqualTo(3);
        });
    }

    @DisplayName("RG-18 the lock is given back when its holder throws")
    @Test
    void a_lock_is_given_back_by_who_throws() {
        inProcess(() -> {
            started(REGISTRY);

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() ->
                            REGISTRY.lock(
                                    "k",
                                    () -> {
                                        throw new IOException("oops");
                                    }));

            Registrant.start().does(() -> REGISTRY.lock("k", () -> "free"));
        });
    }

    @DisplayName(
            "RG-18 the lock is given back when its holder ends, and who has ended does not get it")
    @Test
    void a_lock_is_given_back_by_who_ends() {
        inProcess(() -> {
            started(REGISTRY);
            Pid test = self();
            Spawned holder =
                    spawnMonitor(() ->
                            REGISTRY.lock(
                                    "k",
                                    () -> {
                                        test.send("locked");
                                        return receive(Integer.class);
                                    }));
            receive(String.class);
            Spawned waiter =
                    spawnMonitor(() ->
                            REGISTRY.lock(
                                    "k",
                                    () -> {
                                        test.send("never");
                                        return 0;
                                    }));
            sync(REGISTRY);
            Pid next =
                    spawn(() ->
                            REGISTRY.lock(
                                    "k",
                                    () -> {
                                        test.send("next");
                                        return 0;
                                    }));
            Ref end = monitor(next);

            waiter.pid().exit(KILL);
            receive(waiter.ref());
            holder.pid().exit(KILL);
            receive(holder.ref());

            assertThat(receive(String.class)).isEqualTo("next");
            receive(end);
            assertThat(REGISTRY.<Integer, RuntimeException>lock("k", () -> 3)).isEqualTo(3);
        });
    }

    @DisplayName(
            "RG-18 asking again for a lock that one holds is an error, where OTP would wait for ever")
    @Test
    @SuppressWarnings("NullAway") // what code without null checks does
    void a_lock_is_not_taken_twice() {
        inProcess(() -> {
            started(REGISTRY);

            assertThatIllegalStateException()
                    .isThrownBy(() -> REGISTRY.lock("k", () -> REGISTRY.lock("k", () -> 1)))
                    .withMessageContaining("holds the lock of k already");
            Registrant.start().does(() -> REGISTRY.lock("k", () -> "free"));
            assertThatThrownBy(() -> REGISTRY.lock("k", null))
                    .isInstanceOf(NullPointerException.class);
        });
    }
}
