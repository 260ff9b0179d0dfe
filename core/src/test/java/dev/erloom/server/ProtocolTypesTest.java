// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.server.Puppet.echo;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Heard;
import dev.erloom.server.Puppet.Info;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.testing.LogCapture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProtocolTypesTest {
    @AutoClose final LogCapture log = LogCapture.ofCore();

    /** Compiles as a call of the puppet's protocol, but is none of its messages. */
    private record ForeignCall() implements Call<Cue, Long> {}

    /** Compiles as a cast of the puppet's protocol, but is none of its messages. */
    private record ForeignCast() implements Cast<Cue> {}

    @DisplayName(
            "R17 a foreign record that is a Call of the protocol is refused at the caller; the server never knows")
    @Test
    void a_foreign_call_is_refused_at_the_caller() {
        inProcess(() -> {
            Name<Cue> name = Name.of("puppet");
            ServerRef<Cue> server =
                    GenServer.start(Puppet.ready(), with -> with.name(name)).orElseThrow();

            for (ServerRef<Cue> ref : List.of(server, name, name.on(Node.current()))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> ref.call(new ForeignCall()))
                        .withMessage(
                                "ForeignCall[] is no message of "
                                        + Puppet.class.getName()
                                        + ": its protocol is "
                                        + Cue.class.getName());
            }
            assertThat(server.call(echo("alive"))).isEqualTo("alive");
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("R17 a foreign record that is a Cast of the protocol is refused at the caller")
    @Test
    void a_foreign_cast_is_refused_at_the_caller() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.cast(new ForeignCast()))
                    .withMessageStartingWith("ForeignCast[] is no message of ");
            assertThat(server.call(echo("alive"))).isEqualTo("alive");
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("R17 an ordinary thread is refused, too")
    @Test
    void an_ordinary_thread_is_refused() {
        try (Node node = Node.start()) {
            Puppet puppet = node.call(Puppet::ready);
            ServerRef<Cue> server = node.start(() -> GenServer.startLink(puppet));

            assertThatIllegalArgumentException().isThrownBy(() -> server.call(new ForeignCall()));
            assertThatIllegalArgumentException().isThrownBy(() -> server.cast(new ForeignCast()));
        }
    }

    @DisplayName("R17 one name with two protocols: the server's own decides")
    @Test
    void a_name_with_a_false_protocol_is_refused() {
        inProcess(() -> {
            Name<Plain.Message> wrong = Name.of("puppet");
            GenServer.start(Puppet.ready(), with -> with.name(Name.of("puppet")));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> wrong.call(new Plain.Get()))
                    .withMessageContaining("its protocol is " + Cue.class.getName());
        });
    }

    @DisplayName(
            "R17 what is sent past the check is a message like any other: the loop looks again")
    @Test
    void strays_go_to_handle_info() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Ask call = echo("nobody waits for it");

            server.send(new ForeignCast());
            server.send(new ForeignCall());
            server.send(call);

            assertThat(List.of(receive(), receive(), receive()))
                    .isEqualTo(
                            List.of(
                                    new Heard(new ForeignCast()),
                                    new Heard(new ForeignCall()),
                                    new Heard(call)));
        });
    }

    @DisplayName("R18 one request object of many callers: each gets the answer to its own call")
    @Test
    void a_shared_request_belongs_to_its_call() {
        inProcess(() -> {
            ServerRef<Turnstile.Message> server =
                    GenServer.start(new Turnstile(self())).orElseThrow();
            Pid observer = self();
            for (int i = 0; i < 10; i++) {
                spawn(() -> observer.send(server.call(Turnstile.ENTER)));
            }
            for (int i = 0; i < 10; i++) {
                receive(String.class, "entered"::equals);
            }

            server.cast(new Turnstile.Open());

            List<Long> answers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                answers.add(receive(Long.class));
            }
            assertThat(answers).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        });
    }

    /** An answer to something else than the message that is being handled. */
    record Misplaced(String how, BiConsumer<ServerRef<Cue>, Ask> action) {
        @Override
        public String toString() {
            return how;
        }
    }

    static List<Misplaced> misplacedAnswers() {
        return List.of(
                new Misplaced(
                        "to an equal request",
                        inACall((me, ask, state) -> me.reply(new Ask(ask.answer()), "", state))),
                new Misplaced(
                        "to an earlier request, in a call",
                        (server, earlier) ->
                                callElsewhere(
                                        server, (me, _, state) -> me.reply(earlier, "", state))),
                new Misplaced(
                        "to an earlier request, in a cast",
                        (server, earlier) ->
                                server.cast(new Tell((me, state) -> me.reply(earlier, "", state)))),
                new Misplaced(
                        "to an earlier request, in an info",
                        (server, earlier) ->
                                server.send(new Info((me, state) -> me.reply(earlier, "", state)))),
                new Misplaced(
                        "in a continuation",
                        inACall((me, ask, state) ->
                                me.noReply(state).thenContinue(s -> me.reply(ask, "", s)))),
                new Misplaced(
                        "with a stop",
                        (server, earlier) ->
                                server.cast(
                                        new Tell((me, state) ->
                                                me.stop(NORMAL, earlier, "", state)))),
                new Misplaced(
                        "by the from of an equal request",
                        inACall((me, ask, state) -> {
                            me.from(new Ask(ask.answer()));
                            return me.noReply(state);
                        })),
                new Misplaced(
                        "by a from in a continuation",
                        inACall((me, ask, state) ->
                                me.noReply(state)
                                        .thenContinue(s -> {
                                            me.from(ask);
                                            return me.noReply(s);
                                        }))));
    }

    private static BiConsumer<ServerRef<Cue>, Ask> inACall(Puppet.Answer answer) {
        return (server, _) -> callElsewhere(server, answer);
    }

    private static void callElsewhere(ServerRef<Cue> server, Puppet.Answer answer) {
        spawn(() -> server.call(new Ask(answer)));
    }

    @DisplayName(
            "R18 an answer to anything but the message being handled is a crash that names from")
    @ParameterizedTest
    @MethodSource("misplacedAnswers")
    void an_answer_to_something_else_is_a_crash(Misplaced misplaced) {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Ask earlier = echo("earlier");
            server.call(earlier);
            Ref end = monitor(server);

            misplaced.action.accept(server, earlier);

            assertThat(((Crash) receive(end).reason()).cause())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("request that is being handled")
                    .hasMessageContaining("from");
        });
    }

    @DisplayName("R18 from is refused wherever no server handles the request")
    @Test
    void from_needs_the_server() {
        inProcess(() ->
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Puppet.ready().from(echo(""))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Plain().from(new Plain.Get()))
                .withMessageContaining("was Get[]");
    }

    @DisplayName("D6 requests are typed by the idiom Asks and Tells, and replies need no cast")
    @Test
    void the_idiom_types_every_reply() {
        inProcess(() -> {
            ServerRef<Store.Message> store = GenServer.start(new Store()).orElseThrow();

            store.cast(new Store.Put("lang", "Java"));
            Optional<String> lang = store.call(new Store.Get("lang"));
            int size = store.call(new Store.Size());

            assertThat(lang).contains("Java");
            assertThat(size).isEqualTo(1);
        });
    }

    @DisplayName("D6 the answer of a callback is a value: a server can be tested without a process")
    @Test
    void a_callback_is_a_function() {
        Store store = new Store();
        Store.Get get = new Store.Get("lang");
        Map<String, String> entries = Map.of("lang", "Java");

        assertThat(store.handle(get, entries))
                .isEqualTo(store.reply(get, Optional.of("Java"), entries));
        assertThat(store.handle(new Store.Put("lang", "Java"), Map.of()))
                .isEqualTo(store.noReply(entries));
        assertThat(store.init()).isEqualTo(store.ok(Map.of()));
    }

    @DisplayName("R17 a server whose class leaves its protocol open takes every call and cast")
    @Test
    void an_open_protocol_takes_everything() {
        inProcess(() -> {
            ServerRef<Cue> server = GenServer.start(new Echo<Cue>()).orElseThrow();
            assertThat(server.call(new ForeignCall())).isEqualTo(1L);
        });
    }

    /** Answers every call with the same. */
    private record Echo<M>() implements GenServer<M, Long> {
        @Override
        public Init<Long> init() {
            return ok(1L);
        }

        @Override
        @SuppressWarnings("unchecked") // only calls of Long are made to it
        public Next<Long> handle(M message, Long state) {
            return reply((Call<M, Long>) message, state, state);
        }
    }
}
