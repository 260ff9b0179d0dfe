// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.registry.Registries.crash;
import static dev.erloom.registry.Registries.started;
import static dev.erloom.registry.Registries.sync;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Node;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Registrations that come to nothing, caught in the middle by a key that takes its time. */
class RegistryResidueTest {
    @AutoClose final LogCapture log = LogCapture.ofCore();

    /** A key that holds up who looks for it first, and that no interrupt hurries. */
    private static final class SlowKey {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        private final AtomicBoolean asked = new AtomicBoolean();

        @Override
        public int hashCode() {
            boolean isFirst = !asked.getAndSet(true);
            reached.countDown();
            while (isFirst) {
                try {
                    open.await();
                    isFirst = false;
                } catch (InterruptedException e) {
                    continue;
                }
            }
            return 7;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    /** A key without a hash. */
    private static final class BrokenKey {
        @Override
        public int hashCode() {
            throw new UnsupportedOperationException("no hash");
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    static List<Supplier<Registry<Object, Integer>>> registries() {
        return List.of(() -> Registry.unique("r"), () -> Registry.duplicate("r"));
    }

    @DisplayName("RG-19 RG-21 what a process registers that has been declared dead is taken back")
    @ParameterizedTest
    @MethodSource("registries")
    void a_zombie_registers_nothing(Supplier<Registry<Object, Integer>> kind) {
        ManualClock clock = new ManualClock();
        Duration grace = Duration.ofSeconds(1);
        try (Node node = Node.start(with -> with.clock(clock).exitGrace(grace).killGrace(grace))) {
            node.run(() -> {
                Registry<Object, Integer> registry = started(kind.get());
                SlowKey key = new SlowKey();
                CountDownLatch gone = new CountDownLatch(1);
                Spawned zombie =
                        spawnMonitor(() -> {
                            try {
                                registry.register(key, 1);
                            } finally {
                                gone.countDown();
                            }
                        });
                key.reached.await();

                zombie.pid().exit(KILL);
                buried(clock, grace, zombie);
                sync(registry); // it has been tidied up after
                key.open.countDown();
                gone.await();

                assertThat(registry.count()).isZero();
                assertThat(registry.select(_ -> true)).isEmpty();
                assertThat(registry.keys(zombie.pid())).isEmpty();
            });
        }
    }

    private static void buried(ManualClock clock, Duration grace, Spawned zombie)
            throws InterruptedException {
        Duration lastChance = Duration.ofMillis(20);
        clock.awaitAlarm(grace);
        clock.advance(grace);
        clock.awaitAlarm(lastChance);
        clock.advance(lastChance);
        receive(zombie.ref());
    }

    @DisplayName("RG-7 RG-21 who registers with a partition that has ended meanwhile has nothing")
    @ParameterizedTest
    @MethodSource("registries")
    void an_ended_partition_takes_nothing(Supplier<Registry<Object, Integer>> kind) {
        inProcess(() -> {
            Registry<Object, Integer> registry = started(kind.get());
            SlowKey key = new SlowKey();
            AtomicReference<Throwable> refused = new AtomicReference<>();
            Spawned late =
                    spawnMonitor(() -> {
                        trapExits(true);
                        try {
                            registry.register(key, 1);
                        } catch (IllegalArgumentException expected) {
                            refused.set(expected);
                        }
                    });
            key.reached.await();

            crash(registry, 0);
            key.open.countDown();
            receive(late.ref());

            assertThat(refused.get()).hasMessage("registry r is starting again");
            assertThat(registry.count()).isZero();
        });
    }

    @DisplayName("RG-21 a key that cannot be compared leaves nothing, not even a link")
    @ParameterizedTest
    @MethodSource("registries")
    void a_broken_key_leaves_nothing(Supplier<Registry<Object, Integer>> kind) {
        inProcess(() -> {
            trapExits(true);
            Registry<Object, Integer> registry = started(kind.get());

            assertThatThrownBy(() -> registry.register(new BrokenKey(), 1)).hasMessage("no hash");

            assertThat(registry.keys(self())).isEmpty();
            crash(registry, 0);
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("RG-6 a server that unregisters its last key outlives the registry")
    @ParameterizedTest
    @MethodSource("registries")
    void the_last_key_takes_the_link_with_it(Supplier<Registry<Object, Integer>> kind) {
        inProcess(() -> {
            trapExits(true);
            Registry<Object, Integer> registry = started(kind.get());
            registry.register("a", 1).orElseThrow();
            registry.register("b", 2).orElseThrow();
            registry.unregister("a");
            registry.unregister("b");

            crash(registry, 0);

            assertThat(mailbox()).isEmpty();
        });
    }
}
