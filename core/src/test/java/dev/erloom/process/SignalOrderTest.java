// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Extras.dead;
import static dev.erloom.process.Extras.drop;
import static dev.erloom.process.Extras.end;
import static dev.erloom.process.Extras.idle;
import static dev.erloom.process.Extras.lingering;
import static dev.erloom.process.Extras.ready;
import static dev.erloom.process.Processes.alias;
import static dev.erloom.process.Processes.link;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.readTimer;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.register;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.sendAfter;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.process.Processes.unalias;
import static dev.erloom.process.Processes.whereis;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Extras.Gate;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SignalOrderTest {
    private static final ExitReason BYE = ExitReason.of("bye");
    private static final String DONE = "done";

    record Numbered(int sender, int number) {}

    @DisplayName("SIG-1 one sender's signals keep their order, whatever their kind and address")
    @Test
    void signals_of_a_pair_keep_their_order() {
        onNode(() -> {
            trapExits(true);
            register("receiver");
            Pid me = self();
            Ref alias = alias();
            Seeds.run(
                    50,
                    random -> {
                        List<Object> sent = new ArrayList<>();
                        Spawned sender =
                                spawnMonitor(() -> {
                                    for (int i = 0; i < 100; i++) {
                                        switch (random.nextInt(5)) {
                                            case 0 -> me.send(i);
                                            case 1 -> alias.send(i);
                                            case 2 -> RegisteredName.local("receiver").send(i);
                                            case 3 -> Gen.cast(me, i);
                                            default -> {
                                                me.exit(ExitReason.of(i));
                                                sent.add(new Exit(self(), ExitReason.of(i)));
                                                continue;
                                            }
                                        }
                                        sent.add(i);
                                    }
                                    link(me);
                                    Processes.exit(BYE);
                                });
                        Down down = receive(sender.ref());
                        sent.add(new Exit(sender.pid(), BYE));

                        assertThat(down.reason()).isEqualTo(BYE);
                        assertThat(mailbox()).isEqualTo(sent);
                    });
        });
    }

    @DisplayName("SIG-1 DOWN comes after everything that its process has sent, also by name")
    @Test
    void down_comes_last() {
        onNode(() -> {
            Pid me = self();
            Pid sender =
                    spawn(() -> {
                        register("sender");
                        me.send("registered");
                        receive();
                        for (int i = 0; i < 100; i++) {
                            me.send(i);
                        }
                    });
            receive();
            monitor(sender);
            monitor(RegisteredName.local("sender"));
            sender.send("go");
            List<Object> seen = new ArrayList<>();
            for (int i = 0; i < 102; i++) {
                seen.add(receive());
            }

            assertThat(seen.subList(100, 102)).hasOnlyElementsOfType(Down.class);
        });
    }

    @DisplayName("SIG-1 a monitor, a message and its end keep their order")
    @Test
    void monitor_and_message_keep_their_order() {
        onNode(() -> {
            for (int i = 0; i < 1000; i++) {
                Pid pid = spawn(() -> Processes.exit(receive(ExitReason.class)));
                Ref before = monitor(pid);
                pid.send(BYE);

                assertThat(receive(before).reason()).isEqualTo(BYE);
                assertThat(receive(monitor(pid)).reason()).isEqualTo(NOPROC);
            }
        });
    }

    @DisplayName("SIG-2 there is no order between senders: a detour may be slower or faster")
    @Test
    void different_senders_have_no_order() {
        onNode(() -> {
            Pid me = self();
            Pid detour = spawn(() -> me.send(receive()));
            detour.send("round the corner");
            me.send("straight");

            assertThat(List.of(receive(), receive()))
                    .containsExactlyInAnyOrder("round the corner", "straight");
        });
    }

    @DisplayName("SIG-3 a process that never receives reacts to every signal but messages")
    @Test
    void signals_need_no_receive() {
        onNode(() -> {
            Pid me = self();
            CountDownLatch never = new CountDownLatch(1);
            Pid busy =
                    spawn(() -> {
                        me.send("busy");
                        never.await();
                    });
            receive();
            trapExits(true);

            link(busy);
            Ref ref = monitor(busy);
            assertThat(busy.isAlive()).isTrue();
            busy.exit(BYE);

            assertThat(receive()).isEqualTo(new Exit(busy, BYE));
            assertThat(receive()).isEqualTo(new Down(ref, busy, BYE));
        });
    }

    @DisplayName("SIG-3 a process that never receives queues the exit signals that it traps")
    @Test
    void trapped_signals_need_no_receive() {
        onNode(() -> {
            Pid me = self();
            Gate gate = new Gate();
            Pid busy =
                    spawn(() -> {
                        trapExits(true);
                        me.send("busy");
                        gate.pass();
                        me.send(mailbox());
                    });
            receive();
            busy.exit(BYE);
            gate.open();

            assertThat(receive()).isEqualTo(List.of(new Exit(me, BYE)));
        });
    }

    @DisplayName("SIG-4 the first fatal signal decides the reason")
    @Test
    void first_fatal_signal_wins() {
        onNode(() -> {
            Gate gate = new Gate();
            Pid pid = lingering(gate);
            Pid partner =
                    ready(() -> {
                        link(pid);
                        drop();
                    });
            Ref ref = monitor(pid);
            pid.exit(BYE);
            pid.exit(SHUTDOWN);
            end(partner, ExitReason.of("link"));
            pid.exit(KILL);
            gate.open();

            assertThat(receive(ref).reason()).isEqualTo(BYE);
        });
    }

    @DisplayName("SIG-5 what is queued at the fatal signal is never received")
    @Test
    void queued_messages_die_with_the_process() {
        onNode(() -> {
            Pid me = self();
            Gate gate = new Gate();
            Spawned child =
                    spawnMonitor(() -> {
                        me.send("ready");
                        gate.pass();
                        try {
                            me.send(receive());
                        } finally {
                            me.send(receive());
                        }
                    });
            receive();
            child.pid().send("too late");
            child.pid().exit(BYE);
            gate.open();

            assertThat(receive(child.ref()).reason()).isEqualTo(BYE);
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("SIG-6 what is sent to nobody is dropped in silence")
    @Test
    void sending_to_nobody_is_silent() {
        onNode(() -> {
            Ref ended = alias();
            unalias(ended);
            Address[] nobody = {
                dead(),
                new Pid(self().home, 1L << 40, null),
                ended,
                ((NodeImpl) Node.current()).newRef(),
                new RegisteredName("nobody", Node.current().name())
            };
            for (Address address : nobody) {
                address.send("message");
            }

            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("SIG-7 sending to a local name that nobody has is an error")
    @Test
    void sending_to_an_unregistered_name_is_an_error() {
        onNode(() -> {
            assertThatThrownBy(() -> RegisteredName.local("nobody").send("message"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no process is registered as nobody");
            assertThatThrownBy(() -> Node.current().address("nobody").send("message"))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }

    @DisplayName("SIG-8 send never blocks, and passes the message itself")
    @Test
    void send_never_blocks() {
        onNode(() -> {
            Object message = new Object();
            for (int i = 0; i < 100_000; i++) {
                self().send(message);
            }

            assertThat(mailbox()).hasSize(100_000).allMatch(received -> received.equals(message));
        });
    }

    @DisplayName("SIG-9 name and timers are released before the end is seen as DOWN")
    @Test
    void resources_are_released_before_down() {
        onNode(() -> {
            for (int i = 0; i < 500; i++) {
                Spawned child = spawnMonitor(SignalOrderTest::holdName);
                Ref timer = sendAfter(Duration.ofHours(1), child.pid(), "late");
                Gen.call(child.pid(), "has name", Duration.ofSeconds(50), _ -> Object.class);
                child.pid().exit(KILL);
                receive(child.ref());

                assertThat(whereis("held")).isEmpty();
                assertThat(readTimer(timer)).isEmpty();
            }
        });
    }

    @DisplayName("SIG-9 the name is released before the end is seen as EXIT")
    @Test
    void name_is_released_before_exit() {
        onNode(() -> {
            trapExits(true);
            for (int i = 0; i < 500; i++) {
                Pid child = spawnLink(SignalOrderTest::holdName);
                Gen.call(child, "has name", Duration.ofSeconds(50), _ -> Object.class);
                child.exit(KILL);
                receive(Exit.class);

                assertThat(whereis("held")).isEmpty();
            }
        });
    }

    @DisplayName("SIG-9 the name is released before isAlive says no")
    @Test
    void name_is_released_before_not_alive() {
        onNode(() -> {
            for (int i = 0; i < 500; i++) {
                Pid child = spawn(SignalOrderTest::holdName);
                Gen.call(child, "has name", Duration.ofSeconds(50), _ -> Object.class);
                child.exit(KILL);
                assertThat(child.isAlive()).isFalse();

                assertThat(whereis("held")).isEmpty();
            }
        });
    }

    private static void holdName() {
        register("held");
        receive(GenCall.class).reply("yes");
        drop();
    }

    @DisplayName("SIG-10 links are told before monitors: one process sees EXIT, then DOWN")
    @Test
    void exit_comes_before_down() {
        onNode(() -> {
            trapExits(true);
            for (int i = 0; i < 500; i++) {
                Pid pid = idle();
                Ref ref = monitor(pid);
                link(pid);
                pid.exit(BYE);

                assertThat(receive()).isEqualTo(new Exit(pid, BYE));
                assertThat(receive()).isEqualTo(new Down(ref, pid, BYE));
            }
        });
    }

    @DisplayName("SIG-10 a linked process has its EXIT before a monitor of another is told")
    @Test
    void linked_process_is_told_before_a_monitor() {
        onNode(() -> {
            Pid me = self();
            for (int i = 0; i < 500; i++) {
                Pid pid = idle();
                Ref ref = monitor(pid);
                Pid supervisor =
                        spawn(() -> {
                            trapExits(true);
                            link(pid);
                            me.send("linked");
                            me.send(receive());
                        });
                receive(String.class);
                pid.exit(BYE);
                receive(ref);
                supervisor.send("after the DOWN");

                assertThat(receive()).isEqualTo(new Exit(pid, BYE));
            }
        });
    }

    @DisplayName("SIG-11 a trapped exit stands at its place among the messages")
    @Test
    void trapped_exit_keeps_its_place() {
        onNode(() -> {
            trapExits(true);
            self().send("m1");
            self().exit(BYE);
            self().send("m2");

            assertThat(mailbox()).containsExactly("m1", new Exit(self(), BYE), "m2");
        });
    }

    @DisplayName("SIG-12 many senders at once lose and double nothing")
    @Test
    void many_senders_lose_nothing() {
        onNode(() -> {
            int senders = 8;
            int each = 20_000;
            Pid me = self();
            AtomicInteger running = new AtomicInteger(senders);
            for (int i = 0; i < senders; i++) {
                int sender = i;
                spawn(() -> {
                    for (int number = 0; number < each; number++) {
                        me.send(new Numbered(sender, number));
                    }
                    if (running.decrementAndGet() == 0) {
                        me.send(DONE);
                    }
                });
            }
            Map<Integer, Integer> next = new HashMap<>();
            while (receive() instanceof Numbered(int sender, int number)) {
                assertThat(next.merge(sender, 1, Integer::sum)).isEqualTo(number + 1);
            }

            assertThat(next)
                    .hasSize(senders)
                    .allSatisfy((_, count) -> {
                        assertThat(count).isEqualTo(each);
                    });
        });
    }
}
