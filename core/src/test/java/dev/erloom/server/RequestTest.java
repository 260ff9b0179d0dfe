// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Processes.messageQueueLength;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.GenReply;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Timeouts;
import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.server.RequestCollection.Labelled;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RequestTest {
    private static final ExitReason BOO = ExitReason.of("boo");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @AutoClose final LogCapture log = LogCapture.ofCore();

    /** {@return a call that is answered later, by {@link #answer}} */
    private static Ask held(AtomicReference<@Nullable From<Object>> from) {
        return new Ask((me, ask, state) -> {
            from.set(me.from(ask));
            return me.noReply(state);
        });
    }

    private static void answer(AtomicReference<@Nullable From<Object>> from, Object value) {
        Objects.requireNonNull(from.get(), "from").reply(value);
    }

    @DisplayName("GC-12 a request is sent, and its response taken later")
    @Test
    void a_response_is_taken_later() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Request<Object> first = server.sendRequest(Puppet.echo(1));
            Request<Object> second = server.sendRequest(Puppet.echo(2));

            assertThat(second.receiveResponse(SECOND)).isEqualTo(new Response.Reply<>(2));
            assertThat(first.receiveResponse(SECOND).orElseThrow()).isEqualTo(1);
            assertThat(first.isOpen()).isFalse();
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("GC-12 the caller that the server sees is the sender")
    @Test
    void the_sender_is_the_caller() {
        inProcess(() -> {
            AtomicReference<@Nullable From<Object>> from = new AtomicReference<>();
            ServerRef<Cue> server = Puppet.ready().start();
            Request<Object> request = server.sendRequest(held(from));
            server.call(Puppet.echo("barrier"));
            From<Object> caller = Objects.requireNonNull(from.get(), "from");

            assertThat(caller.caller()).isEqualTo(self());
            caller.reply("first");
            caller.reply("second");

            assertThat(request.receiveResponse(SECOND).orElseThrow()).isEqualTo("first");
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName(
            "GC-12 receive_response that times out gives the request up: a late reply is dropped")
    @Test
    void a_time_out_gives_up() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    AtomicReference<@Nullable From<Object>> from = new AtomicReference<>();
                    ServerRef<Cue> server = Puppet.ready().start();
                    Request<Object> request = server.sendRequest(held(from));
                    server.call(Puppet.echo("barrier"));
                    spawn(() -> {
                        clock.awaitAlarm(SECOND);
                        clock.advance(SECOND);
                    });

                    Response<Object> response = request.receiveResponse(SECOND);

                    assertThat(response).isEqualTo(new Response.TimedOut<>());
                    assertThatExceptionOfType(ExitException.class)
                            .isThrownBy(response::orElseThrow)
                            .matches(exit -> exit.reason().equals(TIMEOUT));
                    answer(from, "late");
                    assertThat(mailbox()).isEmpty();
                    assertThatIllegalStateException()
                            .isThrownBy(() -> request.receiveResponse(SECOND))
                            .withMessageContaining("no longer open");
                });
    }

    @DisplayName("GC-12 wait_response that times out keeps the request open")
    @Test
    void a_wait_keeps_the_request() {
        inProcess(() -> {
            AtomicReference<@Nullable From<Object>> from = new AtomicReference<>();
            ServerRef<Cue> server = Puppet.ready().start();
            Request<Object> request = server.sendRequest(held(from));
            server.call(Puppet.echo("barrier"));

            assertThat(request.waitResponse(Duration.ZERO)).isEqualTo(new Response.TimedOut<>());
            assertThat(request.isOpen()).isTrue();
            answer(from, "late");
            assertThat(request.waitResponse(Duration.ZERO)).isEqualTo(new Response.Reply<>("late"));
        });
    }

    @DisplayName("GC-12 check_response knows its message in handle_info")
    @Test
    void a_message_is_checked() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Request<Object> request = server.sendRequest(Puppet.echo("value"));
            Request<Object> other = server.sendRequest(Puppet.echo("other"));
            Object message = receive();

            assertThat(message).isInstanceOf(GenReply.class);
            assertThat(other.checkResponse(message)).isEmpty();
            assertThat(request.checkResponse("something else")).isEmpty();
            assertThat(request.checkResponse(message)).contains(new Response.Reply<>("value"));
            assertThat(other.receiveResponse(SECOND).orElseThrow()).isEqualTo("other");
        });
    }

    @DisplayName("GC-12 the end of the server is the response, in each of the three ways")
    @Test
    void the_end_of_the_server_is_the_response() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Request<Object> first = server.sendRequest(Puppet.unanswered());
            Request<Object> second = server.sendRequest(Puppet.unanswered());
            Request<Object> third = server.sendRequest(Puppet.unanswered());
            server.cast(new Tell((me, state) -> me.stop(BOO, state)));
            Response<Object> ended = new Response.Failed<>(BOO, server);

            assertThat(first.receiveResponse(Timeouts.INFINITY)).isEqualTo(ended);
            assertThat(second.waitResponse(Timeouts.INFINITY)).isEqualTo(ended);
            receive(Puppet.Terminated.class);
            assertThat(third.checkResponse(receive())).contains(ended);
            assertThatExceptionOfType(ExitException.class)
                    .isThrownBy(ended::orElseThrow)
                    .matches(exit -> exit.reason().equals(BOO));
        });
    }

    @DisplayName("GC-12 a request to nobody fails with noproc, at once")
    @Test
    void nobody_is_there() {
        inProcess(() -> {
            Pid gone = spawn(() -> {});
            receive(monitor(gone));
            ServerRef<Cue> dead = ServerRef.of(gone);
            ServerRef<Cue> nobody = Name.of("nobody");

            assertThat(dead.sendRequest(Puppet.echo(1)).receiveResponse(Duration.ZERO))
                    .isEqualTo(new Response.Failed<>(NOPROC, dead));
            assertThat(nobody.sendRequest(Puppet.echo(1)).receiveResponse(Duration.ZERO))
                    .isEqualTo(new Response.Failed<>(NOPROC, nobody));
        });
    }

    /** A foreign request that compiles. */
    record Stranger() implements Call<Cue, String> {}

    @DisplayName("GC-12 what cannot be asked is an error where it is sent")
    @Test
    void bad_requests() throws Exception {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.sendRequest(new Stranger()))
                    .withMessageContaining("is no message of");
            Request<Object> mine = server.sendRequest(Puppet.echo(1));
            Pid me = self();
            spawn(() -> {
                try {
                    mine.receiveResponse(SECOND);
                } catch (IllegalStateException refused) {
                    me.send(String.valueOf(refused.getMessage()));
                }
            });
            assertThat(receive(String.class)).startsWith("only " + me + " may wait");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mine.receiveResponse(SECOND.negated()))
                    .withMessage("timeout must be >= 0, was PT-1S");
            assertThat(mine.receiveResponse(SECOND).orElseThrow()).isEqualTo(1);
        });
        try (Node node = Node.start()) {
            Puppet puppet = node.call(Puppet::ready);
            ServerRef<Cue> server = node.start(() -> GenServer.startLink(puppet));
            assertThatIllegalStateException()
                    .isThrownBy(() -> server.sendRequest(Puppet.echo(1)))
                    .withMessageContaining("needs a process");
        }
    }

    @DisplayName("GC-12 a collection takes responses with their labels, as they come")
    @Test
    void a_collection() {
        inProcess(() -> {
            AtomicReference<@Nullable From<Object>> from = new AtomicReference<>();
            ServerRef<Cue> server = Puppet.ready().start();
            ServerRef<Cue> ending = Puppet.ready().start();
            RequestCollection<String, Object> open = new RequestCollection<>();
            Request<Object> held = server.sendRequest(held(from));
            open.add(held, "held");
            open.add(server.sendRequest(Puppet.echo(2)), "echo");
            assertThat(open.size()).isEqualTo(2);
            assertThat(open.toList())
                    .extracting(RequestCollection.Entry::label)
                    .containsExactly("held", "echo");
            assertThat(open.toList().getFirst().request()).isSameAs(held);

            assertThat(open.receiveResponse(SECOND))
                    .contains(new Labelled<>(new Response.Reply<>(2), "echo"));
            assertThat(open.waitResponse(Duration.ZERO)).isEmpty();
            assertThat(open.size()).isEqualTo(1);
            open.add(ending.sendRequest(Puppet.unanswered()), "ending");
            ending.stop();
            assertThat(open.waitResponse(SECOND))
                    .contains(
                            new Labelled<>(
                                    new Response.Failed<>(ExitReason.NORMAL, ending), "ending"));
            answer(from, "now");
            receive(Puppet.Terminated.class);
            Object message = receive();
            assertThat(open.checkResponse("something else")).isEmpty();
            assertThat(open.checkResponse(message))
                    .contains(new Labelled<>(new Response.Reply<>("now"), "held"));
            assertThat(open.size()).isZero();
            assertThat(open.receiveResponse(Timeouts.INFINITY)).isEmpty();
        });
    }

    @DisplayName("GC-12 a collection whose time is up gives all its requests up")
    @Test
    void a_collection_gives_up() {
        inProcess(() -> {
            AtomicReference<@Nullable From<Object>> one = new AtomicReference<>();
            AtomicReference<@Nullable From<Object>> other = new AtomicReference<>();
            ServerRef<Cue> server = Puppet.ready().start();
            RequestCollection<Integer, Object> open = new RequestCollection<>();
            open.add(server.sendRequest(held(one)), 1);
            open.add(server.sendRequest(held(other)), 2);
            server.call(Puppet.echo("barrier"));

            assertThat(open.receiveResponse(Duration.ZERO)).isEmpty();

            assertThat(open.size()).isZero();
            answer(one, "late");
            answer(other, "late");
            assertThat(messageQueueLength()).isZero();
        });
    }

    @DisplayName("GC-12 a collection refuses a request that is not open, or there already")
    @Test
    void a_collection_refuses() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            RequestCollection<Integer, Object> open = new RequestCollection<>();
            Request<Object> request = server.sendRequest(Puppet.echo(1));
            open.add(request, 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> open.add(request, 2))
                    .withMessageContaining("already");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> open.waitResponse(SECOND.negated()))
                    .withMessage("timeout must be >= 0, was PT-1S");
            request.receiveResponse(SECOND);
            assertThatIllegalStateException()
                    .isThrownBy(() -> new RequestCollection<Integer, Object>().add(request, 1))
                    .withMessageContaining("no longer open");
            assertThat(open.waitResponse(Timeouts.INFINITY)).isEmpty();
        });
    }

    @DisplayName("GC-13 multi_call: replies by node, and the nodes that did not answer")
    @Test
    void multi_call() {
        inProcess(() -> {
            Name<Cue> name = Name.of("puppet");
            GenServer.start(Puppet.ready(), with -> with.name(name)).orElseThrow();
            String here = self().node();

            MultiCall<Object> all =
                    GenServer.multiCall(
                            List.of(here, "elsewhere@nowhere"), name, Puppet.echo(1), SECOND);

            assertThat(all)
                    .isEqualTo(
                            new MultiCall<>(
                                    List.of(new MultiCall.Reply<>(here, 1)),
                                    List.of("elsewhere@nowhere")));
            assertThat(
                            GenServer.multiCall(
                                    List.of(here), Name.<Cue>of("nobody"), Puppet.echo(1), SECOND))
                    .isEqualTo(new MultiCall<>(List.of(), List.of(here)));
            assertThat(GenServer.multiCall(List.of(here), name, Puppet.unanswered(), Duration.ZERO))
                    .isEqualTo(new MultiCall<>(List.of(), List.of(here)));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName(
            "GC-11 GC-13 abcast tells the servers that are there, and is silent about the others")
    @Test
    void abcast() {
        inProcess(() -> {
            Name<Cue> name = Name.of("puppet");
            ServerRef<Cue> server =
                    GenServer.start(Puppet.ready(), with -> with.name(name)).orElseThrow();
            List<Object> told = new ArrayList<>();

            GenServer.abcast(
                    List.of("elsewhere@nowhere", self().node()),
                    name,
                    new Tell((me, state) -> {
                        told.add(state);
                        return me.noReply(state);
                    }));

            server.call(Puppet.echo("barrier"));
            assertThat(told).containsExactly("first");
        });
    }
}
