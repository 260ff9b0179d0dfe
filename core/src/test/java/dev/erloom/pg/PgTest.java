// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pg;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.whereis;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.erloom.pg.GroupEvent.Joined;
import dev.erloom.pg.GroupEvent.Left;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason.CallFailed;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessInfo;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult.AlreadyStarted;
import dev.erloom.testing.Forever;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PgTest {
    private static final Pg SCOPE = Pg.scope("scope");

    @AutoClose final LogCapture log = LogCapture.ofCore();

    private static Pg started() {
        return Pg.startLink(SCOPE).orElseThrow();
    }

    private static Pid idle() {
        return spawn(Forever::sleep);
    }

    /** Ends a member and waits until the scope has heard of it, whose monitor is the older one. */
    private static void end(Pg pg, Pid pid) {
        Ref end = monitor(pid);
        pid.exit(KILL);
        receive(end);
        pg.leave("barrier", self());
    }

    @DisplayName("PG-1 a group is there from the first join to the last leave; it may be any value")
    @Test
    void groups_come_and_go() {
        inProcess(() -> {
            Pg pg = started();
            assertThat(pg.whichGroups()).isEmpty();

            pg.join("room", self());
            pg.join(List.of("room", 2), self());
            assertThat(pg.whichGroups()).containsExactlyInAnyOrder("room", List.of("room", 2));

            assertThat(pg.leave("room", self())).isTrue();
            assertThat(pg.whichGroups()).containsExactly(List.of("room", 2));
            assertThat(pg.members("room")).isEmpty();
            pg.join("nobody", List.of());
            assertThat(pg.whichGroups()).containsExactly(List.of("room", 2));
        });
    }

    @DisplayName("PG-1 scopes know nothing of each other")
    @Test
    void scopes_are_independent() {
        inProcess(() -> {
            Pg one = started();
            Pg other = Pg.startLink(Pg.DEFAULT).orElseThrow();

            one.join("g", self());

            assertThat(other.members("g")).isEmpty();
            assertThat(other.leave("g", self())).isFalse();
            assertThat(one.members("g")).containsExactly(self());
            assertThat(Pg.DEFAULT.name()).isEqualTo("pg");
        });
    }

    @DisplayName("PG-2 who joins n times must leave n times (oracle d: pg2)")
    @Test
    void a_process_joins_several_times() {
        inProcess(() -> {
            Pg pg = started();
            Pid other = idle();

            pg.join("g", List.of(self(), self(), other));
            pg.join("g", self());
            assertThat(pg.members("g")).containsExactlyInAnyOrder(self(), self(), self(), other);

            assertThat(pg.leave("g", List.of(self(), self()))).isTrue();
            assertThat(pg.members("g")).containsExactlyInAnyOrder(self(), other);
            assertThat(pg.leave("g", self())).isTrue();
            assertThat(pg.members("g")).containsExactly(other);
        });
    }

    @DisplayName("PG-3 leave tells whether anybody was there (oracle d: pg2)")
    @Test
    void leave_tells_whether_anybody_was_there() {
        inProcess(() -> {
            Pg pg = started();
            Pid other = idle();
            pg.join("g", self());

            assertThat(pg.leave("no group", self())).isFalse();
            assertThat(pg.leave("g", other)).isFalse();
            assertThat(pg.leave("g", List.of())).isFalse();
            assertThat(pg.leave("g", List.of(other, self()))).isTrue();
            assertThat(pg.leave("g", self())).isFalse();
        });
    }

    @DisplayName("PG-2 PG-3 the scope watches a member until its last leave, once")
    @Test
    void who_has_left_is_not_watched() {
        inProcess(() -> {
            Pg pg = started();
            pg.join("g", List.of(self(), self()));
            pg.join("h", self());
            assertThat(watchers()).hasSize(1);

            pg.leave("g", List.of(self(), self()));
            assertThat(watchers()).hasSize(1);
            pg.leave("h", self());

            assertThat(watchers()).isEmpty();
        });
    }

    private static List<Pid> watchers() {
        return ProcessInfo.of(self()).orElseThrow().monitoredBy();
    }

    @DisplayName("PG-4 only processes of this node join and leave")
    @Test
    void only_local_processes_join() {
        try (Node elsewhere = Node.start()) {
            Pid stranger = elsewhere.spawn(Forever::sleep);
            inProcess(() -> {
                Pg pg = started();

                assertThatIllegalArgumentException()
                        .isThrownBy(() -> pg.join("g", List.of(self(), stranger)))
                        .withMessageContaining("nolocal")
                        .withMessageContaining(stranger.toString());
                assertThatIllegalArgumentException().isThrownBy(() -> pg.leave("g", stranger));

                assertThat(pg.whichGroups()).isEmpty();
            });
        }
    }

    @DisplayName("PG-5 who ends is in no group any more; a dead process joins and is gone")
    @Test
    void who_ends_has_left() {
        inProcess(() -> {
            Pg pg = started();
            Pid member = idle();
            pg.join("g", List.of(member, member, self()));
            pg.join("h", member);

            end(pg, member);

            assertThat(pg.members("g")).containsExactly(self());
            assertThat(pg.whichGroups()).containsExactly("g");
            pg.join("h", member);
            pg.leave("barrier", self());
            assertThat(pg.members("h")).isEmpty();
        });
    }

    @DisplayName("PG-6 members, groups, and nothing of a scope that does not run (oracle d: pg2)")
    @Test
    void members_and_groups_are_read() {
        inProcess(() -> {
            Pg pg = started();
            pg.join("g", List.of(self(), self()));

            assertThat(pg.members("g")).containsExactly(self(), self());
            assertThat(pg.localMembers("g")).containsExactly(self(), self());
            assertThat(pg.whichLocalGroups()).containsExactly("g");

            Pg nowhere = Pg.scope("nowhere");
            assertThat(nowhere.members("g")).isEmpty();
            assertThat(nowhere.localMembers("g")).isEmpty();
            assertThat(nowhere.whichGroups()).isEmpty();
            assertThat(nowhere.whichLocalGroups()).isEmpty();
            assertThatExceptionOfType(ExitException.class)
                    .isThrownBy(() -> nowhere.join("g", self()))
                    .satisfies(exit ->
                            assertThat(((CallFailed) exit.reason()).reason()).isEqualTo(NOPROC));
        });
    }

    @DisplayName("PG-7 who monitors a group gets what is there, then each change (oracle d: pg2)")
    @Test
    void a_group_is_monitored() {
        inProcess(() -> {
            Pg pg = started();
            Pid other = idle();
            pg.join("g", List.of(other, other));

            GroupMonitor monitor = pg.monitor("g");
            assertThat(monitor.members()).containsExactly(other, other);
            pg.join("g", self());
            pg.join("other group", self());
            pg.leave("g", List.of(self(), self()));
            pg.leave("g", self());
            end(pg, other);

            assertThat(mailbox())
                    .containsExactly(
                            new Joined(monitor.ref(), "g", List.of(self())),
                            new Left(monitor.ref(), "g", List.of(self())),
                            new Left(monitor.ref(), "g", List.of(other)),
                            new Left(monitor.ref(), "g", List.of(other)));
        });
    }

    @DisplayName("PG-7 who monitors a scope gets every group, then each change of any")
    @Test
    void a_scope_is_monitored() {
        inProcess(() -> {
            Pg pg = started();
            pg.join("g", self());

            ScopeMonitor monitor = pg.monitorScope();
            assertThat(monitor.groups()).isEqualTo(Map.of("g", List.of(self())));
            pg.join("h", List.of(self(), self()));
            pg.leave("g", self());

            assertThat(mailbox())
                    .containsExactly(
                            new Joined(monitor.ref(), "h", List.of(self(), self())),
                            new Left(monitor.ref(), "g", List.of(self())));
        });
    }

    @DisplayName("PG-7 several monitors each get their own; demonitor flushes its own")
    @Test
    void monitors_are_ended() {
        inProcess(() -> {
            Pg pg = started();
            GroupMonitor one = pg.monitor("g");
            GroupMonitor two = pg.monitor("g");
            ScopeMonitor all = pg.monitorScope();
            pg.join("g", self());
            self().send("stray");

            assertThat(pg.demonitor(one.ref())).isTrue();
            assertThat(pg.demonitor(one.ref())).isFalse();
            assertThat(pg.demonitor(all.ref())).isTrue();
            pg.leave("g", self());

            assertThat(mailbox())
                    .containsExactly(
                            new Joined(two.ref(), "g", List.of(self())),
                            "stray",
                            new Left(two.ref(), "g", List.of(self())));
            Pid me = self();
            spawnMonitor(() -> me.send(pg.demonitor(two.ref())));
            assertThat(receive(Boolean.class)).isFalse(); // not its own
        });
    }

    @DisplayName("PG-7 a monitor ends with its process")
    @Test
    void a_monitor_ends_with_its_process() {
        inProcess(() -> {
            Pg pg = started();
            Pid test = self();
            Spawned watcher =
                    spawnMonitor(() -> {
                        pg.join("g", self());
                        pg.monitor("g");
                        pg.monitorScope();
                        test.send("watching");
                        receive();
                    });
            assertThat(receive()).isEqualTo("watching");

            end(pg, watcher.pid());

            assertThat(pg.leave("g", self())).isFalse();
            assertThat(pg.members("g")).isEmpty();
        });
    }

    @DisplayName(
            "PG-8 any thread reads without asking a process: the scope hangs, and readers do not")
    @Test
    void reading_asks_nobody() {
        try (Node node = Node.start()) {
            node.start(() -> Pg.startLink(SCOPE));
            Pid member = node.spawn(Forever::sleep);
            SCOPE.on(node).join("g", member);
            CountDownLatch reached = new CountDownLatch(1);
            CountDownLatch open = new CountDownLatch(1);
            Object gate =
                    new Object() {
                        @Override
                        public int hashCode() {
                            reached.countDown();
                            await(open);
                            return 1;
                        }
                    };
            Pid joining = node.spawn(() -> SCOPE.join(gate, self()));
            await(reached); // the scope is stuck in its table of groups

            assertThat(SCOPE.on(node).members("g")).containsExactly(member);
            assertThat(SCOPE.on(node).localMembers("g")).containsExactly(member);
            assertThat(SCOPE.on(node).whichGroups()).containsExactly("g");
            open.countDown();
            assertThat(joining.isLocal()).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @DisplayName("PG-9 with its process a scope loses its members, and they live on")
    @Test
    void a_restarted_scope_is_empty() {
        inProcess(() -> {
            Pg.start(SCOPE).orElseThrow();
            Pid server = whereis("scope").orElseThrow();
            SCOPE.join("g", self());
            Ref end = monitor(server);
            server.exit(KILL);
            receive(end);

            assertThat(SCOPE.members("g")).isEmpty();
            started();
            assertThat(SCOPE.members("g")).isEmpty();
            assertThat(SCOPE.leave("g", self())).isFalse();
            SCOPE.join("g", self());
            assertThat(SCOPE.members("g")).containsExactly(self());
        });
    }

    @DisplayName("PG-2 PG-5 joins and leaves against the end of the member, by seed")
    @Test
    void joins_and_leaves_against_death() {
        Seeds.run(
                60,
                random ->
                        inProcess(() -> {
                            Pg pg = started();
                            ScopeMonitor monitor = pg.monitorScope();
                            List<Spawned> members = new ArrayList<>();
                            for (int i = 0; i < 6; i++) {
                                long seed = random.nextLong();
                                members.add(
                                        spawnMonitor(() -> {
                                            var dice = new Random(seed);
                                            while (true) {
                                                String group = "g" + dice.nextInt(3);
                                                if (dice.nextBoolean()) {
                                                    pg.join(group, List.of(self(), self()));
                                                } else {
                                                    pg.leave(group, self());
                                                }
                                            }
                                        }));
                            }
                            for (Spawned member : members) {
                                for (int i = random.nextInt(2_000); i > 0; i--) {
                                    Thread.onSpinWait();
                                }
                                if (random.nextBoolean()) {
                                    pg.join("g0", member.pid()); // perhaps after its end
                                }
                                member.pid().exit(KILL);
                                if (random.nextBoolean()) {
                                    pg.leave("g0", member.pid());
                                }
                            }
                            members.forEach(member -> receive(member.ref()));

                            int balance = 0; // of all that was told
                            while (!pg.whichGroups().isEmpty()) { // then there is one more to come
                                balance += joined(receive(GroupEvent.class));
                            }
                            pg.leave("barrier", self());
                            for (Object event : mailbox()) {
                                balance += joined((GroupEvent) event);
                            }
                            assertThat(balance).isZero();
                            assertThat(monitor.groups()).isEmpty();
                        }));
    }

    private static int joined(GroupEvent event) {
        return switch (event) {
            case Joined joined -> joined.pids().size();
            case Left left -> -left.pids().size();
        };
    }

    @Test
    @SuppressWarnings("NullAway") // what code without null checks does
    void what_is_wrong_is_refused() {
        inProcess(() -> {
            Pg pg = started();
            assertThat(Pg.startLink(SCOPE)).isInstanceOf(AlreadyStarted.class);
            assertThat(Pg.start(SCOPE)).isInstanceOf(AlreadyStarted.class);
            assertThatIllegalArgumentException().isThrownBy(() -> Pg.scope(""));
            assertThatNullPointerException().isThrownBy(() -> pg.join(null, self()));
            assertThatNullPointerException().isThrownBy(() -> pg.join("g", (Pid) null));
            assertThatNullPointerException().isThrownBy(() -> pg.leave(null, self()));
            assertThatNullPointerException().isThrownBy(() -> pg.monitor(null));
        });
        try (Node node = Node.start()) {
            node.start(() -> Pg.startLink(SCOPE));
            assertThatIllegalStateException()
                    .isThrownBy(() -> SCOPE.on(node).monitor("g"))
                    .withMessageContaining("needs a process");
            assertThatIllegalStateException().isThrownBy(() -> SCOPE.members("g"));
            assertThat(SCOPE).isEqualTo(Pg.scope("scope")).isNotEqualTo(SCOPE.on(node));
        }
    }
}
