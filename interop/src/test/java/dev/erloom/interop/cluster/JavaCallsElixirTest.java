// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.erloom.interop.term.Term;
import dev.erloom.interop.testing.AgainstRealBeam;
import dev.erloom.interop.testing.Beam;
import dev.erloom.process.Atom;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.RegisteredName;
import dev.erloom.process.Timeouts;
import dev.erloom.server.GenServer;
import dev.erloom.server.MultiCall;
import dev.erloom.server.Name;
import dev.erloom.server.Request;
import dev.erloom.server.RequestCollection;
import dev.erloom.server.Response;
import dev.erloom.server.ServerRef;
import dev.erloom.sys.Sys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Java code can do with an Elixir server, which is what it can do with one of its own. */
@AgainstRealBeam
class JavaCallsElixirTest extends ElixirCluster {
    private static final ServerRef<Counter.Message> SERVER = Counter.COUNTER.on(ELIXIR);

    static Stream<Beam.Release> releases() {
        return Beam.releases();
    }

    /** Anew for each test, linked to nobody; what is left of the last one is gone then. */
    @BeforeEach
    void startServer() {
        elixir.eval(
                """
                if pid = Process.whereis(:counter), do: GenServer.stop(pid)
                {:ok, counter} = GenServer.start(Counter, 7, name: :counter)
                """);
    }

    private static ExitReason failureOf(ThrowingCallable call) {
        var failure = new ArrayList<ExitReason>();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(ExitException.class, e -> failure.add(e.reason()));
        return failure.getFirst();
    }

    /** A call's failure without the description of the call. */
    private static ExitReason rootOf(ExitReason failed) {
        return assertThat(failed).asInstanceOf(type(ExitReason.CallFailed.class)).actual().reason();
    }

    @Test
    @DisplayName("DI-13 Distribution.ping of a BEAM is true, and connects")
    void pings() {
        assertThat(net.ping(ELIXIR)).isTrue();
        assertThat(net.nodes()).containsExactly(ELIXIR);
        assertThat(net.ping("nobody@127.0.0.1")).isFalse();
        assertThat(net.ping(JAVA)).isTrue();
    }

    @Test
    @DisplayName("GC-15 a call from Java to the name of an Elixir server is answered")
    void calls_a_name() {
        assertThat(node.call(() -> SERVER.call(new Counter.Get()))).isEqualTo(7);
    }

    @Test
    @DisplayName("GC-15 casts from Java reach an Elixir server in their order, before a later call")
    void casts_in_order() {
        node.run(() -> {
            LongStream.rangeClosed(1, 100).forEach(n -> SERVER.cast(new Counter.Inc(n)));
            assertThat(SERVER.call(new Counter.Get())).isEqualTo(5057);
        });
    }

    @Test
    void calls_a_pid() {
        node.run(() -> {
            Processes.register("me");
            elixir.eval("send({:me, j}, {:asked, Process.whereis(:counter)})");
            Pid server = Processes.receive(Counter.Asked.class).server();
            assertThat(server.node()).isEqualTo(ELIXIR);
            assertThat(Gen.call(server, new Counter.Get(), Timeouts.INFINITY, _ -> Long.class))
                    .isEqualTo(7L);
        });
    }

    @Test
    @DisplayName("DI-12 a call from Java to an unknown name fails with noproc at once")
    void a_call_to_an_unknown_name_fails_at_once() {
        ServerRef<Counter.Message> nobody = Name.<Counter.Message>of("nobody").on(ELIXIR);
        node.run(() -> {
            ExitReason failure = failureOf(() -> nobody.call(new Counter.Get(), Timeouts.INFINITY));
            assertThat(rootOf(failure)).isEqualTo(ExitReason.NOPROC);
        });
    }

    @Test
    void a_call_to_an_unknown_node_fails_with_nodedown() {
        ServerRef<Counter.Message> nowhere = Counter.COUNTER.on("nowhere@127.0.0.1");
        node.run(() -> {
            ExitReason failure =
                    failureOf(() -> nowhere.call(new Counter.Get(), Timeouts.INFINITY));
            assertThat(rootOf(failure)).isEqualTo(new ExitReason.NodeDown("nowhere@127.0.0.1"));
        });
    }

    @Test
    void a_call_to_a_malformed_node_name_fails_with_nodedown() {
        ServerRef<Counter.Message> nowhere = Counter.COUNTER.on("no node");
        node.run(() -> {
            ExitReason failure =
                    failureOf(() -> nowhere.call(new Counter.Get(), Timeouts.INFINITY));
            assertThat(rootOf(failure)).isEqualTo(new ExitReason.NodeDown("no node"));
        });
    }

    @Test
    void a_server_that_fails_during_a_call_fails_its_caller() {
        node.run(() -> {
            ExitReason failure =
                    failureOf(() ->
                            SERVER.call(new Counter.Fail(new Atom("boom")), Timeouts.INFINITY));
            assertThat(rootOf(failure)).isEqualTo(ExitReason.of(Term.atom("boom")));
        });
    }

    @Test
    @DisplayName("GC-15 a reply that comes after the time-out is never seen")
    void a_late_reply_is_dropped() {
        node.run(() -> {
            var late = new Counter.Later(Processes.self());
            assertThat(rootOf(failureOf(() -> SERVER.call(late, Duration.ofMillis(1)))))
                    .isEqualTo(ExitReason.TIMEOUT);
            Pid server = Processes.receive(Counter.Asked.class).server();
            server.send(new Counter.Now());
            assertThat(SERVER.call(new Counter.Get())).isEqualTo(7);
            assertThat(Processes.messageQueueLength()).isZero();
        });
    }

    @Test
    void stops_a_server_with_a_reason() {
        for (ExitReason reason :
                List.of(
                        ExitReason.NORMAL,
                        ExitReason.SHUTDOWN,
                        ExitReason.shutdown(new Atom("why")),
                        ExitReason.of(new Atom("boom")))) {
            elixir.eval(
                    """
                    if Process.whereis(:counter) == nil, do:
                      {:ok, _} = GenServer.start(Counter, 7, name: :counter)
                    """);
            node.run(() -> Gen.stop(SERVER, reason, Timeouts.INFINITY));
            assertThat(elixir.eval("Process.whereis(:counter)")).isEqualTo("nil");
        }
        node.run(() ->
                assertThat(failureOf(() -> Gen.stop(SERVER, ExitReason.NORMAL, Timeouts.INFINITY)))
                        .isEqualTo(ExitReason.NOPROC));
    }

    @Test
    void what_cannot_be_mapped_fails_its_sender_and_nobody_else() {
        var odd = new Counter.Unmappable(Thread.currentThread());
        for (boolean connected : List.of(false, true)) {
            assertThat(net.nodes().contains(ELIXIR)).isEqualTo(connected);
            node.run(() -> {
                assertUnmappable(() -> SERVER.call(odd));
                assertUnmappable(() -> SERVER.cast(odd));
                assertUnmappable(() -> new RegisteredName("loop", ELIXIR).send(odd));
                assertThat(SERVER.call(new Counter.Get())).isEqualTo(7);
            });
        }
        assertThat(elixir.eval("receive do m -> m after 0 -> :nothing end")).isEqualTo(":nothing");
    }

    private static void assertUnmappable(ThrowingCallable sending) {
        assertThatThrownBy(sending)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unmappable to a term: at element 1 (value)")
                .hasMessageContaining("Thread");
    }

    @Test
    void a_reply_that_does_not_fit_fails_the_caller_with_the_path() {
        node.run(() -> {
            assertThatThrownBy(() ->
                            Gen.call(
                                    SERVER,
                                    new Counter.Get(),
                                    Timeouts.INFINITY,
                                    _ -> Counter.Asked.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot map 7 to");
            assertThat(SERVER.call(new Counter.Get())).isEqualTo(7);
        });
    }

    @Test
    void messages_sent_before_the_connection_stands_arrive_in_order() {
        node.run(() -> {
            var loop = new RegisteredName("loop", ELIXIR);
            IntStream.range(0, 1000).forEach(loop::send);
        });
        assertThat(
                        elixir.eval(
                                "(for _ <- 0..999, do: (receive do n -> n end)) =="
                                        + " Enum.to_list(0..999)"))
                .isEqualTo("true");
    }

    @Test
    void many_processes_call_at_once() {
        node.run(() -> {
            List<Processes.Spawned> callers =
                    IntStream.range(0, 200)
                            .mapToObj(_ ->
                                    Processes.spawnMonitor(() -> {
                                        for (int n = 0; n < 20; n++) {
                                            assertThat(
                                                            SERVER.call(
                                                                    new Counter.Get(),
                                                                    Timeouts.INFINITY))
                                                    .isEqualTo(7);
                                        }
                                    }))
                            .toList();
            for (Processes.Spawned caller : callers) {
                assertThat(Processes.receive(caller.ref()).reason()).isEqualTo(ExitReason.NORMAL);
            }
        });
    }

    @Test
    @DisplayName(
            "GC-12 GC-15 requests to an Elixir server are answered into the mailbox, as they come")
    void sends_requests() {
        node.run(() -> {
            RequestCollection<String, Long> open = new RequestCollection<>();
            open.add(SERVER.sendRequest(new Counter.Later(Processes.self())), "later");
            Counter.Asked asked = Processes.receive(Counter.Asked.class);
            Request<Long> nobody =
                    Name.<Counter.Message>of("nobody").on(ELIXIR).sendRequest(new Counter.Get());

            assertThat(nobody.receiveResponse(Timeouts.INFINITY))
                    .isInstanceOfSatisfying(
                            Response.Failed.class,
                            failed -> assertThat(failed.reason()).isEqualTo(ExitReason.NOPROC));
            assertThat(open.waitResponse(Duration.ZERO)).isEmpty();
            asked.server().send(new Counter.Now());
            assertThat(open.receiveResponse(Timeouts.INFINITY))
                    .contains(new RequestCollection.Labelled<>(new Response.Reply<>(7L), "later"));
            assertThat(Processes.messageQueueLength()).isZero();
        });
    }

    @Test
    @DisplayName("GC-12 a request to an Elixir server that is given up gets no late reply")
    void gives_requests_up() {
        node.run(() -> {
            Request<Long> request = SERVER.sendRequest(new Counter.Later(Processes.self()));
            Counter.Asked asked = Processes.receive(Counter.Asked.class);

            assertThat(request.receiveResponse(Duration.ZERO)).isEqualTo(new Response.TimedOut<>());

            asked.server().send(new Counter.Now());
            assertThat(SERVER.call(new Counter.Get())).isEqualTo(7);
            assertThat(Processes.messageQueueLength()).isZero();
        });
    }

    @Test
    @DisplayName("GC-12 a request that cannot be mapped is an error where it is sent")
    void refuses_requests_that_cannot_be_mapped() {
        node.run(() -> {
            assertThatThrownBy(() ->
                            SERVER.sendRequest(new Counter.Unmappable(Thread.currentThread())))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(SERVER.call(new Counter.Get())).isEqualTo(7);
            assertThat(Processes.messageQueueLength()).isZero();
        });
    }

    @Test
    @DisplayName(
            "GC-13 multi_call asks an Elixir and a Java server, and names the nodes that are bad")
    void calls_many_nodes() {
        node.start(() -> Counter.start(1));
        node.run(() -> {
            GenServer.abcast(List.of(ELIXIR, JAVA), Counter.COUNTER, new Counter.Inc(1));

            MultiCall<Long> answers =
                    GenServer.multiCall(
                            List.of(ELIXIR, "no@127.0.0.1", JAVA),
                            Counter.COUNTER,
                            new Counter.Get(),
                            Timeouts.INFINITY);

            assertThat(answers.replies())
                    .containsExactlyInAnyOrder(
                            new MultiCall.Reply<>(ELIXIR, 8L), new MultiCall.Reply<>(JAVA, 2L));
            assertThat(answers.badNodes()).containsExactly("no@127.0.0.1");
        });
    }

    @Test
    @DisplayName(
            "SY-7 what sys cannot ask an Elixir server is an error at once, and not sent; stop is")
    void refuses_system_messages() {
        node.run(() -> {
            assertThatThrownBy(() -> Sys.getState(SERVER))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("only terminate of sys");
            assertThat(SERVER.call(new Counter.Get())).isEqualTo(7);
        });
    }
}
