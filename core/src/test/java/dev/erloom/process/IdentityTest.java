// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.Extras.dead;
import static dev.erloom.process.Extras.drop;
import static dev.erloom.process.Extras.end;
import static dev.erloom.process.Extras.idle;
import static dev.erloom.process.Extras.lingering;
import static dev.erloom.process.Extras.ready;
import static dev.erloom.process.Processes.parent;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.register;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.TestNode.onNode;
import static dev.erloom.testing.TestNode.withNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Extras.Gate;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.Parked;
import dev.erloom.testing.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IdentityTest {
    private static final ExitReason BYE = ExitReason.of("bye");

    @DisplayName("P-1 spawn returns a pid at once, whatever the body does")
    @Test
    void spawn_does_not_depend_on_the_body() {
        onNode(() -> {
            Gate gate = new Gate();
            Pid blocked = spawn(gate::pass);
            Pid crashing =
                    spawn(() -> {
                        throw new StackOverflowError();
                    });

            assertThat(blocked).isNotEqualTo(crashing);
            assertThat(blocked.isAlive()).isTrue();
            gate.open();
        });
    }

    @DisplayName("P-1 a pid is a value: a key, ordered by age, printed as Erlang does")
    @Test
    void pid_is_a_value() {
        onNode(() -> {
            Pid older = idle();
            Pid younger = idle();
            Pid copy = new Pid(older.home, older.number, null);

            assertThat(copy).isEqualTo(older).hasSameHashCodeAs(older).isNotEqualTo(younger);
            assertThat(Map.of(older, "older", younger, "younger")).containsEntry(copy, "older");
            assertThat(older).isEqualByComparingTo(copy).isLessThan(younger);
            assertThat(older).hasToString("<0." + older.id() + "." + older.serial() + ">");
        });
    }

    @DisplayName("P-1 a pid stays valid as an address after death")
    @Test
    void dead_pid_is_still_an_address() {
        onNode(() -> {
            Pid pid = dead();

            pid.send("nobody gets this");
            pid.exit(KILL);

            assertThat(pid.isAlive()).isFalse();
            assertThat(pid).isEqualTo(new Pid(pid.home, pid.number, null));
        });
    }

    @DisplayName("P-2 no pid is used again")
    @Test
    void pids_are_not_reused() {
        onNode(() -> {
            Set<Pid> seen = new HashSet<>();
            for (int i = 0; i < 10_000; i++) {
                assertThat(seen.add(dead())).isTrue();
            }
        });
    }

    @DisplayName("P-2 the two numbers of a pid keep its whole count, the first in 28 bits")
    @Test
    void numbers_of_a_pid_keep_its_count() {
        withNode(node ->
                Seeds.run(
                        1000,
                        random -> {
                            long count = random.nextLong() >>> random.nextInt(4, 64);
                            Pid pid = new Pid((NodeImpl) node, Pid.ownNumber(count), null);
                            long low = Integer.toUnsignedLong(pid.id());

                            assertThat(low).isLessThan(1 << 28);
                            assertThat(Integer.toUnsignedLong(pid.serial()) << 28 | low)
                                    .isEqualTo(count);
                            assertThat(Pid.number(pid.id(), pid.serial())).isEqualTo(pid.number);
                        }));
    }

    @DisplayName("P-3 a process whose body returns ends with normal")
    @Test
    void returning_is_a_normal_end() {
        onNode(() -> {
            Spawned child = spawnMonitor(() -> {});

            assertThat(receive(child.ref()).reason()).isEqualTo(NORMAL);
        });
    }

    @DisplayName("P-4 spawnLink and spawnMonitor leave no gap in which the child can die unseen")
    @Test
    void spawn_with_link_or_monitor_is_atomic() {
        onNode(() -> {
            trapExits(true);
            for (int i = 0; i < 1000; i++) {
                Spawned monitored = spawnMonitor(() -> Processes.exit(BYE));
                assertThat(receive(monitored.ref()).reason()).isEqualTo(BYE);

                Pid linked = spawnLink(() -> Processes.exit(BYE));
                assertThat(receive(Exit.class)).isEqualTo(new Exit(linked, BYE));
            }
        });
    }

    @DisplayName("P-5 link, monitor, tag and alias can be given at once")
    @Test
    void spawn_takes_all_options_at_once() {
        onNode(() -> {
            trapExits(true);
            Pid me = self();
            Spawned child =
                    spawnMonitor(
                            () -> {
                                me.send(receive());
                                Processes.exit(BYE);
                            },
                            with -> with.link().label("child"),
                            with -> with.tag("gone").alias(AliasMode.EXPLICIT_UNALIAS));

            child.ref().send("through the alias");
            assertThat(receive()).isEqualTo("through the alias");
            child.pid().send("now");

            assertThat(receive()).isEqualTo("now");
            assertThat(receive()).isEqualTo(new Exit(child.pid(), BYE));
            Down down = new Down(child.ref(), child.pid(), BYE);
            assertThat(receive()).isEqualTo(new TaggedDown("gone", down));
        });
    }

    @DisplayName("P-5 the child knows its parent")
    @Test
    void child_knows_its_parent() {
        withNode(node -> {
            Pid root = node.call(() -> parent().orElseThrow());
            node.run(() -> {
                Pid me = self();
                spawn(() -> me.send(parent().orElseThrow()));

                assertThat(parent()).contains(root);
                assertThat(receive(Pid.class)).isEqualTo(me);
            });
        });
    }

    @DisplayName("P-6 self is the running process, also inside library calls")
    @Test
    void self_is_the_running_process() {
        onNode(() -> {
            Pid me = self();
            List<Pid> seen = new ArrayList<>();
            me.send("message");
            receive(String.class, _ -> seen.add(self()));
            spawn(
                    () -> me.send(self()),
                    with -> {
                        seen.add(self());
                        return with;
                    });
            Pid child = receive(Pid.class);
            Processes.monitor(
                    child,
                    with -> {
                        seen.add(self());
                        return with;
                    });

            assertThat(seen).containsExactly(me, me, me);
            assertThat(child).isNotEqualTo(me);
        });
    }

    @DisplayName("P-6 outside a process self fails")
    @Test
    void self_needs_a_process() {
        assertThatThrownBy(Processes::self)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("self needs a process");
    }

    @DisplayName("P-7 isAlive comes after the signals that the caller has sent before")
    @Test
    void is_alive_is_ordered_after_earlier_signals() {
        onNode(() -> {
            for (int i = 0; i < 1000; i++) {
                Pid pid = idle();
                assertThat(pid.isAlive()).isTrue();

                pid.exit(KILL);

                assertThat(pid.isAlive()).isFalse();
            }
        });
    }

    @DisplayName("P-8 isAlive of a process that is ending waits until its name is free")
    @Test
    void ending_process_is_not_alive() {
        withNode(node -> {
            Gate gate = new Gate();
            Pid ending =
                    node.call(() -> {
                        Pid pid = lingering(gate);
                        node.register("ending", pid);
                        pid.exit(BYE);
                        return pid;
                    });
            AtomicReference<Object> answer = new AtomicReference<>();
            Thread asker =
                    Thread.ofPlatform()
                            .start(() ->
                                    answer.set(List.of(ending.isAlive(), node.whereis("ending"))));
            Parked.await(asker);

            assertThat(answer).hasNullValue();
            gate.open();
            asker.join();

            assertThat(answer).hasValue(List.of(false, Optional.empty()));
        });
    }

    @DisplayName("P-8 a process in the middle of its end does not see itself alive")
    @Test
    void ending_process_does_not_see_itself_alive() {
        onNode(() -> {
            AtomicReference<Object> seen = new AtomicReference<>();
            Pid pid =
                    ready(() -> {
                        try {
                            drop();
                        } finally {
                            seen.set(self().isAlive());
                        }
                    });
            end(pid, BYE);

            assertThat(seen).hasValue(false);
        });
    }

    @DisplayName("P-9 a live process is always listed")
    @Test
    void live_processes_are_listed() {
        onNode(() -> {
            Pid stays = idle();
            AtomicBoolean stop = new AtomicBoolean();
            Spawned churn =
                    spawnMonitor(() -> {
                        while (!stop.get()) {
                            dead();
                        }
                    });
            for (int i = 0; i < 1000; i++) {
                assertThat(Node.current().processes()).contains(stays, self());
            }
            stop.set(true);
            receive(churn.ref());
            Pid gone = dead();

            assertThat(gone.isAlive()).isFalse();
        });
    }

    @DisplayName("P-12 ancestors are listed parent first, each by its name or else by its pid")
    @Test
    void ancestors_are_listed_parent_first() {
        onNode(() -> {
            Pid me = self();
            register("tester");
            Pid parent =
                    startLink(
                            "parent",
                            () ->
                                    startLink(
                                            "child",
                                            () -> {
                                                me.send(ProcLib.ancestors());
                                                return self();
                                            }));

            assertThat(receive()).isEqualTo(List.of(parent, "tester"));
            assertThat(ProcLib.ancestors()).isEmpty();
        });
    }

    private static Pid startLink(String call, Callable<Pid> init) {
        return ProcLib.<Pid>start(
                        ready -> {
                            init.call();
                            ready.started(self());
                            receive();
                        },
                        ProcLib.Options.linked(call))
                .orElseThrow();
    }
}
