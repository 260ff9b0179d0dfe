// SPDX-License-Identifier: Apache-2.0
package dev.erloom.agent;

import static dev.erloom.agent.Agent.got;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static dev.erloom.testing.TestNode.withNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.BadReturnValue;
import dev.erloom.process.ExitReason.CallFailed;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult.AlreadyStarted;
import dev.erloom.process.StartResult.Failed;
import dev.erloom.process.Timeouts;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import dev.erloom.sys.Sys;
import dev.erloom.testing.Forever;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgentTest {
    private static final ExitReason BOO = ExitReason.of("boo");
    private static final Agent<Integer> COUNT = Agent.named("count");
    private static final Exception BROKEN = new IllegalStateException("broken");

    private static Agent<Integer> counter() {
        return Agent.<Integer>start(() -> 1).orElseThrow();
    }

    private static ExitReason failure(Runnable call) {
        ExitException thrown = catchThrowableOfType(ExitException.class, call::run);
        assertThat(thrown).isNotNull();
        return thrown.reason() instanceof CallFailed(var reason, _, _, _)
                ? reason
                : thrown.reason();
    }

    @DisplayName(
            "AG-1 get, update, get_and_update, cast, stop: one after the other, in the order they were sent")
    @Test
    void the_life_of_an_agent() {
        onNode(() -> {
            Agent<Map<String, String>> agent =
                    Agent.<Map<String, String>>startLink(HashMap::new).orElseThrow();

            agent.change(map -> map.put("hello", "world"));
            assertThat(agent.<@Nullable String>get(map -> map.get("hello"))).isEqualTo("world");
            assertThat(agent.<@Nullable String>get(map -> map.get("nobody"))).isNull();
            assertThat(agent.<String>getAndUpdate(map -> got(map.get("hello"), Map.of("a", "b"))))
                    .isEqualTo("world");
            agent.update(HashMap::new);
            agent.castChange(map -> map.put("c", "d"));
            agent.cast(map -> {
                map.remove("a");
                return map;
            });
            assertThat(agent.<Map<String, String>>get(Map::copyOf)).isEqualTo(Map.of("c", "d"));

            agent.stop();
            assertThat(agent.whereis().orElseThrow().isAlive()).isFalse();
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("AG-1 AG-3 every function runs inside the agent")
    @Test
    void functions_run_in_the_agent() {
        onNode(() -> {
            Pid test = self();
            Agent<Pid> agent = Agent.<Pid>start(Processes::self).orElseThrow();
            Pid pid = agent.whereis().orElseThrow();

            assertThat(agent.<Pid>get(state -> state)).isEqualTo(pid).isNotEqualTo(test);
            assertThat(agent.<Pid>get(_ -> self())).isEqualTo(pid);
            assertThat(agent.<Pid>getAndUpdate(state -> got(self(), state))).isEqualTo(pid);
            agent.update(_ -> self());
            agent.change(_ -> test.send(self()));
            agent.cast(_ -> self());
            agent.castChange(_ -> test.send(self()));
            assertThat(agent.<Pid>get(state -> state)).isEqualTo(pid);
            assertThat(mailbox()).containsExactly(pid, pid);
        });
    }

    static List<Consumer<Agent<Integer>>> slowCalls() {
        return List.of(
                agent -> agent.get(_ -> forEver()),
                agent -> agent.update(_ -> forEver()),
                agent -> agent.change(_ -> forEver()),
                agent -> agent.getAndUpdate(_ -> got(forEver(), 1)));
    }

    private static int forEver() throws InterruptedException {
        Forever.sleep();
        return 0;
    }

    @DisplayName("AG-1 each call waits 5 s by default")
    @ParameterizedTest
    @MethodSource("slowCalls")
    void calls_wait_five_seconds(Consumer<Agent<Integer>> call) {
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    Agent<Integer> agent = counter();
                    Thread mover =
                            Thread.startVirtualThread(() -> {
                                try {
                                    clock.awaitAlarm(Duration.ofSeconds(5));
                                    clock.advance(Duration.ofSeconds(5));
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });

                    ExitException late =
                            catchThrowableOfType(ExitException.class, () -> call.accept(agent));

                    mover.join();
                    assertThat(late.reason())
                            .isInstanceOfSatisfying(
                                    CallFailed.class,
                                    failed -> {
                                        assertThat(failed.reason()).isEqualTo(TIMEOUT);
                                        assertThat(failed.timeout())
                                                .isEqualTo(Duration.ofSeconds(5));
                                    });
                    agent.whereis().orElseThrow().exit(ExitReason.KILL);
                });
    }

    @DisplayName("AG-1 a call may wait for another time")
    @Test
    void calls_take_a_time_out() {
        onNode(() -> {
            Agent<Integer> agent = counter();
            assertThat(failure(() -> agent.get(_ -> forEver(), Duration.ZERO))).isEqualTo(TIMEOUT);
            agent.whereis().orElseThrow().exit(ExitReason.KILL);
            assertThatThrownBy(() -> counter().get(s -> s, Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeout must be >= 0, was PT-1S");
        });
    }

    @SuppressWarnings("NullAway") // null is what is tested
    static List<Consumer<Agent<Integer>>> badAnswers() {
        return List.of(
                agent -> agent.getAndUpdate(_ -> null),
                agent -> agent.getAndUpdate(_ -> got(1, null)),
                agent -> agent.update(_ -> null));
    }

    @DisplayName(
            "AG-2 an agent that gets no pair, or no state, stops with {bad_return_value, V}, and so does the call")
    @ParameterizedTest
    @MethodSource("badAnswers")
    void a_bad_answer_stops_the_agent(Consumer<Agent<Integer>> call) {
        onNode(() -> {
            Agent<Integer> agent = counter();
            Ref end = monitor(agent.ref());

            assertThat(failure(() -> call.accept(agent))).isEqualTo(new BadReturnValue("null"));
            assertThat(receive(end).reason()).isEqualTo(new BadReturnValue("null"));
        });
    }

    @DisplayName("AG-1 a function that throws ends the agent and exits its caller")
    @Test
    void a_function_that_throws_ends_the_agent() {
        onNode(() -> {
            Agent<Integer> agent = counter();
            Ref end = monitor(agent.ref());

            assertThatThrownBy(() ->
                            agent.get(_ -> {
                                throw BROKEN;
                            }))
                    .isInstanceOf(ExitException.class)
                    .hasCause(BROKEN);
            assertThat(receive(end).reason()).isEqualTo(new Crash(BROKEN));
            assertThat(failure(() -> agent.get(s -> s))).isEqualTo(NOPROC);
        });
    }

    @DisplayName(
            "AG-3 a start function that fails is a start error: what it threw, or that it returned nothing")
    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void a_failed_start_is_an_error() {
        onNode(() -> {
            trapExits(true);
            assertThat(
                            Agent.<Integer>start(() -> {
                                throw BROKEN;
                            }))
                    .isEqualTo(new Failed<>(new Crash(BROKEN)));
            assertThat(
                            Agent.<Integer>startLink(() -> {
                                throw exit(BOO);
                            }))
                    .isEqualTo(new Failed<>(BOO));
            assertThat(Agent.<Integer>start(() -> null))
                    .isEqualTo(new Failed<>(new BadReturnValue("null")));
            assertThat(Agent.<Integer>start(() -> forEver(), with -> with.timeout(Duration.ZERO)))
                    .isEqualTo(new Failed<>(TIMEOUT));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("AG-3 start links to nobody, start_link to the caller")
    @Test
    void only_start_link_links() {
        onNode(() -> {
            trapExits(true);
            Pid alone = counter().whereis().orElseThrow();
            alone.exit(BOO);
            receive(monitor(alone));
            assertThat(mailbox()).isEmpty();

            Pid linked = Agent.<Integer>startLink(() -> 1).orElseThrow().whereis().orElseThrow();
            linked.exit(BOO);
            assertThat(receive(Exit.class)).isEqualTo(new Exit(linked, BOO));
        });
    }

    @DisplayName("AG-3 an agent can have a name, once")
    @Test
    void an_agent_can_have_a_name() {
        onNode(() -> {
            assertThat(COUNT.whereis()).isEmpty();
            Agent.<Integer>start(() -> 1, with -> with.name(COUNT)).orElseThrow();
            Pid pid = COUNT.whereis().orElseThrow();

            COUNT.update(count -> count + 1);
            assertThat(COUNT.<Integer>get(count -> count)).isEqualTo(2);
            assertThat(Agent.startLink(() -> 5, COUNT)).isEqualTo(new AlreadyStarted<>(pid));

            COUNT.stop();
            assertThat(COUNT.whereis()).isEmpty();
            assertThat(failure(() -> COUNT.get(count -> count))).isEqualTo(NOPROC);
        });
    }

    @DisplayName("AG-3 an agent takes options of its process")
    @Test
    void an_agent_takes_options_of_its_process() {
        onNode(() -> {
            Agent<Boolean> agent =
                    Agent.<Boolean>start(
                                    () -> Thread.currentThread().isVirtual(),
                                    with -> with.spawn(spawn -> spawn.onPlatformThread()))
                            .orElseThrow();

            assertThat(agent.<Boolean>get(isVirtual -> isVirtual)).isFalse();
        });
    }

    @DisplayName("AG-3 an agent answers sys as any behaviour does")
    @Test
    void an_agent_is_a_behaviour() {
        onNode(() -> {
            Agent<Integer> agent = counter();
            assertThat(Sys.getState(agent.ref())).isEqualTo(1);
        });
    }

    @DisplayName("AG-4 cast succeeds whoever is there; unknown messages are logged and ignored")
    @Test
    void cast_never_fails_and_strays_are_ignored() throws InterruptedException {
        try (LogCapture log = LogCapture.ofCore();
                Node node = Node.start()) {
            node.run(() -> {
                COUNT.cast(count -> count + 1);
                Agent<Integer> agent = counter();
                agent.ref().send("stray");
                assertThat(agent.<Integer>get(count -> count)).isEqualTo(1);
                assertThat(log.await("unexpected message").text()).contains("stray");
                agent.stop();
                agent.cast(count -> count + 1);
            });
        }
    }

    @DisplayName("AG-1 stop waits for the end, with the reason and the time-out it is given")
    @Test
    void stop_takes_a_reason() {
        onNode(() -> {
            Agent<Integer> agent = counter();
            Ref end = monitor(agent.ref());
            agent.stop(BOO, Timeouts.INFINITY);
            assertThat(receive(end).reason()).isEqualTo(BOO);
            assertThat(failure(agent::stop)).isEqualTo(NOPROC);

            Agent<Integer> other = counter();
            Ref normal = monitor(other.ref());
            other.stop();
            assertThat(receive(normal).reason()).isEqualTo(NORMAL);
        });
    }

    @Test
    void any_thread_may_use_an_agent() {
        withNode(node -> {
            Agent<Integer> agent = node.start(() -> Agent.startLink(() -> 1, COUNT));
            agent.update(count -> count + 1);
            assertThat(COUNT.on(node).<Integer>get(count -> count)).isEqualTo(2);
            assertThat(Agent.<Integer>of(Name.of("count").on(node)).<Integer>get(count -> count))
                    .isEqualTo(2);
        });
    }

    @Test
    void handles_are_compared_by_address() {
        onNode(() -> {
            Agent<Integer> agent = counter();
            assertThat(Agent.<Integer>of(ServerRef.of(agent.whereis().orElseThrow())))
                    .isEqualTo(agent)
                    .hasSameHashCodeAs(agent)
                    .isNotEqualTo(COUNT);
            assertThat(COUNT).isEqualTo(Agent.named("count")).hasToString("agent count");
        });
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void wrong_use_is_an_error() {
        onNode(() -> {
            Agent<Integer> agent = counter();
            assertThatThrownBy(() -> Agent.startLink(() -> 1, agent))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("made by named");
            assertThatThrownBy(() -> Agent.named("")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> agent.get(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> Agent.start(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() ->
                            Agent.<Integer>start(
                                    () -> 1, with -> with.timeout(Duration.ofSeconds(-1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeout must be >= 0, was PT-1S");
            ExitReason nested = failure(() -> agent.<Integer>get(_ -> agent.<Integer>get(s -> s)));
            assertThat(nested.root()).isEqualTo(ExitReason.CALLING_SELF);
        });
    }
}
