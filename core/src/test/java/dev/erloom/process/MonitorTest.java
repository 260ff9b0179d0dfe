// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NOCONNECTION;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.Extras.dead;
import static dev.erloom.process.Extras.doomed;
import static dev.erloom.process.Extras.drop;
import static dev.erloom.process.Extras.end;
import static dev.erloom.process.Extras.idle;
import static dev.erloom.process.Extras.inside;
import static dev.erloom.process.Extras.ready;
import static dev.erloom.process.Processes.demonitor;
import static dev.erloom.process.Processes.demonitorWithoutFlush;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.unalias;
import static dev.erloom.process.Processes.unregister;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Extras.Gate;
import dev.erloom.process.Processes.Spawned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MonitorTest {
    private static final ExitReason BYE = ExitReason.of("bye");

    private static Map<Ref, Watch> watches(Pid pid) {
        ProcessImpl process = inside(pid);
        synchronized (process) {
            return Map.copyOf(process.relations().watches());
        }
    }

    private static Map<Ref, Relation.Monitor> monitors(Pid pid) {
        ProcessImpl process = inside(pid);
        synchronized (process) {
            return Map.copyOf(process.relations().monitors());
        }
    }

    @DisplayName("MN-1 each monitor has a reference and a DOWN of its own")
    @Test
    void each_monitor_counts() {
        onNode(() -> {
            Pid pid = idle();
            Set<Ref> refs = new HashSet<>();
            for (int i = 0; i < 5; i++) {
                refs.add(monitor(pid));
            }
            end(pid, BYE);
            Set<Ref> down = new HashSet<>();
            for (Object message : mailbox()) {
                down.add(((Down) message).ref());
            }

            assertThat(refs).hasSize(5).isEqualTo(down);
        });
    }

    @DisplayName("MN-2 DOWN has the reference, the pid and the reason")
    @Test
    void down_names_the_pid() {
        onNode(() -> {
            Pid pid = idle();
            Ref ref = monitor(pid);
            pid.exit(BYE);

            assertThat(receive()).isEqualTo(new Down(ref, pid, BYE));
        });
    }

    @DisplayName("MN-2 DOWN of a monitor by name has the name and its node")
    @Test
    void down_names_the_name() {
        onNode(() -> {
            Pid pid = idle();
            Node.current().register("watched", pid);
            Ref local = monitor(RegisteredName.local("watched"));
            Ref bound = monitor(Node.current().address("watched"));
            pid.exit(BYE);
            RegisteredName name = new RegisteredName("watched", Node.current().name());

            assertThat(receive(local)).isEqualTo(new Down(local, name, BYE));
            assertThat(receive(bound)).isEqualTo(new Down(bound, name, BYE));
        });
    }

    @DisplayName("MN-3 monitoring the dead or an unknown name answers DOWN with noproc")
    @Test
    void monitoring_nobody_answers_noproc() {
        onNode(() -> {
            Pid pid = dead();
            Ref ofPid = monitor(pid);
            Ref ofName = monitor(RegisteredName.local("nobody"));
            RegisteredName nobody = new RegisteredName("nobody", Node.current().name());

            assertThat(mailbox())
                    .containsExactly(
                            new Down(ofPid, pid, NOPROC), new Down(ofName, nobody, NOPROC));
        });
    }

    @DisplayName("MN-4 a name is looked up once, when the monitor is made")
    @Test
    void name_is_resolved_once() {
        onNode(() -> {
            Pid first = idle();
            Pid second = idle();
            Node.current().register("moving", first);
            Ref ref = monitor(RegisteredName.local("moving"));
            unregister("moving");
            Node.current().register("moving", second);

            end(second, KILL);
            self().send("second is gone");
            assertThat(receive()).isEqualTo("second is gone");
            first.exit(BYE);
            assertThat(receive(ref).reason()).isEqualTo(BYE);
        });
    }

    @DisplayName("MN-5 the end of the watcher removes its monitors and tells nobody")
    @Test
    void monitors_end_with_their_watcher() {
        onNode(() -> {
            Pid watched = idle();
            Pid watcher =
                    ready(() -> {
                        monitor(watched);
                        drop();
                    });
            assertThat(watches(watched)).hasSize(1);
            end(watcher, BYE);

            assertThat(watches(watched)).isEmpty();
            assertThat(watched.isAlive()).isTrue();
        });
    }

    @DisplayName("MN-6 MN-10 a process may monitor itself; that never fires and never was there")
    @Test
    void monitor_of_oneself_never_fires() {
        onNode(() -> {
            Spawned child =
                    spawnMonitor(() -> {
                        Ref ref = monitor(self());
                        assertThat(receive(ref, Duration.ZERO)).isEmpty();
                        assertThat(ProcessInfo.of(self()).orElseThrow().monitors()).isEmpty();
                        assertThat(demonitor(ref)).isFalse();
                        assertThat(demonitorWithoutFlush(monitor(self()))).isFalse();
                        monitor(self());
                    });

            assertThat(receive(child.ref()).reason()).isEqualTo(ExitReason.NORMAL);
        });
    }

    @DisplayName("MN-6 a monitor of oneself is no alias, whatever the mode")
    @ParameterizedTest
    @EnumSource
    void monitor_of_oneself_is_no_alias(AliasMode mode) {
        onNode(() -> {
            Ref ref = monitor(self(), with -> with.alias(mode));
            ref.send("dropped");
            self().send("first");

            assertThat(receive()).isEqualTo("first");
            assertThat(unalias(ref)).isFalse();
        });
    }

    @DisplayName("MN-7 a monitor fires once and is gone")
    @Test
    void monitor_fires_once() {
        onNode(() -> {
            Pid pid = idle();
            Ref ref = monitor(pid);
            end(pid, BYE);
            inside(pid).exitSignal(self(), KILL);
            receive(ref);

            assertThat(mailbox()).isEmpty();
            assertThat(monitors(self())).isEmpty();
        });
    }

    @DisplayName("MN-8 after demonitor no DOWN comes")
    @Test
    void demonitored_process_is_silent() {
        onNode(() -> {
            Pid pid = idle();
            Ref flushing = monitor(pid);
            Ref leaving = monitor(pid);
            demonitor(flushing);
            demonitorWithoutFlush(leaving);
            end(pid, BYE);

            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("MN-8 a queued DOWN stays, unless demonitor flushes it")
    @Test
    void demonitor_flushes_a_queued_down() {
        onNode(() -> {
            Pid pid = idle();
            Ref flushed = monitor(pid);
            Ref left = monitor(pid);
            self().send("before");
            end(pid, BYE);
            self().send("after");
            demonitorWithoutFlush(left);
            demonitor(flushed);

            assertThat(mailbox())
                    .containsExactlyInAnyOrder("before", new Down(left, pid, BYE), "after")
                    .endsWith("after");
        });
    }

    @DisplayName("MN-8 R7 demonitor with flush does not search the mailbox")
    @Test
    void flush_does_not_search() {
        onNode(() -> {
            Pid pid = idle();
            Ref ref = monitor(pid);
            try (NoSearch _ = NoSearch.behind(100_000)) {
                end(pid, BYE);
                demonitor(ref);
            }

            assertThat(mailbox()).hasSize(100_000).containsOnly("unrelated");
        });
    }

    @DisplayName("MN-9 demonitor of what is no monitor of the caller has no effect")
    @Test
    void demonitor_of_a_foreign_reference() {
        onNode(() -> {
            Pid pid = idle();
            Ref mine = monitor(pid);
            Spawned thief =
                    spawnMonitor(() -> {
                        assertThat(demonitor(mine)).isFalse();
                        assertThat(demonitorWithoutFlush(mine)).isFalse();
                    });
            assertThat(receive(thief.ref()).reason()).isEqualTo(ExitReason.NORMAL);
            assertThat(demonitor(thief.ref())).isFalse();
            assertThat(demonitor(((NodeImpl) Node.current()).newRef())).isFalse();
            pid.exit(BYE);

            assertThat(receive(mine).reason()).isEqualTo(BYE);
        });
    }

    @DisplayName("MN-10 demonitor tells whether the monitor was there and had not fired")
    @Test
    void demonitor_tells_whether_it_was_there() {
        onNode(() -> {
            Pid pid = idle();
            Ref unfired = monitor(pid);
            Ref alsoUnfired = monitor(pid);
            Ref fired = monitor(pid);
            Ref flushed = monitor(pid);
            Ref taken = monitor(pid);
            assertThat(demonitor(unfired)).isTrue();
            assertThat(demonitorWithoutFlush(alsoUnfired)).isTrue();
            assertThat(demonitor(unfired)).isFalse();
            end(pid, BYE);
            receive(taken);

            assertThat(demonitorWithoutFlush(fired)).isFalse();
            assertThat(demonitor(flushed)).isFalse();
            assertThat(demonitor(taken)).isFalse();
            assertThat(mailbox()).containsExactly(new Down(fired, pid, BYE));
        });
    }

    @DisplayName("MN-12 a tag stands in the place of DOWN, whatever ends the monitor")
    @Test
    void tag_replaces_down() {
        onNode(() -> {
            try (Node other = Node.start()) {
                Pid pid = idle();
                Pid gone = dead();
                Pid stranger = other.spawn(() -> receive());
                Ref ofPid = monitor(pid, with -> with.tag("tag"));
                end(pid, BYE);
                Ref ofDead = monitor(gone, with -> with.tag(1));
                Ref ofStranger = monitor(stranger, with -> with.tag(List.of()));

                assertThat(mailbox())
                        .containsExactly(
                                new TaggedDown("tag", new Down(ofPid, pid, BYE)),
                                new TaggedDown(1, new Down(ofDead, gone, NOPROC)),
                                new TaggedDown(
                                        List.of(), new Down(ofStranger, stranger, NOCONNECTION)));
            }
        });
    }

    @DisplayName("MN-12 receive of a reference takes a tagged end as well")
    @Test
    void receive_takes_a_tagged_down() {
        onNode(() -> {
            Pid pid = idle();
            Ref ref = monitor(pid, with -> with.tag("tag"));
            pid.exit(BYE);

            assertThat(receive(ref)).isEqualTo(new Down(ref, pid, BYE));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("MN-13 spawnMonitor never says noproc")
    @Test
    void spawn_monitor_has_the_real_reason() {
        onNode(() -> {
            for (int i = 0; i < 1000; i++) {
                ExitReason reason = ExitReason.of(i);
                Spawned child = spawnMonitor(() -> Processes.exit(reason));

                assertThat(receive(child.ref()).reason()).isEqualTo(reason);
            }
        });
    }

    @DisplayName("MN-13 spawnMonitor of a process that is killed before it runs says killed")
    @Test
    void spawn_monitor_of_a_process_killed_at_once() {
        onNode(() -> {
            for (int i = 0; i < 1000; i++) {
                Spawned child = spawnMonitor(Processes::receive);
                child.pid().exit(KILL);

                assertThat(receive(child.ref()).reason()).isEqualTo(KILLED);
            }
        });
    }

    @DisplayName("MN-15 monitors end one by one among a hundred thousand")
    @Test
    void many_monitors() {
        onNode(() -> {
            Pid pid = idle();
            List<Ref> refs = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                refs.add(monitor(pid));
            }
            for (Ref ref : refs.subList(1, refs.size())) {
                assertThat(demonitor(ref)).isTrue();
            }

            assertThat(watches(pid)).containsOnlyKeys(refs.getFirst());
            pid.exit(BYE);
            assertThat(receive()).isEqualTo(new Down(refs.getFirst(), pid, BYE));
        });
    }

    @DisplayName("R1 a monitor of a doomed process fires at its end, with the real reason")
    @Test
    void monitor_of_a_doomed_process() {
        onNode(() -> {
            Gate gate = new Gate();
            Pid pid = doomed(gate, BYE);
            Ref ref = monitor(pid);
            assertThat(mailbox()).isEmpty();
            gate.open();

            assertThat(receive(ref).reason()).isEqualTo(BYE);
        });
    }
}
