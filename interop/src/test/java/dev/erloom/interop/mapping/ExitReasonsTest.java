// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static dev.erloom.interop.mapping.Mappings.assertMaps;
import static dev.erloom.interop.mapping.Mappings.refusalToRead;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.BinaryTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.PidTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.interop.testing.NodeIdentities;
import dev.erloom.process.Atom;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.RegisteredName;
import dev.erloom.process.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitReasonsTest {

    record Get(String key) {}

    private static void assertBothWays(ExitReason reason, Term term) {
        assertThat(ExitReasons.toTerm(reason)).isEqualTo(term);
        assertThat(ExitReasons.fromTerm(term)).isEqualTo(reason);
    }

    private static Term pair(Term first, Term second) {
        return Term.tuple(first, second);
    }

    @Nested
    class KnownReasons {

        @Test
        void are_atoms() {
            assertBothWays(ExitReason.NORMAL, Term.atom("normal"));
            assertBothWays(ExitReason.SHUTDOWN, Term.atom("shutdown"));
            assertBothWays(ExitReason.KILL, Term.atom("kill"));
            assertBothWays(ExitReason.KILLED, Term.atom("killed"));
            assertBothWays(ExitReason.NOPROC, Term.atom("noproc"));
            assertBothWays(ExitReason.NOCONNECTION, Term.atom("noconnection"));
            assertBothWays(ExitReason.TIMEOUT, Term.atom("timeout"));
            assertBothWays(ExitReason.CALLING_SELF, Term.atom("calling_self"));
        }

        @Test
        void carry_their_details() {
            assertBothWays(
                    ExitReason.shutdown(Term.of(1)), pair(Term.atom("shutdown"), Term.of(1)));
            assertBothWays(
                    new ExitReason.NodeDown("a@b"), pair(Term.atom("nodedown"), Term.atom("a@b")));
            assertBothWays(
                    new ExitReason.BadReturnValue("null"),
                    pair(Term.atom("bad_return_value"), Term.binary("null")));
            assertThat(ExitReasons.toTerm(ExitReason.shutdown(new Get("k"))))
                    .isEqualTo(
                            pair(Term.atom("shutdown"), pair(Term.atom("get"), Term.binary("k"))));
        }

        @Test
        void are_judged_right_when_they_come_from_elsewhere() {
            assertThat(ExitReasons.fromTerm(pair(Term.atom("shutdown"), Term.of(1))).isAbnormal())
                    .isFalse();
            assertThat(ExitReasons.fromTerm(Term.atom("boom")).isAbnormal()).isTrue();
        }
    }

    @Nested
    class FailedCalls {

        private final NodeIdentities identities = new NodeIdentities();
        private final Pid pid = identities.pid("a@b", 1, 2, 3);

        private static Term call(Term reason, Term server, Term timeout) {
            Term arguments = Term.list(server, Term.atom("get"), timeout);
            return pair(
                    reason,
                    Term.tuple(Term.atom("Elixir.GenServer"), Term.atom("call"), arguments));
        }

        @Test
        void describe_the_call() {
            identities.close();
            assertBothWays(
                    new ExitReason.CallFailed(
                            ExitReason.TIMEOUT,
                            new PidTerm(pid),
                            Term.atom("get"),
                            Duration.ofSeconds(5)),
                    call(Term.atom("timeout"), new PidTerm(pid), Term.of(5000)));
            assertBothWays(
                    new ExitReason.CallFailed(
                            new ExitReason.NodeDown("a@b"),
                            Term.atom("prices"),
                            Term.atom("get"),
                            Timeouts.INFINITY),
                    call(
                            pair(Term.atom("nodedown"), Term.atom("a@b")),
                            Term.atom("prices"),
                            Term.atom("infinity")));
        }

        @Test
        void name_the_server_as_its_node_does() {
            identities.close();
            assertThat(
                            ExitReasons.toTerm(
                                    new ExitReason.CallFailed(
                                            ExitReason.NOPROC,
                                            RegisteredName.local("prices"),
                                            Term.atom("get"),
                                            Duration.ZERO)))
                    .isEqualTo(call(Term.atom("noproc"), Term.atom("prices"), Term.of(0)));
        }

        @Test
        void of_other_modules_stay_terms() {
            identities.close();
            Term erlang =
                    pair(
                            Term.atom("noproc"),
                            Term.tuple(
                                    Term.atom("gen_server"),
                                    Term.atom("call"),
                                    Term.list(Term.of(1), Term.of(2), Term.of(3))));

            assertBothWays(ExitReason.of(erlang), erlang);
        }

        @Test
        void inside_failed_calls_are_known_as_deep_as_makes_sense() {
            identities.close();
            ExitReason reason = ExitReason.NOPROC;
            for (int i = 0; i < 20; i++) {
                reason = failed(reason);
            }
            assertBothWays(reason, ExitReasons.toTerm(reason));

            Term endless = Term.atom("noproc");
            for (int i = 0; i < 100_000; i++) {
                endless = call(endless, Term.atom("s"), Term.of(1));
            }
            assertThat(ExitReasons.toTerm(ExitReasons.fromTerm(endless))).isEqualTo(endless);
        }

        private static ExitReason failed(ExitReason reason) {
            return new ExitReason.CallFailed(
                    reason, Term.atom("s"), Term.atom("get"), Duration.ofMillis(1));
        }
    }

    @Nested
    class FailedTasks {

        private static Term failed(Term reason, String module, String function, Term... args) {
            return pair(
                    reason, Term.tuple(Term.atom(module), Term.atom(function), Term.list(args)));
        }

        @Test
        void describe_who_waited_and_how_long() {
            assertBothWays(
                    new ExitReason.TaskFailed(
                            ExitReason.of(Term.atom("boom")),
                            "await",
                            List.of(Term.binary("task"), Term.of(5000))),
                    failed(
                            Term.atom("boom"),
                            "Elixir.Task",
                            "await",
                            Term.binary("task"),
                            Term.of(5000)));
            assertBothWays(
                    new ExitReason.TaskFailed(
                            ExitReason.TIMEOUT, "stream", List.of(Term.atom("infinity"))),
                    failed(
                            Term.atom("timeout"),
                            "Elixir.Task.Supervised",
                            "stream",
                            Term.atom("infinity")));
        }

        @Test
        void write_times_and_lists_as_Elixir_does() {
            Object one =
                    new Object() {
                        @Override
                        public String toString() {
                            return "one";
                        }
                    };
            assertThat(
                            ExitReasons.toTerm(
                                    new ExitReason.TaskFailed(
                                            new ExitReason.NodeDown("a@b"),
                                            "await_many",
                                            List.of(List.of(one), Duration.ofSeconds(5)))))
                    .isEqualTo(
                            failed(
                                    pair(Term.atom("nodedown"), Term.atom("a@b")),
                                    "Elixir.Task",
                                    "await_many",
                                    Term.list(Term.binary("one")),
                                    Term.of(5000)));
            assertThat(
                            ExitReasons.toTerm(
                                    new ExitReason.TaskFailed(
                                            ExitReason.NOPROC,
                                            "shutdown",
                                            List.of(one, new Atom("brutal_kill")))))
                    .isEqualTo(
                            failed(
                                    Term.atom("noproc"),
                                    "Elixir.Task",
                                    "shutdown",
                                    Term.binary("one"),
                                    Term.atom("brutal_kill")));
            assertThat(
                            ExitReasons.toTerm(
                                    new ExitReason.TaskFailed(
                                            ExitReason.NOPROC,
                                            "yield",
                                            List.of(one, Timeouts.INFINITY))))
                    .isEqualTo(
                            failed(
                                    Term.atom("noproc"),
                                    "Elixir.Task",
                                    "yield",
                                    Term.binary("one"),
                                    Term.atom("infinity")));
        }

        @Test
        void that_no_task_can_have_stay_terms() {
            for (Term strange :
                    List.of(
                            failed(Term.atom("boom"), "Elixir.Task", "stream", Term.of(1)),
                            failed(Term.atom("boom"), "Elixir.Task.Supervised", "await"),
                            pair(
                                    Term.atom("boom"),
                                    Term.tuple(
                                            Term.atom("Elixir.Task"), Term.of(1), Term.list())))) {
                assertBothWays(ExitReason.of(strange), strange);
            }
        }

        @Test
        void of_a_server_that_awaited_one_are_known_by_their_root() {
            ExitReason seen =
                    ExitReasons.fromTerm(
                            failed(
                                    failed(Term.atom("noproc"), "Elixir.Task", "await"),
                                    "Elixir.Task",
                                    "await"));
            assertThat(seen.root()).isEqualTo(ExitReason.NOPROC);
        }
    }

    @Nested
    class Crashes {

        private static final class Unspeakable extends RuntimeException {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no message either");
            }
        }

        private static TupleTerm crash(Throwable thrown) {
            return (TupleTerm) ExitReasons.toTerm(new ExitReason.Crash(thrown));
        }

        @Test
        void name_the_exception_and_its_message() {
            assertThat(crash(new IllegalStateException("boom")).get(0))
                    .isEqualTo(
                            Term.tuple(
                                    Term.atom("java_exception"),
                                    Term.binary("java.lang.IllegalStateException"),
                                    Term.binary("boom")));
            assertThat(((TupleTerm) crash(new Error()).get(0)).get(2)).isEqualTo(AtomTerm.NIL);
            assertThat(((TupleTerm) crash(new Unspeakable()).get(0)).get(2))
                    .isEqualTo(AtomTerm.NIL);
        }

        @Test
        void show_where_as_erlang_does() {
            Throwable thrown = new IllegalStateException("boom");
            thrown.setStackTrace(
                    new StackTraceElement[] {
                        new StackTraceElement("shop.Prices", "handle", "Prices.java", 42),
                        new StackTraceElement("shop.Prices", "run", "Prices.java", -1),
                        new StackTraceElement("shop.Prices", "nowhere", null, -2)
                    });

            assertThat(crash(thrown).get(1))
                    .hasToString(
                            "[{:\"shop.Prices\", :handle, 0, [file: ~c\"Prices.java\", line: 42]},"
                                    + " {:\"shop.Prices\", :run, 0, [file: ~c\"Prices.java\"]},"
                                    + " {:\"shop.Prices\", :nowhere, 0, []}]");
        }

        @Test
        void show_the_first_32_frames() {
            Throwable thrown = new IllegalStateException();
            StackTraceElement[] frames = new StackTraceElement[1000];
            for (int i = 0; i < frames.length; i++) {
                frames[i] = new StackTraceElement("C", "m" + i, null, 0);
            }
            thrown.setStackTrace(frames);

            ListTerm stack = (ListTerm) crash(thrown).get(1);

            assertThat(stack.size()).isEqualTo(32);
            assertThat(stack.get(31))
                    .isEqualTo(
                            Term.tuple(Term.atom("C"), Term.atom("m31"), Term.of(0), ListTerm.NIL));
        }

        @Test
        void cut_names_that_are_too_long_for_atoms() {
            Throwable thrown = new IllegalStateException();
            thrown.setStackTrace(
                    new StackTraceElement[] {
                        new StackTraceElement("👍".repeat(300), "m", null, 0)
                    });

            TupleTerm frame = (TupleTerm) ((ListTerm) crash(thrown).get(1)).get(0);

            assertThat(frame.get(0)).isEqualTo(Term.atom("👍".repeat(255)));
        }

        @Test
        void are_other_reasons_on_the_way_back() {
            Term crash = crash(new IllegalStateException("boom"));

            assertThat(ExitReasons.fromTerm(crash)).isEqualTo(ExitReason.of(crash));
        }
    }

    @Nested
    class OtherReasons {

        private record Rude(int times) {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        }

        private static final class Stubborn {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        }

        @Test
        void are_the_term_itself() {
            Term term = Term.tuple(Term.atom("bad"), Term.of(1));

            assertBothWays(ExitReason.of(term), term);
            assertThat(ExitReasons.toTerm(ExitReason.of(new Rude(2))))
                    .isEqualTo(Term.tuple(Term.atom("rude"), Term.of(2)));
            assertThat(ExitReasons.toTerm(ExitReason.of("text"))).isEqualTo(Term.binary("text"));
        }

        @Test
        void go_out_as_text_where_they_have_no_term() {
            assertThat(ExitReasons.toTerm(ExitReason.of(new AtomicInteger(7))))
                    .isEqualTo(Term.binary("7"));
            assertThat(ExitReasons.toTerm(ExitReason.shutdown(new Stubborn())))
                    .isEqualTo(pair(Term.atom("shutdown"), Term.binary(Stubborn.class.getName())));
            assertThat(ExitReasons.toTerm(ExitReason.of("half \ud83d")))
                    .isEqualTo(Term.binary("half ?"));
            assertThat(ExitReasons.toTerm(new ExitReason.NodeDown("n".repeat(300))))
                    .isEqualTo(pair(Term.atom("nodedown"), Term.binary("n".repeat(300))));
        }

        @Test
        void go_out_even_if_somebody_changes_them() {
            List<Object> shifty =
                    new ArrayList<>(List.of(1)) {
                        private static final long serialVersionUID = 1L;

                        @Override
                        public Object[] toArray() {
                            throw new java.util.ConcurrentModificationException();
                        }
                    };

            assertThat(ExitReasons.toTerm(ExitReason.of(shifty))).isEqualTo(Term.binary("[1]"));
        }

        @ParameterizedTest
        @ValueSource(ints = {4_001, 1_000_000})
        void go_out_with_the_start_of_a_long_text(int length) {
            Term term = ExitReasons.toTerm(new ExitReason.BadReturnValue("x".repeat(length)));

            BinaryTerm text = (BinaryTerm) ((TupleTerm) term).get(1);
            assertThat(text.text()).hasValue("x".repeat(4_000) + "...");
        }
    }

    @Nested
    class AsComponents {

        record Gone(ExitReason why) {}

        record Orderly(ExitReason.ShutdownWith why) {}

        @Test
        void are_reasons_in_both_directions() {
            assertMaps(new Gone(ExitReason.NOPROC), pair(Term.atom("gone"), Term.atom("noproc")));
            assertMaps(ExitReason.KILLED, Term.atom("killed"), ExitReason.class);
        }

        @Test
        void may_be_of_one_kind_only() {
            assertThat(
                            refusalToRead(
                                    pair(Term.atom("orderly"), Term.atom("normal")), Orderly.class))
                    .endsWith(
                            "at element 1 (why): expected an exit reason of kind ShutdownWith, was"
                                    + " :normal");
        }
    }
}
