// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Extras.dead;
import static dev.erloom.process.Extras.drop;
import static dev.erloom.process.Extras.end;
import static dev.erloom.process.Extras.idle;
import static dev.erloom.process.Extras.inside;
import static dev.erloom.process.Extras.ready;
import static dev.erloom.process.Processes.link;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.process.Processes.unlink;
import static dev.erloom.process.Processes.unlinkAndFlush;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LinkTest {
    private static final ExitReason BYE = ExitReason.of("bye");

    private static boolean isLinked(Pid one, Pid other) {
        ProcessImpl process = inside(one);
        synchronized (process) {
            return Relations.linkOf(process, other) != null;
        }
    }

    @DisplayName("LN-1 a link works in both directions")
    @Test
    void link_works_in_both_directions() {
        onNode(() -> {
            trapExits(true);
            Pid partner = idle();
            link(partner);
            end(partner, BYE);
            assertThat(receive()).isEqualTo(new Exit(partner, BYE));

            Pid other = idle();
            Ref ref = monitor(other);
            spawn(() -> {
                link(other);
                Processes.exit(BYE);
            });
            assertThat(receive(ref).reason()).isEqualTo(BYE);
        });
    }

    @DisplayName("LN-1 there is at most one link between two processes")
    @Test
    void link_is_idempotent() {
        onNode(() -> {
            trapExits(true);
            Pid me = self();
            Pid partner =
                    ready(() -> {
                        link(me);
                        drop();
                    });
            link(partner);
            link(partner);
            end(partner, BYE);
            assertThat(mailbox()).containsExactly(new Exit(partner, BYE));

            Pid other = idle();
            link(other);
            link(other);
            unlink(other);
            end(other, BYE);
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("LN-2 a link with oneself changes nothing")
    @Test
    void link_to_oneself_is_nothing() {
        onNode(() -> {
            Spawned child =
                    spawnMonitor(() -> {
                        link(self());
                        unlink(self());
                        link(self());
                        assertThat(isLinked(self(), self())).isFalse();
                        Processes.exit(BYE);
                    });

            assertThat(receive(child.ref()).reason()).isEqualTo(BYE);
        });
    }

    @DisplayName("LN-3 link to a dead process: a process that traps exits gets EXIT with noproc")
    @Test
    void link_to_the_dead_when_trapping() {
        onNode(() -> {
            trapExits(true);
            Pid pid = dead();
            link(pid);

            assertThat(mailbox()).containsExactly(new Exit(pid, NOPROC));
        });
    }

    @DisplayName("LN-3 link to a dead process: an error for a process that does not trap exits")
    @Test
    void link_to_the_dead_when_not_trapping() {
        onNode(() -> {
            Pid pid = dead();

            assertThatThrownBy(() -> link(pid))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cannot link to " + pid + ": noproc");
            assertThat(self().isAlive()).isTrue();
        });
    }

    @DisplayName("LN-4 each partner gets one exit signal with the reason")
    @Test
    void each_partner_is_told_once() {
        onNode(() -> {
            Pid me = self();
            Pid victim = idle();
            List<Pid> partners = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                partners.add(
                        ready(() -> {
                            trapExits(true);
                            link(victim);
                            me.send(new Extras.Ready(self()));
                            receive(GenCall.class).reply(mailbox());
                        }));
            }
            end(victim, BYE);

            assertThat(partners)
                    .allSatisfy(partner -> {
                        assertThat(
                                        Gen.call(
                                                partner,
                                                "mailbox",
                                                Gen.DEFAULT_TIMEOUT,
                                                _ -> Object.class))
                                .isEqualTo(List.of(new Exit(victim, BYE)));
                    });
        });
    }

    @DisplayName("LN-5 unlink of whatever there is no link with does nothing")
    @Test
    void unlink_of_no_link_is_fine() {
        onNode(() -> {
            Pid pid = idle();
            unlink(pid);
            unlink(dead());
            unlink(self());
            unlink(new Pid(self().home, 1L << 40, null));
            link(pid);
            unlink(pid);
            unlink(pid);

            assertThat(isLinked(self(), pid)).isFalse();
        });
    }

    @DisplayName("LN-6 after unlink the partner's end has no effect")
    @Test
    void unlinked_partner_has_no_effect() {
        onNode(() -> {
            Pid me = self();
            Pid partner = idle();
            link(partner);
            unlink(partner);
            end(partner, BYE);
            Pid child =
                    spawnLink(() -> {
                        unlink(me);
                        Processes.exit(BYE);
                    });
            receive(monitor(child));

            assertThat(self().isAlive()).isTrue();
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("LN-6 an EXIT that is queued at unlink stays")
    @Test
    void queued_exit_stays_at_unlink() {
        onNode(() -> {
            trapExits(true);
            Pid partner = idle();
            link(partner);
            end(partner, BYE);
            unlink(partner);

            assertThat(mailbox()).containsExactly(new Exit(partner, BYE));
        });
    }

    @DisplayName("LN-6 unlinkAndFlush removes the queued EXIT and nothing else")
    @Test
    void unlink_and_flush_removes_the_queued_exit() {
        onNode(() -> {
            trapExits(true);
            Pid partner = idle();
            Pid other = idle();
            link(partner);
            link(other);
            self().send("before");
            end(other, SHUTDOWN);
            end(partner, BYE);
            self().send("after");
            unlinkAndFlush(partner);
            unlinkAndFlush(partner);

            assertThat(mailbox()).containsExactly("before", new Exit(other, SHUTDOWN), "after");
        });
    }

    @DisplayName("LN-6 unlinkAndFlush removes the EXIT of a link to a dead process too")
    @Test
    void unlink_and_flush_removes_noproc() {
        onNode(() -> {
            trapExits(true);
            Pid pid = dead();
            link(pid);
            unlinkAndFlush(pid);

            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("LN-6 unlinkAndFlush of a live partner only unlinks")
    @Test
    void unlink_and_flush_of_a_live_partner() {
        onNode(() -> {
            trapExits(true);
            Pid partner = idle();
            link(partner);
            unlinkAndFlush(partner);
            end(partner, BYE);

            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("LN-6 R7 unlinkAndFlush does not search the mailbox")
    @Test
    void unlink_and_flush_does_not_search() {
        onNode(() -> {
            trapExits(true);
            Pid partner = idle();
            link(partner);
            try (NoSearch _ = NoSearch.behind(100_000)) {
                end(partner, BYE);
                unlinkAndFlush(partner);
            }

            assertThat(mailbox()).hasSize(100_000).containsOnly("unrelated");
        });
    }

    @DisplayName("LN-7 link and unlink that cross leave both ends alike")
    @Test
    void crossing_link_and_unlink_converge() {
        onNode(() ->
                Seeds.run(
                        200,
                        random -> {
                            CyclicBarrier start = new CyclicBarrier(2);
                            Pid me = self();
                            long[] seeds = {random.nextLong(), random.nextLong()};
                            Pid one = ready(() -> linkAndUnlink(start, seeds[0], me));
                            Pid other = ready(() -> linkAndUnlink(start, seeds[1], me));
                            one.send(other);
                            other.send(one);
                            receive();
                            receive();

                            assertThat(isLinked(one, other)).isEqualTo(isLinked(other, one));
                            boolean linked = isLinked(one, other);
                            Ref ref = monitor(other);
                            end(one, BYE);
                            other.exit(SHUTDOWN);
                            assertThat(receive(ref).reason()).isEqualTo(linked ? BYE : SHUTDOWN);
                        }));
    }

    private static void linkAndUnlink(CyclicBarrier start, long seed, Pid tester) throws Exception {
        tester.send(new Extras.Ready(self()));
        Pid partner = receive(Pid.class);
        start.await();
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            if (random.nextBoolean()) {
                link(partner);
            } else {
                unlink(partner);
            }
        }
        tester.send("done");
        receive(String.class);
    }

    @DisplayName("LN-8 a link is seen at both ends, that of a spawned child too")
    @Test
    void link_is_seen_at_both_ends() {
        onNode(() -> {
            Pid partner = idle();
            link(partner);
            Pid child = spawnLink(() -> receive(String.class));

            for (Pid other : List.of(partner, child)) {
                assertThat(isLinked(self(), other)).isTrue();
                assertThat(isLinked(other, self())).isTrue();
            }
            unlink(partner);
            unlink(child);
            assertThat(isLinked(partner, self())).isFalse();
            child.send("end");
        });
    }

    @DisplayName("R7 a process ends as many partners as it has, each once")
    @Test
    void many_children_end_with_their_parent() {
        onNode(() -> {
            int count = 10_000;
            Pid me = self();
            Pid parent =
                    ready(() -> {
                        for (int i = 0; i < count; i++) {
                            Pid child = spawnLink(() -> receive(String.class));
                            me.send(child);
                        }
                        drop();
                    });
            List<Ref> refs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                refs.add(monitor(receive(Pid.class)));
            }
            parent.exit(BYE);

            assertThat(refs).allSatisfy(ref -> assertThat(receive(ref).reason()).isEqualTo(BYE));
        });
    }
}
