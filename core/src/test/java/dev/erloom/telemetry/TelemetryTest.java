// SPDX-License-Identifier: Apache-2.0
package dev.erloom.telemetry;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.testing.Forever;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    private static final EventName QUERY = EventName.of("app", "repo", "query");
    private static final EventName REPO = EventName.of("app", "repo");
    private static final EventName OTHER = EventName.of("app", "http", "request");

    /** What a handler has seen, sent to the process of its configuration. */
    private record Seen(
            Pid emitter, EventName event, Map<String, ?> measured, Map<String, ?> about) {}

    private static void report(
            EventName event, Map<String, ?> measurements, Map<String, ?> metadata, Pid to) {
        to.send(new Seen(self(), event, measurements, metadata));
    }

    private static List<EventName> eventsOf(List<AttachedHandler<?>> handlers) {
        return handlers.stream().<EventName>map(AttachedHandler::event).toList();
    }

    @DisplayName("TE-1 an id is used once; the second time nothing changes")
    @Test
    void an_id_is_used_once() {
        onNode(() -> {
            Telemetry telemetry = Telemetry.current();
            assertThat(telemetry.attach("id", QUERY, TelemetryTest::report, self())).isTrue();
            assertThat(telemetry.attach("id", OTHER, TelemetryTest::report, self())).isFalse();
            assertThat(
                            telemetry.attachMany(
                                    "id", List.of(OTHER, REPO), TelemetryTest::report, self()))
                    .isFalse();
            assertThat(eventsOf(telemetry.listHandlers())).containsExactly(QUERY);
        });
    }

    @DisplayName("TE-1 TE-6 one handler for many events is listed for each of them")
    @Test
    void one_handler_for_many_events() {
        onNode(() -> {
            Telemetry telemetry = Telemetry.current();
            telemetry.attachMany("id", List.of(QUERY, OTHER, QUERY), TelemetryTest::report, self());
            telemetry.execute(QUERY, Map.of("n", 1));
            telemetry.execute(OTHER, Map.of("n", 2));
            assertThat(receive(Seen.class).event()).isEqualTo(QUERY);
            assertThat(receive(Seen.class).event()).isEqualTo(OTHER);
            assertThat(mailbox()).isEmpty();
            assertThat(eventsOf(telemetry.listHandlers())).containsExactlyInAnyOrder(QUERY, OTHER);
        });
    }

    @DisplayName("TE-2 a name has words, none of them empty")
    @Test
    void bad_names_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(EventName::of)
                .withMessage("the name of an event must have words that are not empty, was []");
        assertThatIllegalArgumentException().isThrownBy(() -> EventName.of("a", ""));
        onNode(() ->
                assertThatIllegalArgumentException()
                        .isThrownBy(() ->
                                Telemetry.current()
                                        .attachMany("id", List.of(), TelemetryTest::report, self()))
                        .withMessage("a handler must be attached to at least one event, was id"));
    }

    @DisplayName(
            "TE-2 an event is for handlers of exactly its name, not of a prefix or a longer one")
    @Test
    void names_match_exactly() {
        onNode(() -> {
            Telemetry telemetry = Telemetry.current();
            telemetry.attach("short", REPO, TelemetryTest::report, self());
            telemetry.execute(QUERY, Map.of());
            telemetry.execute(EventName.of("app"), Map.of());
            telemetry.execute(EventName.of("app", "repo"), Map.of("n", 3));
            assertThat(receive(Seen.class).measured()).isEqualTo(Map.of("n", 3));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("TE-3 handlers have run, in the emitting process, when execute returns")
    @Test
    void handlers_run_in_the_emitter() {
        onNode(() -> {
            Telemetry telemetry = Telemetry.current();
            Pid test = self();
            telemetry.attach("one", QUERY, TelemetryTest::report, test);
            telemetry.attach("two", QUERY, TelemetryTest::report, test);
            Pid emitter =
                    spawn(() -> {
                        Telemetry.current().execute(QUERY, Map.of("n", 1), Map.of("who", "Joe"));
                        test.send("done");
                    });
            Seen seen = new Seen(emitter, QUERY, Map.of("n", 1), Map.of("who", "Joe"));
            assertThat(receive()).isEqualTo(seen);
            assertThat(receive()).isEqualTo(seen);
            assertThat(receive()).isEqualTo("done");
        });
    }

    @DisplayName("TE-4 a handler that throws is detached from all events, logged and announced")
    @Test
    void a_failing_handler_is_detached() {
        try (LogCapture log = LogCapture.of("dev.erloom.telemetry")) {
            onNode(() -> {
                Telemetry telemetry = Telemetry.current();
                IllegalStateException broken = new IllegalStateException("broken");
                telemetry.attachMany(
                        "bad",
                        List.of(QUERY, OTHER),
                        (_, _, _, _) -> {
                            throw broken;
                        },
                        "config");
                telemetry.attach("good", QUERY, TelemetryTest::report, self());
                telemetry.attach("watch", Telemetry.HANDLER_FAILURE, TelemetryTest::report, self());

                telemetry.execute(QUERY, Map.of());

                Seen failure = receive(Seen.class, seen -> !seen.event().equals(QUERY));
                assertThat(failure.about())
                        .satisfies(about -> {
                            assertThat(about.get("event_name")).isEqualTo(QUERY);
                            assertThat(about.get("handler_id")).isEqualTo("bad");
                            assertThat(about.get("handler_config")).isEqualTo("config");
                            assertThat(about.get("kind")).isEqualTo("error");
                            assertThat(about.get("reason")).isEqualTo(broken);
                            assertThat(about.get("stacktrace"))
                                    .isEqualTo(List.of(broken.getStackTrace()));
                        });
                assertThat(failure.measured().keySet().stream().map(String::valueOf))
                        .containsExactlyInAnyOrder("monotonic_time", "system_time");
                assertThat(receive(Seen.class).event()).isEqualTo(QUERY); // the others are run
                assertThat(eventsOf(telemetry.listHandlers()))
                        .containsExactlyInAnyOrder(QUERY, Telemetry.HANDLER_FAILURE);
                assertThat(log.await("handler bad of [app, repo, query] failed").thrown())
                        .isSameAs(broken);
            });
        }
    }

    @DisplayName(
            "TE-4 an exit inside a handler is a failure of the handler, too, even of the watcher")
    @Test
    void an_exit_in_a_handler_is_a_failure() {
        try (LogCapture log = LogCapture.of("dev.erloom.telemetry")) {
            onNode(() -> {
                Telemetry telemetry = Telemetry.current();
                telemetry.attachMany(
                        "bad",
                        List.of(QUERY, Telemetry.HANDLER_FAILURE),
                        (_, _, _, _) -> {
                            throw exit(ExitReason.of("boo"));
                        },
                        "");
                telemetry.attach("watch", Telemetry.HANDLER_FAILURE, TelemetryTest::report, self());
                telemetry.execute(QUERY, Map.of());
                Seen failure = receive(Seen.class);
                assertThat(failure.about().get("kind")).isEqualTo("exit");
                assertThat(failure.about().get("reason")).isEqualTo(ExitReason.of("boo"));
                assertThat(mailbox()).isEmpty();
                assertThat(log.await("failed")).isNotNull();
            });
        }
    }

    @DisplayName("TE-4 a process that is killed in a handler dies, and the handler stays")
    @Test
    void a_signal_is_no_failure_of_the_handler() {
        onNode(() -> {
            Telemetry telemetry = Telemetry.current();
            telemetry.attach(
                    "slow",
                    QUERY,
                    (_, _, _, to) -> {
                        to.send(self());
                        Forever.sleep();
                    },
                    self());
            spawn(() -> telemetry.execute(QUERY, Map.of()));
            Pid emitter = receive(Pid.class);
            var end = monitor(emitter);
            emitter.exit(KILL);
            assertThat(receive(end).reason()).isEqualTo(KILLED);
            assertThat(telemetry.isAttached(QUERY)).isTrue();
        });
    }

    @DisplayName("TE-5 detach takes a handler off all its events, once")
    @Test
    void detach() {
        onNode(() -> {
            Telemetry telemetry = Telemetry.current();
            telemetry.attachMany("id", List.of(QUERY, OTHER), TelemetryTest::report, self());
            telemetry.attach("stays", OTHER, TelemetryTest::report, self());
            assertThat(telemetry.detach("id")).isTrue();
            assertThat(telemetry.detach("id")).isFalse();
            assertThat(telemetry.detach("never was")).isFalse();
            telemetry.execute(QUERY, Map.of());
            telemetry.execute(OTHER, Map.of());
            assertThat(receive(Seen.class).event()).isEqualTo(OTHER);
            assertThat(mailbox()).isEmpty();
            assertThat(telemetry.attach("id", QUERY, TelemetryTest::report, self())).isTrue();
        });
    }

    @DisplayName("TE-6 handlers are listed by the beginning of their events' names")
    @Test
    void list_by_prefix() {
        onNode(() -> {
            Telemetry telemetry = Telemetry.current();
            telemetry.attachMany("id", List.of(REPO, QUERY, OTHER), TelemetryTest::report, self());
            assertThat(eventsOf(telemetry.listHandlers("app", "repo")))
                    .containsExactlyInAnyOrder(REPO, QUERY);
            assertThat(eventsOf(telemetry.listHandlers("app"))).hasSize(3);
            assertThat(telemetry.listHandlers("repo")).isEmpty();
            assertThat(telemetry.listHandlers("app", "http").getFirst())
                    .satisfies(handler -> {
                        assertThat(handler.id()).isEqualTo("id");
                        assertThat(handler.config()).isEqualTo(self());
                    });
        });
    }

    @DisplayName("TE-7 the default metadata is empty")
    @Test
    void default_metadata() {
        onNode(() -> {
            Telemetry telemetry = Telemetry.current();
            telemetry.attach("id", QUERY, TelemetryTest::report, self());
            telemetry.execute(QUERY, Map.of("n", 1));
            assertThat(receive(Seen.class).about()).isEmpty();
        });
    }

    @DisplayName("TE-8 a span emits start and stop with times, metadata and one context")
    @Test
    void a_span_that_succeeds() {
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    Telemetry telemetry = Telemetry.current();
                    telemetry.attachMany(
                            "id",
                            List.of(QUERY.then("start"), QUERY.then("stop")),
                            TelemetryTest::report,
                            self());
                    long before = Node.current().monotonicTime().toNanos();
                    String result =
                            telemetry.span(
                                    QUERY,
                                    Map.of("sql", "select"),
                                    () -> {
                                        clock.advance(Duration.ofMillis(5));
                                        return new SpanResult<>(
                                                "rows", Map.of("rows", 3), Map.of("ok", true));
                                    });
                    assertThat(result).isEqualTo("rows");
                    Seen start = receive(Seen.class);
                    assertThat(start.event())
                            .isEqualTo(EventName.of("app", "repo", "query", "start"));
                    assertThat(start.measured().get("monotonic_time")).isEqualTo(before);
                    assertThat(start.measured().get("system_time")).isInstanceOf(Long.class);
                    Object context = start.about().get("telemetry_span_context");
                    assertThat(context).isNotNull();
                    assertThat(start.about())
                            .isEqualTo(Map.of("sql", "select", "telemetry_span_context", context));
                    Seen stop = receive(Seen.class);
                    assertThat(stop.measured())
                            .isEqualTo(
                                    Map.of(
                                            "duration",
                                            5_000_000L,
                                            "monotonic_time",
                                            before + 5_000_000L,
                                            "rows",
                                            3));
                    assertThat(stop.about())
                            .isEqualTo(Map.of("ok", true, "telemetry_span_context", context));

                    telemetry.span(QUERY, Map.of(), () -> SpanResult.of(1, Map.of()));
                    assertThat(receive(Seen.class).about().get("telemetry_span_context"))
                            .isNotEqualTo(context);
                    receive(Seen.class);
                    telemetry.span(
                            QUERY,
                            Map.of("telemetry_span_context", "mine"),
                            () -> SpanResult.of(1, Map.of()));
                    assertThat(receive(Seen.class).about().get("telemetry_span_context"))
                            .isEqualTo("mine");
                });
    }

    @DisplayName("TE-8 a span that fails emits exception, and throws on")
    @Test
    void a_span_that_fails() {
        onNode(() -> {
            Telemetry telemetry = Telemetry.current();
            telemetry.attach("id", QUERY.then("exception"), TelemetryTest::report, self());
            IllegalStateException broken = new IllegalStateException("broken");
            assertThatThrownBy(() ->
                            telemetry.span(
                                    QUERY,
                                    Map.of("sql", "select"),
                                    () -> {
                                        throw broken;
                                    }))
                    .isSameAs(broken);
            Seen seen = receive(Seen.class);
            assertThat(seen.measured().keySet().stream().map(String::valueOf))
                    .containsExactlyInAnyOrder("duration", "monotonic_time");
            assertThat(seen.about().get("kind")).isEqualTo("error");
            assertThat(seen.about().get("reason")).isEqualTo(broken);
            assertThat(seen.about().get("sql")).isEqualTo("select");
            assertThat(seen.about().get("stacktrace")).isEqualTo(List.of(broken.getStackTrace()));
            assertThat(seen.about().get("telemetry_span_context")).isNotNull();
            assertThatThrownBy(() -> telemetry.span(QUERY, Map.of(), () -> null))
                    .hasMessage("the body of a span returned null");
        });
    }

    @DisplayName("TE-9 an event without a handler costs a look: nothing that it carries is touched")
    @Test
    void nobody_listens_and_nothing_is_touched() {
        onNode(() -> {
            Telemetry telemetry = Telemetry.current();
            Map<String, Object> untouchable =
                    new AbstractMap<>() {
                        @Override
                        public Set<Entry<String, Object>> entrySet() {
                            throw new AssertionError("touched");
                        }
                    };
            telemetry.execute(QUERY, untouchable, untouchable);
            telemetry.attach("id", OTHER, TelemetryTest::report, self());
            telemetry.execute(QUERY, untouchable, untouchable);
            assertThat(telemetry.isAttached(QUERY)).isFalse();
            assertThat(telemetry.isAttached(OTHER)).isTrue();
            telemetry.detach("id");
            assertThat(telemetry.isAttached(OTHER)).isFalse();
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("TE-1 handlers belong to one node; any thread may use them")
    @Test
    void handlers_belong_to_a_node() {
        assertThatIllegalStateException().isThrownBy(Telemetry::current);
        try (Node one = Node.start();
                Node two = Node.start()) {
            StringBuilder seen = new StringBuilder();
            Telemetry.of(one).attach("id", QUERY, (event, _, _, to) -> to.append(event), seen);
            Telemetry.of(two).execute(QUERY, Map.of());
            assertThat(seen).isEmpty();
            Telemetry.of(one).execute(QUERY, Map.of());
            assertThat(seen).hasToString("[app, repo, query]");
            assertThat(one.<Boolean>call(() -> Telemetry.current().isAttached(QUERY))).isTrue();
        }
    }

    @Test
    void the_example_of_the_package_runs() {
        assertThat(TelemetryExample.run()).isEqualTo(42);
    }
}
