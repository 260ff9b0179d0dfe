// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NOCONNECTION;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.ExitTest.How.LINK;
import static dev.erloom.process.ExitTest.How.OTHER;
import static dev.erloom.process.ExitTest.How.SELF;
import static dev.erloom.process.Extras.dead;
import static dev.erloom.process.Extras.end;
import static dev.erloom.process.Extras.idle;
import static dev.erloom.process.Extras.inside;
import static dev.erloom.process.Extras.ready;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.link;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.parent;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static dev.erloom.testing.TestNode.withNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExitTest {
    private static final ExitReason BYE = ExitReason.of("bye");

    @DisplayName("EX-1 exit raises an exception that can be caught")
    @Test
    void exit_can_be_caught() {
        onNode(() -> {
            ExitReason caught = NORMAL;
            try {
                throw Processes.exit(BYE);
            } catch (ExitException e) {
                caught = e.reason();
            }

            assertThat(caught).isEqualTo(BYE);
            assertThat(self().isAlive()).isTrue();
        });
    }

    @DisplayName("EX-1 an exit that nobody catches ends the process with its reason")
    @Test
    void uncaught_exit_is_the_reason() {
        onNode(() -> {
            Spawned child = spawnMonitor(() -> Processes.exit(BYE));

            assertThat(receive(child.ref()).reason()).isEqualTo(BYE);
        });
    }

    @DisplayName("EX-2 an uncaught error is the reason, with its stack")
    @Test
    void uncaught_error_is_the_reason() {
        onNode(() -> {
            Error boom = new AssertionError("boom");
            Spawned child =
                    spawnMonitor(() -> {
                        throw boom;
                    });

            ExitReason reason = receive(child.ref()).reason();

            assertThat(reason).isEqualTo(new ExitReason.Crash(boom));
            assertThat(boom.getStackTrace()[0].getClassName()).isEqualTo(ExitTest.class.getName());
        });
    }

    @DisplayName("EX-2 a stack overflow is a crash like any other")
    @Test
    void stack_overflow_is_a_crash() {
        onNode(() -> {
            Spawned child = spawnMonitor(() -> depth(0));

            assertThat(receive(child.ref()).reason())
                    .isInstanceOfSatisfying(
                            ExitReason.Crash.class,
                            crash ->
                                    assertThat(crash.cause())
                                            .isInstanceOf(StackOverflowError.class));
        });
    }

    @SuppressWarnings("InfiniteRecursion") // that is the test
    private static int depth(int below) {
        return depth(below + 1) + 1;
    }

    @DisplayName("EX-3 Java has no class throw (JV-8): a checked exception is an error too")
    @Test
    void checked_exception_is_a_crash() {
        onNode(() -> {
            IOException broken = new IOException("broken");
            Spawned child =
                    spawnMonitor(() -> {
                        throw broken;
                    });

            assertThat(receive(child.ref()).reason()).isEqualTo(new ExitReason.Crash(broken));
        });
    }

    static Stream<Arguments> reasons() {
        return Stream.of(
                arguments(NORMAL, "normal", false),
                arguments(SHUTDOWN, "shutdown", false),
                arguments(ExitReason.shutdown(42), "{shutdown, 42}", false),
                arguments(KILL, "kill", true),
                arguments(KILLED, "killed", true),
                arguments(NOPROC, "noproc", true),
                arguments(NOCONNECTION, "noconnection", true),
                arguments(ExitReason.TIMEOUT, "timeout", true),
                arguments(ExitReason.CALLING_SELF, "calling_self", true),
                arguments(new ExitReason.NodeDown("n@h"), "{nodedown, n@h}", true),
                arguments(new ExitReason.BadReturnValue("v"), "{bad_return_value, v}", true),
                arguments(ExitReason.of(List.of(1, 2)), "[1, 2]", true));
    }

    @DisplayName("EX-4 reasons are arbitrary values; normal and shutdown are the orderly ones")
    @ParameterizedTest(name = "EX-4 {1}", quoteTextArguments = false)
    @MethodSource("reasons")
    void reason_arrives_as_it_was_given(ExitReason reason, String printed, boolean abnormal) {
        onNode(() -> {
            Spawned child = spawnMonitor(() -> Processes.exit(reason));

            assertThat(receive(child.ref()).reason()).isEqualTo(reason).hasToString(printed);
            assertThat(reason.isAbnormal()).isEqualTo(abnormal);
        });
    }

    /** Where an exit signal comes from. */
    enum How {
        OTHER,
        SELF,
        LINK
    }

    /** What a signal does: nothing (both null), an {@link Exit} message, or the end. */
    record Effect(@Nullable ExitReason message, @Nullable ExitReason end) {
        static final Effect NOTHING = new Effect(null, null);

        static Effect message(ExitReason reason) {
            return new Effect(reason, null);
        }

        static Effect end(ExitReason reason) {
            return new Effect(null, reason);
        }
    }

    static Stream<Arguments> signals() {
        return Stream.of(
                arguments("EX-7", true, OTHER, BYE, Effect.message(BYE)),
                arguments("EX-7", true, OTHER, NORMAL, Effect.message(NORMAL)),
                arguments("EX-7", true, OTHER, KILLED, Effect.message(KILLED)),
                arguments("EX-7", true, LINK, BYE, Effect.message(BYE)),
                arguments("EX-7", true, LINK, NORMAL, Effect.message(NORMAL)),
                arguments("EX-8", false, OTHER, NORMAL, Effect.NOTHING),
                arguments("EX-8", false, LINK, NORMAL, Effect.NOTHING),
                arguments("EX-9", false, SELF, NORMAL, Effect.end(NORMAL)),
                arguments("EX-10", true, SELF, BYE, Effect.message(BYE)),
                arguments("EX-10", true, SELF, NORMAL, Effect.message(NORMAL)),
                arguments("EX-11", false, SELF, BYE, Effect.end(BYE)),
                arguments("EX-12", true, OTHER, KILL, Effect.end(KILLED)),
                arguments("EX-12", false, OTHER, KILL, Effect.end(KILLED)),
                arguments("EX-12", true, SELF, KILL, Effect.end(KILLED)),
                arguments("EX-13", true, LINK, KILL, Effect.message(KILL)),
                arguments("EX-13", false, LINK, KILL, Effect.end(KILL)),
                arguments("EX-14", true, LINK, KILLED, Effect.message(KILLED)),
                arguments("EX-14", false, LINK, KILLED, Effect.end(KILLED)),
                arguments("EX-15", false, LINK, BYE, Effect.end(BYE)),
                arguments("EX-15", false, OTHER, BYE, Effect.end(BYE)),
                arguments("EX-15", false, OTHER, SHUTDOWN, Effect.end(SHUTDOWN)));
    }

    @DisplayName(
            "EX-5 EX-7 EX-8 EX-9 EX-10 EX-11 EX-12 EX-13 EX-14 EX-15 one table decides over every exit signal")
    @ParameterizedTest(name = "{0} traps {1}, from {2}, {3}: {4}", quoteTextArguments = false)
    @MethodSource("signals")
    void exit_signal(String row, boolean traps, How from, ExitReason reason, Effect effect) {
        onNode(() -> {
            Pid me = self();
            Pid victim =
                    ready(() -> {
                        trapExits(traps);
                        parent().orElseThrow().send(new Extras.Ready(self()));
                        if (receive(String.class).equals("yourself")) {
                            self().exit(reason);
                            receive(String.class);
                        }
                        me.send(mailbox());
                    });
            Ref ref = monitor(victim);
            Pid sender =
                    switch (from) {
                        case OTHER -> {
                            victim.exit(reason);
                            yield me;
                        }
                        case SELF -> {
                            victim.send("yourself");
                            yield victim;
                        }
                        case LINK -> {
                            Spawned linked =
                                    spawnMonitor(() -> {
                                        link(victim);
                                        Processes.exit(reason);
                                    });
                            receive(linked.ref());
                            yield linked.pid();
                        }
                    };
            victim.send("report");

            if (effect.end() != null) {
                assertThat(receive()).as(row).isEqualTo(new Down(ref, victim, effect.end()));
            } else {
                List<Object> messages = new ArrayList<>();
                if (effect.message() != null) {
                    messages.add(new Exit(sender, effect.message()));
                }
                assertThat(receive()).as(row).isEqualTo(messages);
            }
        });
    }

    @DisplayName("EX-5 exit returns, also when nobody is there")
    @Test
    void exit_of_the_dead_is_silent() {
        onNode(() -> {
            dead().exit(BYE);
            dead().exit(KILL);
            new Pid(self().home, 1L << 40, null).exit(BYE);

            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("EX-6 the signal of a link that is not active here is dropped")
    @Test
    void signal_of_no_link_is_dropped() {
        onNode(() -> {
            Pid pid = idle();
            inside(pid).linkExit(self(), BYE);
            inside(self()).linkExit(pid, BYE);

            assertThat(pid.isAlive()).isTrue();
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("EX-11 a signal to oneself cannot be caught, and works before exit returns")
    @Test
    void signal_to_oneself_cannot_be_caught() {
        onNode(() -> {
            List<Object> seen = new CopyOnWriteArrayList<>();
            Spawned child =
                    spawnMonitor(() -> {
                        try {
                            self().exit(BYE);
                            seen.add("returned");
                        } catch (Exception e) {
                            seen.add(e);
                        }
                        seen.add("went on");
                    });

            assertThat(receive(child.ref()).reason()).isEqualTo(BYE);
            assertThat(seen).isEmpty();
        });
    }

    @DisplayName("EX-13 kill as the reason of a link goes on along the chain unchanged")
    @Test
    void kill_along_a_chain_stays_kill() {
        onNode(() -> {
            Spawned last =
                    spawnMonitor(() -> {
                        Pid middle =
                                spawnLink(() -> {
                                    receive();
                                    spawnLink(() -> Processes.exit(KILL));
                                    receive();
                                });
                        middle.send("go");
                        receive();
                    });

            assertThat(receive(last.ref()).reason()).isEqualTo(KILL);
        });
    }

    @DisplayName("EX-14 partners of a killed process see killed")
    @Test
    void partners_see_killed() {
        onNode(() -> {
            trapExits(true);
            Pid pid = idle();
            link(pid);
            pid.exit(KILL);

            assertThat(receive()).isEqualTo(new Exit(pid, KILLED));
        });
    }

    @DisplayName("EX-15 along links everybody dies with the original reason")
    @Test
    void reason_is_passed_on_unchanged() {
        onNode(() -> {
            ExitReason detail = ExitReason.shutdown("z");
            Spawned parent =
                    spawnMonitor(() -> {
                        spawnLink(() -> {
                            spawnLink(() -> Processes.exit(detail));
                            receive();
                        });
                        receive();
                    });

            assertThat(receive(parent.ref()).reason()).isSameAs(detail);
        });
    }

    @DisplayName("EX-16 trapExits is false at first, per process, and returns the old value")
    @Test
    void trap_exits_returns_the_old_value() {
        onNode(() -> {
            assertThat(trapExits(true)).isFalse();
            assertThat(trapExits(true)).isTrue();
            Pid me = self();
            spawn(() -> me.send(trapExits(true)));

            assertThat(receive()).isEqualTo(false);
            assertThat(trapExits(false)).isTrue();
        });
    }

    @DisplayName("EX-16 what was trapped stays queued when trapping is turned off")
    @Test
    void queued_exits_stay() {
        onNode(() -> {
            trapExits(true);
            self().exit(BYE);
            trapExits(false);

            assertThat(mailbox()).containsExactly(new Exit(self(), BYE));
        });
    }

    @DisplayName("EX-16 turning trapping off counts for the next signal")
    @Test
    void next_signal_is_fatal_again() {
        onNode(() -> {
            Spawned child =
                    spawnMonitor(() -> {
                        trapExits(true);
                        trapExits(false);
                        self().exit(BYE);
                    });

            assertThat(receive(child.ref()).reason()).isEqualTo(BYE);
        });
    }

    @DisplayName("EX-17 EXIT names the sender, which need not be linked")
    @Test
    void exit_names_its_sender() {
        withNode(node -> {
            Pid receiver =
                    node.call(() -> {
                        Pid me = self();
                        Pid pid =
                                ready(() -> {
                                    trapExits(true);
                                    me.send(new Extras.Ready(self()));
                                    receive(GenCall.class).reply(mailbox());
                                });
                        return pid;
                    });
            Pid process =
                    node.call(() -> {
                        receiver.exit(BYE);
                        return self();
                    });
            receiver.exit(SHUTDOWN);
            Pid root = node.call(() -> parent().orElseThrow());

            assertThat(Gen.call(receiver, "mailbox", Duration.ofSeconds(50), _ -> Object.class))
                    .isEqualTo(List.of(new Exit(process, BYE), new Exit(root, SHUTDOWN)));
        });
    }

    @DisplayName("EX-18 noproc says that there was nobody, noconnection that there is no way")
    @Test
    void noproc_and_noconnection() {
        onNode(() -> {
            try (Node other = Node.start()) {
                Pid stranger = other.spawn(() -> receive());

                assertThat(receive(monitor(dead())).reason()).isEqualTo(NOPROC);
                assertThat(receive(monitor(stranger)).reason()).isEqualTo(NOCONNECTION);
            }
        });
    }

    @DisplayName("EX-21 a plain process logs an error that nobody caught, and no exit")
    @Test
    void errors_are_logged_and_exits_are_not() {
        onNode(() -> {
            try (LogCapture log = LogCapture.ofCore()) {
                IOException broken = new IOException("broken");
                end(idle(), BYE);
                receive(spawnMonitor(() -> Processes.exit(BYE)).ref());
                Spawned crashed =
                        spawnMonitor(() -> {
                            throw broken;
                        });
                receive(crashed.ref());

                assertThat(log.entries())
                        .singleElement()
                        .satisfies(entry -> {
                            assertThat(entry.level()).isEqualTo("SEVERE");
                            assertThat(entry.text()).contains(crashed.pid().toString(), "broken");
                            assertThat(entry.thrown()).isSameAs(broken);
                        });
            }
        });
    }

    @DisplayName("EX-19 a very large reason comes to every watcher as it is")
    @Test
    void large_reasons_arrive_intact() {
        onNode(() -> {
            trapExits(true);
            List<Integer> large = IntStream.range(0, 1_000_000).boxed().toList();
            ExitReason reason = ExitReason.of(large);
            Spawned child =
                    spawnMonitor(
                            () -> {
                                throw exit(reason);
                            },
                            SpawnOptions::link,
                            with -> with);

            assertThat(receive(Exit.class).reason()).isEqualTo(reason);
            assertThat(receive(child.ref()).reason()).isEqualTo(reason);
        });
    }
}
