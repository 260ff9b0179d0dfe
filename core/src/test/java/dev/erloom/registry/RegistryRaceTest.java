// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.registry.Registries.started;
import static dev.erloom.registry.Registries.sync;
import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Exit;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.process.Ref;
import dev.erloom.registry.RegisterResult.AlreadyRegistered;
import dev.erloom.registry.RegisterResult.Ok;
import dev.erloom.testing.Forever;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RegistryRaceTest {
    private static final int ROUNDS = 60;

    /** Long enough to be met by a kill, and short enough to leave the carriers to others. */
    private static final int BUSY = 300;

    @AutoClose final LogCapture log = LogCapture.ofCore();

    private record Answer(Pid from, RegisterResult result) {}

    private static void dawdle(Random random) {
        for (int i = random.nextInt(3_000); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    private static Registry<Object, Integer> any(Random random) {
        Registry<Object, Integer> registry =
                switch (random.nextInt(3)) {
                    case 0 -> Registry.unique("raced");
                    case 1 -> Registry.duplicate("raced");
                    default -> Registry.duplicateByKey("raced");
                };
        return started(registry, 1 + random.nextInt(4));
    }

    @DisplayName("RG-1 RG-2 RG-21 of many who want one key one gets it, and the others hear who")
    @Test
    void register_against_register() {
        Seeds.run(
                ROUNDS,
                random ->
                        inProcess(() -> {
                            Registry<Object, Integer> registry =
                                    started(Registry.unique("raced"), 1 + random.nextInt(4));
                            Pid test = self();
                            int count = 2 + random.nextInt(10);
                            for (int i = 0; i < count; i++) {
                                spawn(() -> {
                                    test.send(new Answer(self(), registry.register("k")));
                                    Forever.sleep();
                                });
                            }
                            List<Answer> answers = new ArrayList<>();
                            for (int i = 0; i < count; i++) {
                                answers.add(receive(Answer.class));
                            }

                            Pid winner = registry.whereis("k").orElseThrow();
                            for (Answer answer : answers) {
                                if (answer.from().equals(winner)) {
                                    assertThat(answer.result()).isInstanceOf(Ok.class);
                                } else {
                                    assertThat(answer.result())
                                            .isEqualTo(new AlreadyRegistered(winner));
                                    assertThat(registry.keys(answer.from())).isEmpty();
                                }
                            }
                            assertThat(registry.count()).isEqualTo(1);
                        }));
    }

    @DisplayName("RG-3 RG-20 whoever has seen the end of the holder gets the key, and keeps it")
    @Test
    void register_against_death() {
        Seeds.run(
                ROUNDS,
                random ->
                        inProcess(() -> {
                            Registry<Object, Integer> registry =
                                    started(Registry.unique("raced"), 1 + random.nextInt(4));
                            Pid test = self();
                            Spawned holder =
                                    spawnMonitor(() -> {
                                        registry.register("k", 1).orElseThrow();
                                        test.send("ready");
                                        Forever.sleep();
                                    });
                            receive(String.class);
                            Pid heir =
                                    spawn(() -> {
                                        while (!(registry.register("k", 2) instanceof Ok)) {
                                            Thread.yield();
                                        }
                                        test.send("inherited");
                                        receive();
                                        test.send(registry.values("k", self()).size());
                                    });
                            dawdle(random);

                            holder.pid().exit(KILL);
                            receive(holder.ref());

                            assertThat(registry.lookup("k"))
                                    .extracting(Entry::pid)
                                    .doesNotContain(holder.pid());
                            receive(String.class);
                            sync(registry); // the clean-up for the old holder leaves the new one
                            // alone
                            assertThat(registry.lookup("k"))
                                    .containsExactly(new Entry<>("k", heir, 2));
                            heir.send("tell");
                            assertThat(receive(Integer.class)).isEqualTo(1);
                        }));
    }

    @DisplayName("RG-8 RG-20 who has seen the end of a process never finds it")
    @Test
    void lookup_against_death() {
        Seeds.run(
                ROUNDS,
                random ->
                        inProcess(() -> {
                            Registry<Object, Integer> registry =
                                    started(Registry.unique("raced"), 1 + random.nextInt(4));
                            Pid test = self();
                            List<Pid> doomed = new ArrayList<>();
                            for (int i = 0; i < 20; i++) {
                                int key = i;
                                doomed.add(
                                        spawn(() -> {
                                            registry.register(key, key).orElseThrow();
                                            test.send("ready");
                                            Forever.sleep();
                                        }));
                                receive(String.class);
                            }
                            spawn(() ->
                                    doomed.forEach(pid -> {
                                        dawdle(random);
                                        pid.exit(KILL);
                                    }));
                            for (int i = 0; i < doomed.size(); i++) {
                                Ref end = monitor(doomed.get(i));
                                registry.lookup(i)
                                        .forEach(entry -> assertThat(entry.value()).isNotNull());
                                receive(end);
                                assertThat(registry.lookup(i)).isEmpty();
                                assertThat(registry.whereis(i)).isEmpty();
                            }
                            sync(registry);
                            assertThat(registry.count()).isZero();
                        }));
    }

    @DisplayName("RG-19 RG-21 whenever a process is killed that registers, nothing of it is left")
    @Test
    void registering_against_a_kill() {
        Seeds.run(
                ROUNDS,
                random ->
                        inProcess(() -> {
                            Registry<Object, Integer> registry = any(random);
                            List<Spawned> busy = new ArrayList<>();
                            for (int i = 0; i < 8; i++) {
                                int offset = random.nextInt(5);
                                busy.add(
                                        spawnMonitor(() -> {
                                            for (int key = offset; key < BUSY; key++) {
                                                registry.register(key % 20, key);
                                                if (key % 3 == 0) {
                                                    registry.unregister((key - 2) % 20);
                                                }
                                            }
                                            Forever.sleep();
                                        }));
                            }
                            for (Spawned process : busy) {
                                dawdle(random);
                                process.pid().exit(KILL);
                            }
                            busy.forEach(process -> receive(process.ref()));

                            sync(registry);
                            assertThat(registry.select(_ -> true)).isEmpty();
                            assertThat(registry.count()).isZero();
                            for (Spawned process : busy) {
                                assertThat(registry.keys(process.pid())).isEmpty();
                            }
                        }));
    }

    @DisplayName(
            "RG-6 RG-7 who registers while a partition ends is told: by an exception, or an EXIT")
    @Test
    void registering_against_the_end_of_a_partition() {
        try (LogCapture quiet = LogCapture.of("dev.erloom.registry")) {
            Seeds.run(
                    ROUNDS,
                    random ->
                            inProcess(() -> {
                                Registry<Object, Integer> registry =
                                        started(Registry.unique("raced"), 1 + random.nextInt(2));
                                Pid test = self();
                                Pid partition = registry.partitions().getFirst();
                                spawn(() -> {
                                    trapExits(true);
                                    dawdle(random);
                                    try {
                                        Pid mine = registry.register("k", 1).orElseThrow();
                                        test.send("registered");
                                        Exit exit = receive(Exit.class); // each partition ends with
                                        // the first
                                        assertThat(exit.from()).isEqualTo(mine);
                                        test.send("told");
                                    } catch (IllegalArgumentException refused) {
                                        test.send("refused");
                                    }
                                });
                                dawdle(random);
                                partition.exit(KILL);

                                if (receive(String.class).equals("registered")) {
                                    // it may have registered with the new partitions: then these
                                    // end as well
                                    registry.partitions().forEach(next -> next.exit(KILL));
                                    assertThat(receive(String.class)).isEqualTo("told");
                                }
                                registry.partitions();
                                assertThat(registry.lookup("k")).isEmpty();
                                assertThat(registry.count()).isZero();
                            }));
            assertThat(quiet.entries()).isNotEmpty();
        }
    }
}
