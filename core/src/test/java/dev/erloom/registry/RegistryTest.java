// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.registry.Registries.crash;
import static dev.erloom.registry.Registries.started;
import static dev.erloom.registry.Registries.sync;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult.AlreadyStarted;
import dev.erloom.registry.RegisterResult.AlreadyRegistered;
import dev.erloom.registry.RegisterResult.Ok;
import dev.erloom.registry.Registry.Updated;
import dev.erloom.registry.RegistryEvent.Registered;
import dev.erloom.registry.RegistryEvent.Unregistered;
import dev.erloom.server.Name;
import dev.erloom.testing.Forever;
import dev.erloom.testing.LogCapture;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTest {
    private static final Registry<Object, Object> UNIQUE = Registry.unique("unique");
    private static final Registry<Object, Object> DUPLICATE = Registry.duplicate("duplicate");
    private static final Registry<Object, Object> BY_KEY = Registry.duplicateByKey("by key");

    @AutoClose final LogCapture log = LogCapture.of("dev.erloom.registry");

    /** A registry and its number of partitions. */
    record Setting(Registry<Object, Object> registry, int partitions) {
        Registry<Object, Object> start() {
            return started(registry, partitions);
        }
    }

    static Stream<Setting> settings() {
        return Stream.concat(
                Stream.of(new Setting(UNIQUE, 1), new Setting(UNIQUE, 8)), duplicates());
    }

    static Stream<Setting> duplicates() {
        return Stream.of(DUPLICATE, BY_KEY)
                .flatMap(registry -> Stream.of(new Setting(registry, 1), new Setting(registry, 8)));
    }

    private static Entry<Object, Object> mine(Object key, Object value) {
        return new Entry<>(key, self(), value);
    }

    @DisplayName("RG-1 RG-2 of unique keys each belongs to one process (oracle d: registry unique)")
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void a_unique_key_has_one_process(int partitions) {
        inProcess(() -> {
            Registry<Object, Object> registry = started(UNIQUE, partitions);

            assertThat(registry.register("k", 1))
                    .isInstanceOfSatisfying(
                            Ok.class,
                            ok -> assertThat(registry.partitions()).contains(ok.partition()));

            assertThat(registry.register("k", 2)).isEqualTo(new AlreadyRegistered(self()));
            Pid me = self();
            Registrant.start()
                    .does(() -> {
                        assertThat(registry.register("k", 3)).isEqualTo(new AlreadyRegistered(me));
                        assertThat(registry.keys(self())).isEmpty();
                    });
            assertThat(registry.lookup("k")).containsExactly(mine("k", 1));
        });
    }

    @DisplayName(
            "RG-1 a duplicate key has any number of processes, and of entries of one (oracle d: registry dup)")
    @ParameterizedTest
    @MethodSource("duplicates")
    void a_duplicate_key_has_many(Setting setting) {
        inProcess(() -> {
            Registry<Object, Object> registry = setting.start();
            registry.register("k", 1).orElseThrow();
            registry.register("k", 2).orElseThrow();
            Registrant other =
                    Registrant.start().does(() -> registry.register("k", 3).orElseThrow());

            assertThat(registry.lookup("k"))
                    .containsExactlyInAnyOrder(
                            mine("k", 1), mine("k", 2), new Entry<>("k", other.pid(), 3));
            assertThat(registry.values("k", self())).containsExactly(mine("k", 1), mine("k", 2));
            assertThat(registry.keys(self())).containsExactly("k", "k");
            assertThat(registry.count()).isEqualTo(3);
        });
    }

    /** A key whose hash code makes whoever asks for it wait, once it is armed. */
    static final class Gate {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private volatile boolean armed;

        @Override
        public int hashCode() {
            if (armed) {
                reached.countDown();
                try {
                    open.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return 7;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    @DisplayName("RG-3 RG-8 RG-20 the key of the dead is free before anybody has tidied up")
    @Test
    void the_dead_have_no_keys() {
        inProcess(() -> {
            Registry<Object, Object> registry = started(UNIQUE);
            Gate gate = new Gate();
            Registrant holder =
                    Registrant.start()
                            .does(() -> {
                                registry.register(gate, 0).orElseThrow();
                                registry.register("k", 1).orElseThrow();
                            });
            assertThat(registry.register("k", 2)).isEqualTo(new AlreadyRegistered(holder.pid()));

            gate.armed = true;
            holder.die();
            gate.reached.await(); // the partition tidies up, and hangs before it gets to "k"

            assertThat(registry.lookup("k")).isEmpty();
            assertThat(registry.whereis("k")).isEmpty();
            assertThat(registry.register("k", 2)).isInstanceOf(Ok.class);
            gate.armed = false;
            gate.open.countDown();
            sync(registry);
            assertThat(registry.lookup("k")).containsExactly(mine("k", 2));
            assertThat(registry.count()).isEqualTo(1);
        });
    }

    @DisplayName("RG-3 a key of a process that is ending is given once that has released its name")
    @Test
    void the_doomed_keep_their_keys_until_they_have_ended() {
        inProcess(() -> {
            Registry<Object, Object> registry = started(UNIQUE);
            Pid test = self();
            CountDownLatch leave = new CountDownLatch(1);
            Spawned holder =
                    spawnMonitor(() -> {
                        registry.register("k", 1).orElseThrow();
                        test.send("ready");
                        try {
                            Forever.sleep();
                        } finally {
                            leave.await();
                        }
                    });
            receive(String.class);
            holder.pid().exit(KILL);
            assertThat(registry.lookup("k")).isEmpty(); // at once, although it still unwinds

            Spawned heir =
                    spawnMonitor(() -> {
                        test.send("about to register");
                        test.send(registry.register("k", 2));
                    });
            receive(String.class);
            leave.countDown();

            assertThat(receive(RegisterResult.class)).isInstanceOf(Ok.class);
            receive(holder.ref());
            receive(heir.ref());
        });
    }

    @DisplayName(
            "RG-4 keys are compared strictly: 1, 1L and 1.0 are three (oracle d: registry 1 vs 1.0)")
    @ParameterizedTest
    @MethodSource("settings")
    void keys_are_compared_strictly(Setting setting) {
        inProcess(() -> {
            Registry<Object, Object> registry = setting.start();
            registry.register(1, "int").orElseThrow();

            assertThat(registry.lookup(1.0)).isEmpty();
            assertThat(registry.lookup(1L)).isEmpty();
            assertThat(registry.register(1.0, "double")).isInstanceOf(Ok.class);
            assertThat(registry.lookup(1)).containsExactly(mine(1, "int"));
        });
    }

    @DisplayName(
            "RG-5 unregister removes all entries of the caller under the key, and is never an error (oracle d)")
    @ParameterizedTest
    @MethodSource("settings")
    void unregister_removes_what_is_the_callers(Setting setting) {
        inProcess(() -> {
            Registry<Object, Object> registry = setting.start();
            Registrant other = Registrant.start();
            registry.register("a", 1).orElseThrow();
            registry.register("a", 2);
            registry.register("b", 3).orElseThrow();
            other.does(() -> registry.register("a", 4));
            other.does(() -> registry.register("c", 5));

            registry.unregister("a");
            registry.unregister("a");
            registry.unregister("c");
            registry.unregister("never there");

            assertThat(registry.keys(self())).containsExactly("b");
            assertThat(registry.values("a", self())).isEmpty();
            assertThat(registry.lookup("c")).extracting(Entry::pid).containsExactly(other.pid());
            assertThat(registry.lookup("a"))
                    .extracting(Entry::pid)
                    .isEqualTo(setting.registry() == UNIQUE ? List.of() : List.of(other.pid()));
        });
    }

    @DisplayName(
            "RG-6 who is registered is linked; who has unregistered the last key is not (oracle g: registry link)")
    @ParameterizedTest
    @MethodSource("settings")
    void registering_links_and_unregistering_unlinks(Setting setting) {
        inProcess(() -> {
            Registry<Object, Object> registry = setting.start();
            Registrant linked = Registrant.start();
            Registrant unlinked = Registrant.start();
            Set<Pid> partitions = ConcurrentHashMap.newKeySet();
            linked.does(() -> {
                registry.register("a").orElseThrow();
                partitions.add(registry.register("b").orElseThrow());
                registry.unregister("a");
            });
            unlinked.does(() -> {
                partitions.add(registry.register("c").orElseThrow());
                partitions.add(registry.register("d").orElseThrow());
                registry.unregister("c");
                registry.unregister("d");
            });
            Ref end = monitor(linked.pid());

            partitions.forEach(partition -> partition.exit(KILL));

            ExitReason reason = receive(end).reason(); // a sibling of a killed one is shut down
            assertThat(reason).isIn(KILLED, ExitReason.SHUTDOWN);
            registry.partitions(); // all that had to end have ended
            unlinked.does(() -> {}); // and it lives
        });
    }

    @DisplayName(
            "RG-7 with a partition its registrants end, and what it knew (oracle g: registry crash takes registrant?)")
    @ParameterizedTest
    @MethodSource("settings")
    void a_partition_takes_its_registrants_along(Setting setting) {
        inProcess(() -> {
            Registry<Object, Object> registry = setting.start();
            Pid test = self();
            Spawned registrant =
                    spawnMonitor(() -> {
                        test.send(registry.register("k", 1).orElseThrow());
                        Forever.sleep();
                    });
            Pid partition = receive(Pid.class);
            int index = registry.partitions().indexOf(partition);

            crash(registry, index);

            assertThat(receive(registrant.ref()).reason()).isEqualTo(KILLED);
            assertThat(Node.current().whereis(registry.name())).isPresent();
            assertThat(registry.lookup("k")).isEmpty();
            assertThat(registry.count()).isZero();
            assertThat(registry.partitions()).hasSize(setting.partitions());
            assertThat(registry.register("k", 2)).isInstanceOf(Ok.class);
            assertThat(log.await("a partition of registry").level()).isEqualTo("SEVERE");
        });
    }

    @DisplayName("RG-7 a registrant that traps exits survives its partition, unregistered")
    @ParameterizedTest
    @MethodSource("settings")
    void a_registrant_that_traps_exits_is_forgotten(Setting setting) {
        inProcess(() -> {
            Registry<Object, Object> registry = setting.start();
            trapExits(true);
            Pid partition = registry.register("k", 1).orElseThrow();

            crash(registry, registry.partitions().indexOf(partition));

            assertThat(receive(Exit.class)).isEqualTo(new Exit(partition, KILLED));
            assertThat(registry.lookup("k")).isEmpty();
            assertThat(registry.keys(self())).isEmpty();
        });
    }

    @DisplayName("RG-7 with unique keys all partitions go together, with duplicate keys each alone")
    @Test
    void unique_keys_go_together() {
        inProcess(() -> {
            Registry<Object, Object> unique = started(UNIQUE, 4);
            Registry<Object, Object> duplicate = started(DUPLICATE, 4);
            List<Pid> before = duplicate.partitions();

            List<Pid> old = unique.partitions();
            crash(unique, 2);
            crash(duplicate, 2);

            assertThat(unique.partitions()).doesNotContainAnyElementsOf(old);
            assertThat(duplicate.partitions())
                    .startsWith(before.get(0), before.get(1))
                    .endsWith(before.get(3))
                    .doesNotContain(before.get(2));
        });
    }

    @DisplayName("RG-7 a registry whose partitions keep ending gives up, as a supervisor does")
    @Test
    void a_registry_gives_up() {
        inProcess(() -> {
            trapExits(true);
            Registry<Object, Object> registry = started(UNIQUE);
            Pid server = Node.current().whereis("unique").orElseThrow();
            for (int i = 0; i < 3; i++) {
                crash(registry, 0);
            }

            registry.partitions().getFirst().exit(KILL);

            assertThat(receive(Exit.class)).isEqualTo(new Exit(server, ExitReason.SHUTDOWN));
            assertThatIllegalArgumentException().isThrownBy(() -> registry.lookup("k"));
        });
    }

    @DisplayName("RG-8 lookup of the dead (oracle d: registry dead lookup)")
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void a_lookup_never_shows_the_dead(int partitions) {
        inProcess(() -> {
            Registry<Object, Object> registry = started(UNIQUE, partitions);
            Registrant registrant =
                    Registrant.start().does(() -> registry.register("k", 1).orElseThrow());
            assertThat(registry.whereis("k")).contains(registrant.pid());

            registrant.pid().exit(KILL);

            assertThat(registry.lookup("k")).isEmpty();
            assertThat(registry.whereis("k")).isEmpty();
        });
    }

    @DisplayName("RG-9 keys, values and counts")
    @ParameterizedTest
    @MethodSource("settings")
    void keys_values_and_counts(Setting setting) {
        inProcess(() -> {
            Registry<Object, Object> registry = setting.start();
            assertThat(registry.count()).isZero();
            assertThat(registry.keys(self())).isEmpty();

            registry.register("a", 1).orElseThrow();
            registry.register("b").orElseThrow();

            assertThat(registry.keys(self())).containsExactlyInAnyOrder("a", "b");
            assertThat(registry.values("a", self())).containsExactly(mine("a", 1));
            assertThat(registry.values("b", self())).extracting(Entry::value).containsOnlyNulls();
            assertThat(registry.values("c", self())).isEmpty();
            assertThat(registry.count()).isEqualTo(2);
            assertThat(registry.countMatch("a", entry -> entry.value() instanceof Integer))
                    .isEqualTo(1);
            assertThat(registry.countMatch("b", entry -> entry.value() instanceof Integer))
                    .isZero();
        });
    }

    @DisplayName(
            "RG-10 who has a unique key may change its value; nobody else (oracle d: registry unique)")
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    @SuppressWarnings("NullAway") // what code without null checks does
    void the_owner_updates_its_value(int partitions) {
        inProcess(() -> {
            Registry<String, Integer> registry =
                    started(Registry.<String, Integer>unique("numbers"), partitions);
            registry.register("k", 1).orElseThrow();

            assertThat(registry.updateValue("k", old -> old + 10)).contains(new Updated<>(11, 1));

            assertThat(registry.lookup("k")).extracting(Entry::value).containsExactly(11);
            assertThat(registry.updateValue("zz", old -> old)).isEmpty();
            Registrant.start().does(() -> assertThat(registry.updateValue("k", _ -> 5)).isEmpty());
            assertThatThrownBy(() ->
                            registry.updateValue(
                                    "k",
                                    _ -> {
                                        throw new ArithmeticException("no");
                                    }))
                    .isInstanceOf(ArithmeticException.class);
            assertThatNullPointerException().isThrownBy(() -> registry.updateValue("k", _ -> null));
            assertThat(
                            registry.updateValue(
                                    "k",
                                    old -> {
                                        registry.unregister("k");
                                        return old;
                                    }))
                    .isEmpty();
            assertThat(registry.lookup("k")).isEmpty();
        });
    }

    @DisplayName("RG-10 duplicate keys have no value to update")
    @ParameterizedTest
    @MethodSource("duplicates")
    void duplicate_keys_are_not_updated(Setting setting) {
        inProcess(() -> {
            Registry<Object, Object> registry = setting.start();
            registry.register("k", 1).orElseThrow();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> registry.updateValue("k", _ -> 2))
                    .withMessageContaining("updateValue needs a registry with unique keys");
            assertThatIllegalArgumentException().isThrownBy(() -> registry.whereis("k"));
        });
    }

    @DisplayName(
            "RG-16 an unknown registry is an IllegalArgumentException everywhere (oracle g: dispatch empty / errors)")
    @Test
    void an_unknown_registry_is_refused() {
        inProcess(() -> {
            Registry<Object, Object> nobody = Registry.unique("nobody");
            Stream.<Runnable>of(
                            () -> nobody.register("k", 1),
                            () -> nobody.unregister("k"),
                            () -> nobody.unregisterMatch("k", _ -> true),
                            () -> nobody.lookup("k"),
                            () -> nobody.whereis("k"),
                            () -> nobody.keys(self()),
                            () -> nobody.values("k", self()),
                            nobody::count,
                            () -> nobody.match("k", _ -> true),
                            () -> nobody.countMatch("k", _ -> true),
                            () -> nobody.select(_ -> true),
                            () -> nobody.countSelect(_ -> true),
                            () -> nobody.updateValue("k", old -> old),
                            () -> nobody.dispatch("k", _ -> {}),
                            () -> nobody.dispatchParallel("k", _ -> {}),
                            () -> nobody.meta(new MetaKey<>("m", String.class)),
                            () -> nobody.putMeta(new MetaKey<>("m", String.class), "v"),
                            () -> nobody.deleteMeta(new MetaKey<>("m", String.class)),
                            nobody::partitions,
                            () -> nobody.lock("k", () -> 1),
                            () -> nobody.via("k").whereis())
                    .forEach(use ->
                            assertThatIllegalArgumentException()
                                    .isThrownBy(use::run)
                                    .withMessageContaining(
                                            "unknown registry: none runs as nobody"));
        });
    }

    @DisplayName("RG-19 with a process all of its entries go, in every partition")
    @ParameterizedTest
    @MethodSource("settings")
    void nothing_is_left_of_the_dead(Setting setting) {
        inProcess(() -> {
            Registry<Object, Object> registry = setting.start();
            registry.register("mine", 0).orElseThrow();
            Registrant registrant = Registrant.start();
            registrant.does(() -> {
                for (int i = 0; i < 50; i++) {
                    registry.register(i, i).orElseThrow();
                }
            });
            assertThat(registry.count()).isEqualTo(51);

            registrant.die();
            sync(registry);

            assertThat(registry.select(_ -> true)).containsExactly(mine("mine", 0));
            assertThat(registry.keys(registrant.pid())).isEmpty();
            assertThat(registry.count()).isEqualTo(1);
        });
    }

    @DisplayName("RG-21 a registration that failed leaves nothing, not even a link")
    @Test
    void a_failed_registration_leaves_nothing() {
        inProcess(() -> {
            trapExits(true);
            Registry<Object, Object> registry = started(UNIQUE);
            Registrant holder =
                    Registrant.start().does(() -> registry.register("k", 1).orElseThrow());

            assertThat(registry.register("k", 2)).isEqualTo(new AlreadyRegistered(holder.pid()));
            holder.does(() -> registry.register("k", 3));

            assertThat(registry.keys(self())).isEmpty();
            assertThat(registry.keys(holder.pid())).containsExactly("k");
            assertThat(registry.count()).isEqualTo(1);
            crash(registry, 0);
            assertThat(mailbox()).isEmpty(); // no EXIT: there was no link
        });
    }

    @DisplayName(
            "RG-26 listeners hear of register and unregister, and nothing of ends (oracle g: registry listeners)")
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void listeners_hear_of_calls_only(int partitions) {
        inProcess(() -> {
            Node.current().register("ear", self());
            Registry<Object, Object> registry =
                    Registry.startLink(
                                    UNIQUE,
                                    with ->
                                            with.partitions(partitions)
                                                    .listener("ear")
                                                    .listener("nobody has this name"))
                            .orElseThrow();

            registry.register("k", 1);
            registry.register("k", 2);
            registry.unregister("k");
            Registrant other = Registrant.start().does(() -> registry.register("k2"));
            other.die();
            sync(registry);
            registry.unregister("never there");

            assertThat(mailbox())
                    .containsExactly(
                            new Registered("unique", "k", self(), 1),
                            new Unregistered("unique", "k", self()),
                            new Registered("unique", "k2", other.pid(), null),
                            new Unregistered("unique", "never there", self()));
        });
    }

    @DisplayName(
            "RG-27 any thread reads without asking a process: the registry hangs, and readers do not")
    @ParameterizedTest
    @MethodSource("settings")
    void reading_asks_nobody(Setting setting) {
        try (Node node = Node.start()) {
            Registry<Object, Object> registry = setting.registry().on(node);
            Gate gate = new Gate();
            CountDownLatch ready = new CountDownLatch(1);
            node.start(() -> Registry.startLink(setting.registry(), with -> with.partitions(1)));
            Pid reader =
                    node.call(() ->
                            spawn(() -> {
                                setting.registry().register("k", 1).orElseThrow();
                                ready.countDown();
                                Forever.sleep();
                            }));
            await(ready);
            Pid hanging =
                    node.call(() ->
                            spawn(() -> {
                                setting.registry().register(gate, 1).orElseThrow();
                                gate.armed = true;
                            }));
            await(gate.reached); // the partition is stuck

            assertThat(registry.lookup("k")).containsExactly(new Entry<>("k", reader, 1));
            assertThat(registry.keys(reader)).containsExactly("k");
            assertThat(registry.keys(hanging)).isEmpty();
            registry.dispatch("k", entries -> assertThat(entries).hasSize(1));
            assertThat(registry.match("k", entry -> entry.pid().equals(reader))).hasSize(1);
            gate.armed = false;
            gate.open.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_registry_is_started_once_and_belongs_to_its_node() {
        try (Node one = Node.start();
                Node two = Node.start()) {
            one.start(() -> Registry.startLink(UNIQUE));
            one.run(() -> {
                assertThat(Registry.startLink(UNIQUE)).isInstanceOf(AlreadyStarted.class);
                UNIQUE.register("k", 1).orElseThrow();
                assertThatIllegalArgumentException().isThrownBy(() -> UNIQUE.on(two).lookup("k"));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> UNIQUE.on(two).register("k", 1))
                        .withMessageContaining("is not on");
            });
            assertThatIllegalStateException().isThrownBy(() -> UNIQUE.lookup("k"));
            assertThat(UNIQUE.on(one).lookup("k")).isEmpty(); // whoever had it has ended
            assertThatIllegalStateException()
                    .isThrownBy(() -> UNIQUE.on(one).register("k", 1))
                    .withMessageContaining("needs a process");
            assertThatIllegalArgumentException().isThrownBy(() -> UNIQUE.on(two).count());
            assertThat(UNIQUE.on(one)).isEqualTo(UNIQUE.on(one)).isNotEqualTo(UNIQUE.on(two));
        }
    }

    @Test
    void stopping_a_registry_shuts_its_registrants_down() {
        inProcess(() -> {
            Registry<Object, Object> registry = started(DUPLICATE, 3);
            Registrant registrant = Registrant.start().does(() -> registry.register("k"));
            Ref end = monitor(registrant.pid());

            Name.of("duplicate").stop();

            assertThat(receive(end).reason()).isEqualTo(ExitReason.SHUTDOWN);
            assertThatIllegalArgumentException().isThrownBy(() -> registry.lookup("k"));
            assertThat(started(DUPLICATE).lookup("k")).isEmpty();
        });
    }

    @Test
    @SuppressWarnings("NullAway") // what code without null checks does
    void what_is_wrong_is_refused() {
        inProcess(() -> {
            assertThatIllegalArgumentException().isThrownBy(() -> Registry.unique(""));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Registry.startLink(UNIQUE, with -> with.partitions(0)))
                    .withMessage("partitions must be >= 1, was 0");
            Registry<Object, Object> registry = started(UNIQUE);
            assertThatNullPointerException().isThrownBy(() -> registry.register(null, 1));
            assertThatNullPointerException().isThrownBy(() -> registry.register("k", null));
            assertThatNullPointerException().isThrownBy(() -> registry.lookup(null));
            assertThatNullPointerException().isThrownBy(() -> registry.lock(null, () -> 1));
            registry.register("k").orElseThrow();
            assertThatThrownBy(() -> registry.register("k").orElseThrow())
                    .isInstanceOf(ExitException.class)
                    .hasMessageContaining("AlreadyRegistered");
            assertThat(registry).hasToString("unique");
        });
    }
}
