// SPDX-License-Identifier: Apache-2.0
package dev.erloom.event;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.event.EventHandler.Removal;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.StartResult;
import dev.erloom.server.Call;
import dev.erloom.testing.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GenEventTest {
    private static final ExitReason BOO = ExitReason.of("boo");
    private static final HandlerId<Teller.Question> TELLER = HandlerId.of(Teller.class);

    /** An event for one handler, which does what it says. */
    record Do(String name, Step step) {
        interface Step {
            EventHandler.Next<Integer> run(Teller me, Integer state) throws Exception;
        }
    }

    /** Told to the observer. */
    record Handled(String name, Object event) {}

    /** Told to the observer. */
    record Ended(String name, Removal why) {}

    /** Told to the observer. */
    record TookOver(String name, @Nullable Object left) {}

    /** Tells its observer what happens, and counts. */
    record Teller(String name, Pid observer)
            implements EventHandler<Object, Teller.Question, Integer> {
        sealed interface Question {}

        record HowMany() implements Question, Call<Question, Integer> {}

        record Last() implements Question, Call<Question, String> {}

        record Fail() implements Question, Call<Question, String> {}

        Teller(String name) {
            this(name, self());
        }

        @Override
        public Integer init() {
            if (name.equals("fails")) {
                throw exit(BOO);
            }
            return 0;
        }

        @Override
        public Integer init(@Nullable Object left) {
            observer.send(new TookOver(name, left));
            int first = init();
            return left instanceof Integer count ? count : first;
        }

        @Override
        public Next<Integer> handleEvent(Object event, Integer count) throws Exception {
            if (event instanceof Do(String to, Do.Step step)) {
                return to.equals(name) ? step.run(this, count) : ok(count);
            }
            observer.send(new Handled(name, event));
            return ok(count + 1);
        }

        @Override
        public Next<Integer> handleCall(Question request, Integer count) {
            return switch (request) {
                case HowMany ask -> reply(ask, count, count);
                case Last last -> replyAndRemove(last, "bye");
                case Fail _ -> throw exit(BOO);
            };
        }

        @Override
        public Next<Integer> handleInfo(Object message, Integer count) {
            observer.send(new Handled(name, message));
            return ok(count);
        }

        @Override
        public Object terminate(Removal why, Integer count) {
            observer.send(new Ended(name, why));
            return count;
        }
    }

    private static GenEvent<Object> bus() {
        return GenEvent.startLink().orElseThrow();
    }

    @DisplayName("GE-1 handlers have a state of their own; the newest is told first")
    @Test
    void handlers_are_told_newest_first() {
        onNode(() -> {
            GenEvent<Object> bus = bus();
            HandlerId<Teller.Question> a = bus.addHandler(new Teller("a"), "a").orElseThrow();
            HandlerId<Teller.Question> b = bus.addHandler(new Teller("b"), "b").orElseThrow();
            assertThat(bus.whichHandlers()).containsExactly(b, a);

            bus.notify("e1");
            assertThat(receive()).isEqualTo(new Handled("b", "e1"));
            assertThat(receive()).isEqualTo(new Handled("a", "e1"));
            bus.deleteHandler(b);
            bus.syncNotify("e2");

            assertThat(mailbox())
                    .containsExactly(new Ended("b", new Removal.Deleted()), new Handled("a", "e2"));
            assertThat(bus.call(a, new Teller.HowMany())).isEqualTo(new HandlerResult.Ok<>(2));
        });
    }

    @DisplayName("GE-1 a handler is addressed by its class, or by its class and an id")
    @Test
    void handlers_are_addressed_by_class_and_id() {
        onNode(() -> {
            GenEvent<Object> bus = bus();

            HandlerId<Teller.Question> plain = bus.addHandler(new Teller("plain")).orElseThrow();
            HandlerId<Teller.Question> one = bus.addHandler(new Teller("one"), 1).orElseThrow();

            assertThat(plain).isEqualTo(TELLER).hasToString(Teller.class.getName());
            assertThat(one)
                    .isEqualTo(HandlerId.of(Teller.class, 1))
                    .hasToString("{" + Teller.class.getName() + ", 1}");
            assertThat(bus.call(HandlerId.of(Teller.class, 2), new Teller.HowMany()))
                    .isEqualTo(new HandlerResult.NoHandler<>());
            assertThat(bus.deleteHandler(HandlerId.of(Teller.class, 2)))
                    .isEqualTo(new HandlerResult.NoHandler<>());
        });
    }

    @DisplayName("GE-1 a handler that fails to start is not added")
    @Test
    void a_handler_may_fail_to_start() {
        onNode(() -> {
            GenEvent<Object> bus = bus();

            HandlerResult<HandlerId<Teller.Question>> result =
                    bus.addSupHandler(new Teller("fails"));

            assertThat(result).isEqualTo(new HandlerResult.Failed<>(BOO));
            assertThatThrownBy(result::orElseThrow)
                    .isInstanceOfSatisfying(
                            ExitException.class, e -> assertThat(e.reason()).isEqualTo(BOO));
            assertThat(bus.whichHandlers()).isEmpty();
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("GE-2 a crashing handler is removed with a report, the manager and others go on")
    @Test
    void a_crashing_handler_is_removed() {
        onNode(() -> {
            try (LogCapture log = LogCapture.of("dev.erloom.event")) {
                GenEvent<Object> bus = bus();
                bus.addHandler(new Teller("a"), "a");
                bus.addHandler(new Teller("b"), "b");

                bus.syncNotify(
                        new Do(
                                "b",
                                (_, _) -> {
                                    throw exit(BOO);
                                }));
                bus.syncNotify("next");

                assertThat(mailbox())
                        .containsExactly(
                                new Ended("b", new Removal.Crashed(BOO)), new Handled("a", "next"));
                assertThat(bus.whichHandlers()).containsExactly(HandlerId.of(Teller.class, "a"));
                assertThat(log.await("crashed").text())
                        .contains("{" + Teller.class.getName(), "boo");
            }
        });
    }

    @DisplayName("GE-2 null from a handler, or a reply to another request, is a crash of it")
    @Test
    @SuppressWarnings("NullAway") // as code without checks would
    void a_bad_answer_removes_the_handler() {
        onNode(() -> {
            GenEvent<Object> bus = bus();
            bus.addSupHandler(new Teller("a"), "a");
            bus.syncNotify(new Do("a", (_, _) -> null));
            ExitReason bad = new ExitReason.BadReturnValue("null");
            assertThat(mailbox())
                    .containsExactly(
                            new Ended("a", new Removal.Crashed(bad)),
                            new HandlerRemoved(HandlerId.of(Teller.class, "a"), bad));

            bus.addHandler(new Deaf());
            assertThat(bus.call(HandlerId.of(Deaf.class), new Deaf.Ask()))
                    .isEqualTo(
                            new HandlerResult.Failed<>(new ExitReason.BadReturnValue("no reply")));
        });
    }

    /** Answers nothing. */
    record Deaf() implements EventHandler<Object, Deaf.Ask, String> {
        record Ask() implements Call<Ask, String> {}

        @Override
        public String init() {
            return "";
        }

        @Override
        public Next<String> handleEvent(Object event, String state) {
            return ok(state);
        }

        @Override
        public Next<String> handleCall(Ask request, String state) {
            return ok(state);
        }
    }

    @DisplayName("GE-2 a call asks one handler; one that crashes or removes itself is gone")
    @Test
    void a_call_asks_one_handler() {
        onNode(() -> {
            GenEvent<Object> bus = bus();
            bus.addHandler(new Teller("a"));
            assertThat(bus.call(TELLER, new Teller.HowMany(), Duration.ofSeconds(60)))
                    .isEqualTo(new HandlerResult.Ok<>(0));

            assertThat(bus.call(TELLER, new Teller.Last()))
                    .isEqualTo(new HandlerResult.Ok<>("bye"));
            bus.addHandler(new Teller("b"));
            assertThat(bus.call(TELLER, new Teller.Fail()))
                    .isEqualTo(new HandlerResult.Failed<>(BOO));

            assertThat(bus.whichHandlers()).isEmpty();
            assertThat(mailbox())
                    .containsExactly(
                            new Ended("a", new Removal.Removed()),
                            new Ended("b", new Removal.Crashed(BOO)));
        });
    }

    @DisplayName("GE-2 a deleted handler leaves what its terminate returns")
    @Test
    void a_deleted_handler_leaves_something() {
        onNode(() -> {
            GenEvent<Object> bus = bus();
            bus.addHandler(new Teller("a"));
            bus.syncNotify("one");

            assertThat(bus.deleteHandler(TELLER)).isEqualTo(new HandlerResult.Ok<>(Optional.of(1)));
        });
    }

    @DisplayName("GE-2 swap hands the state over, from outside and by the handler itself")
    @Test
    void a_swap_hands_the_state_over() {
        onNode(() -> {
            GenEvent<Object> bus = bus();
            bus.addSupHandler(new Teller("a"));
            bus.syncNotify("one");
            mailbox();

            bus.swapHandler(TELLER, new Teller("b")).orElseThrow();
            bus.syncNotify(
                    new Do("b", (me, count) -> me.swap(count + 10, new Teller("c", me.observer))));

            ExitReason swapped = ExitReason.of(new HandlerRemoved.Swapped(TELLER));
            assertThat(mailbox())
                    .containsExactly(
                            new Ended("a", new Removal.SwappedOut()),
                            new HandlerRemoved(TELLER, swapped),
                            new TookOver("b", 1),
                            new Ended("b", new Removal.SwappedOut()),
                            new HandlerRemoved(TELLER, swapped),
                            new TookOver("c", 11));
            assertThat(bus.call(TELLER, new Teller.HowMany()))
                    .isEqualTo(new HandlerResult.Ok<>(11));
        });
    }

    @DisplayName("GE-2 swapping a handler that is not there starts the new one with nothing")
    @Test
    void a_swap_without_a_predecessor_starts_afresh() {
        onNode(() -> {
            GenEvent<Object> bus = bus();

            bus.swapHandler(TELLER, new Teller("b")).orElseThrow();

            assertThat(mailbox()).containsExactly(new TookOver("b", null));
            assertThat(bus.swapHandler(TELLER, new Teller("fails")))
                    .isEqualTo(new HandlerResult.Failed<>(BOO));
            assertThat(bus.whichHandlers()).isEmpty();
        });
    }

    @DisplayName("GE-2 who added a supervised handler is told when and why it is removed")
    @Test
    void an_owner_is_told() {
        onNode(() -> {
            GenEvent<Object> bus = bus();
            bus.addSupHandler(new Teller("a"));
            bus.deleteHandler(TELLER);
            assertThat(Processes.receive(HandlerRemoved.class))
                    .isEqualTo(new HandlerRemoved(TELLER, NORMAL));

            bus.addSupHandler(new Teller("b"));
            bus.syncNotify(new Do("b", (me, _) -> me.remove()));
            assertThat(Processes.receive(HandlerRemoved.class))
                    .isEqualTo(new HandlerRemoved(TELLER, NORMAL));

            bus.addSupHandler(new Teller("c"));
            bus.syncNotify(
                    new Do(
                            "c",
                            (_, _) -> {
                                throw exit(BOO);
                            }));
            assertThat(Processes.receive(HandlerRemoved.class))
                    .isEqualTo(new HandlerRemoved(TELLER, BOO));

            bus.addSupHandler(new Teller("d"));
            mailbox();
            bus.stop();
            assertThat(mailbox())
                    .containsExactly(
                            new Ended("d", new Removal.Stop()),
                            new HandlerRemoved(TELLER, SHUTDOWN));
        });
    }

    @DisplayName("GE-2 a supervised handler ends with the process that added it")
    @Test
    void a_supervised_handler_ends_with_its_owner() {
        onNode(() -> {
            GenEvent<Object> bus = bus();
            bus.addHandler(new Teller("stays"), "stays");
            Teller teller = new Teller("a");
            spawn(() -> {
                bus.addSupHandler(teller).orElseThrow();
                throw exit(BOO);
            });

            assertThat(receive()).isEqualTo(new Ended("a", new Removal.OwnerEnded(BOO)));
            assertThat(receive()).isInstanceOf(Handled.class); // the EXIT, as information
            assertThat(bus.whichHandlers()).containsExactly(HandlerId.of(Teller.class, "stays"));
        });
    }

    @DisplayName("GE-2 a message that is no event goes to handleInfo of all handlers")
    @Test
    void strays_go_to_all_handlers() {
        onNode(() -> {
            GenEvent<Object> bus = bus();
            bus.addHandler(new Teller("a"));

            bus.whereis().orElseThrow().send("stray");

            assertThat(receive()).isEqualTo(new Handled("a", "stray"));
        });
    }

    @DisplayName("GE-1 a manager has a name, is found by it, and is started once")
    @Test
    void a_manager_has_a_name() {
        onNode(() -> {
            GenEvent<Object> named = GenEvent.named("bus");
            GenEvent.startLink(named).orElseThrow();
            Pid pid = named.whereis().orElseThrow();

            named.addHandler(new Teller("a"));
            named.syncNotify("by name");

            assertThat(receive()).isEqualTo(new Handled("a", "by name"));
            assertThat(GenEvent.startLink(named)).isEqualTo(new StartResult.AlreadyStarted<>(pid));
            assertThat(GenEvent.of(pid)).isEqualTo(bus(pid)).hasToString("event manager " + pid);
            assertThatThrownBy(() -> GenEvent.startLink(GenEvent.of(pid)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("only a name can be given");
        });
    }

    private static GenEvent<Object> bus(Pid pid) {
        return GenEvent.of(pid);
    }

    @DisplayName(
            "GE-2 bad arguments are refused; without a manager a request exits, notify does not")
    @Test
    @SuppressWarnings("NullAway") // as code without checks would
    void bad_arguments_are_refused() {
        onNode(() -> {
            GenEvent<Object> bus = GenEvent.<Object>start().orElseThrow();
            assertThatThrownBy(() -> bus.notify(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> bus.addHandler(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> bus.deleteHandler(null))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> HandlerId.of(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> bus.call(TELLER, new Teller.HowMany(), Duration.ofDays(-1)))
                    .isInstanceOf(IllegalArgumentException.class);

            bus.stop(SHUTDOWN, Duration.ofSeconds(60));

            bus.notify("nobody");
            assertThatThrownBy(bus::whichHandlers)
                    .isInstanceOfSatisfying(
                            ExitException.class,
                            e -> assertThat(e.reason().root()).isEqualTo(ExitReason.NOPROC));
            assertThat(List.of(Node.current().processes())).isNotEmpty();
        });
    }
}
