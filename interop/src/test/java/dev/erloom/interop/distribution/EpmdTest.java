// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.interop.distribution.DistributionException.Reason;
import dev.erloom.interop.testing.PortMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** EPMD is a script here; {@link EpmdAgainstRealOneTest} meets the real one. */
class EpmdTest {
    private final ManualTime time = new ManualTime();
    private ServerSocket server;
    private Epmd epmd;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        epmd = new Epmd(server.getLocalPort(), time);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private static <A> FutureTask<A> ask(Callable<A> question) {
        var task = new FutureTask<>(question);
        Thread.startVirtualThread(task);
        return task;
    }

    /** Takes one question and answers it. */
    private Socket answer(String question, String answer) throws IOException {
        Socket socket = server.accept();
        var in = new DataInputStream(socket.getInputStream());
        assertThat(HexFormat.of().formatHex(in.readNBytes(in.readUnsignedShort())))
                .isEqualTo(question);
        socket.getOutputStream().write(HexFormat.of().parseHex(answer));
        return socket;
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(ISO_8859_1));
    }

    @Nested
    class registering {
        private static final String PROBE_AT_5555 =
                "7815b34d00000600060005" + "70726f6265" + "0000";

        @Test
        void sends_what_was_recorded_and_keeps_the_connection() throws Exception {
            FutureTask<Epmd.Registered> call = ask(() -> epmd.register("probe", 5555));
            try (Socket peer = answer(PROBE_AT_5555, "76006b031e0e")) {
                Epmd.Registered registered = call.get();

                assertThat(registered.creation()).isEqualTo(0x6b031e0e);
                assertThat(registered.socket().isClosed()).isFalse();
                assertThat(time.timers()).isZero();
                registered.socket().close();
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
            }
        }

        @Test
        void understands_the_short_answer_of_old() throws Exception {
            FutureTask<Epmd.Registered> call = ask(() -> epmd.register("probe", 5555));
            try (Socket peer = answer(PROBE_AT_5555, "79000002")) {
                assertThat(call.get().creation()).isEqualTo(2);
                call.get().socket().close();
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"760100000063", "79010063"})
        void says_that_the_name_is_taken(String taken) throws Exception {
            FutureTask<Epmd.Registered> call = ask(() -> epmd.register("probe", 5555));
            try (Socket peer = answer(PROBE_AT_5555, taken)) {
                assertThatThrownBy(call::get)
                        .cause()
                        .isInstanceOfSatisfying(
                                DistributionException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.NAME_TAKEN))
                        .hasMessage(
                                "a node \"probe\" is already registered with EPMD at 127.0.0.1:"
                                        + server.getLocalPort());
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
            }
        }

        @Test
        void refuses_garbage() throws Exception {
            FutureTask<Epmd.Registered> call = ask(() -> epmd.register("probe", 5555));
            try (Socket peer = answer(PROBE_AT_5555, "4854545000")) {
                assertThatThrownBy(call::get)
                        .hasMessageContaining(
                                "EPMD answers with 72, which is not an answer it has");
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
            }
        }

        @Test
        void does_not_wait_for_the_rest_of_an_answer_for_ever() throws Exception {
            FutureTask<Epmd.Registered> call = ask(() -> epmd.register("probe", 5555));
            try (Socket peer = answer(PROBE_AT_5555, "7600")) {
                time.advance(Duration.ofSeconds(5));

                assertThatThrownBy(call::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasMessageContaining(" did not answer within PT5S");
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
            }
        }

        @Test
        void says_that_epmd_hung_up() throws Exception {
            FutureTask<Epmd.Registered> call = ask(() -> epmd.register("probe", 5555));
            answer(PROBE_AT_5555, "7600").close();

            assertThatThrownBy(call::get).hasMessageContaining("hung up without an answer");
        }
    }

    @Nested
    class looking_up {
        @Test
        void finds_the_port() throws Exception {
            FutureTask<OptionalInt> call = ask(() -> epmd.portOf(Epmd.loopback(), "o25"));
            try (Socket peer =
                    answer(
                            "7a" + hex("o25"),
                            "7700" + "abcd" + "4d00" + "0006" + "0005" + "0003")) {
                assertThat(call.get()).hasValue(0xabcd);
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
            }
        }

        @Test
        void finds_nothing_for_a_name_that_is_not_there() throws Exception {
            FutureTask<OptionalInt> call = ask(() -> epmd.portOf(Epmd.loopback(), "o25"));
            try (Socket peer = answer("7a" + hex("o25"), "7701")) {
                assertThat(call.get()).isEmpty();
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
            }
        }

        @Test
        void refuses_a_node_of_another_age() throws Exception {
            FutureTask<OptionalInt> call = ask(() -> epmd.portOf(Epmd.loopback(), "r22"));
            try (Socket peer =
                    answer(
                            "7a" + hex("r22"),
                            "7700" + "abcd" + "4d00" + "0005" + "0005" + "0003")) {
                assertThatThrownBy(call::get)
                        .hasMessageContaining(
                                "node \"r22\" speaks versions 5 to 5 of the distribution, not 6");
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
            }
        }

        @Test
        void says_in_the_resolver_that_nothing_answers() throws Exception {
            int port = server.getLocalPort();
            server.close();
            var resolver = new EpmdResolver(EpmdOptions.ofEnvironment("" + port), time);

            assertThatThrownBy(() -> resolver.resolve("x@127.0.0.1"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("EPMD at 127.0.0.1:" + port + " does not answer");
        }

        @Test
        void refuses_a_malformed_name_in_the_resolver() {
            var resolver = new EpmdResolver(EpmdOptions.ofEnvironment(null), time);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> resolver.resolve("x"))
                    .withMessage("node name must be name@host, was \"x\"");
        }
    }

    @Nested
    class listing {
        @Test
        void reads_names_with_spaces_too() throws Exception {
            var call = ask(() -> epmd.names(Epmd.loopback()));
            answer("6e", "00001111" + hex("name o25 at port 5001\nrubbish\nname a b at port 77\n"))
                    .close();

            assertThat(call.get())
                    .containsExactly(new Epmd.Entry("o25", 5001), new Epmd.Entry("a b", 77));
        }

        @Test
        void stops_at_a_list_that_does_not_end() throws Exception {
            var call = ask(() -> epmd.names(Epmd.loopback()));
            try (Socket peer = answer("6e", "00001111")) {
                byte[] line = new byte[4096];
                assertThatThrownBy(
                                () -> {
                                    while (true) {
                                        peer.getOutputStream().write(line);
                                    }
                                })
                        .isInstanceOf(IOException.class);
            }
            assertThatThrownBy(call::get).hasMessageContaining("more than 1048576 bytes");
        }
    }

    @Nested
    class options {
        @Test
        void come_from_the_environment() {
            assertThat(EpmdOptions.ofEnvironment(null).port()).isEqualTo(4369);
            assertThat(EpmdOptions.ofEnvironment("4370").port()).isEqualTo(4370);
            assertThat(EpmdOptions.ofEnvironment(null).startsEpmd()).isTrue();
            assertThat(EpmdOptions.ofEnvironment("4370").withoutStart().port()).isEqualTo(4370);
            assertThat(EpmdOptions.ofEnvironment(null).withoutStart().port(1).startsEpmd())
                    .isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "x", "0", "65536", "-1"})
        void must_be_a_port(String value) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EpmdOptions.ofEnvironment(value))
                    .withMessage(
                            "ERL_EPMD_PORT must be a port from 1 to 65535, was \"" + value + "\"");
        }
    }

    @Nested
    class without_epmd {
        private EpmdResolver resolver(EpmdOptions options) {
            return new EpmdResolver(options, TimeSource.system(), "no-such-epmd");
        }

        private final EpmdOptions nobodyThere =
                EpmdOptions.ofEnvironment(String.valueOf(PortMapper.freePort()));

        @Test
        void says_that_there_is_none_to_start() {
            assertThatThrownBy(() -> resolver(nobodyThere).register("java@127.0.0.1", 5555))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("EPMD at 127.0.0.1:" + nobodyThere.port())
                    .hasMessageContaining("there is no no-such-epmd on the PATH to start")
                    .hasMessageEndingWith("nodes with fixed ports need none");
        }

        @Test
        void starts_none_when_told_so() {
            assertThatThrownBy(() ->
                            resolver(nobodyThere.withoutStart()).register("java@127.0.0.1", 5555))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith(" does not answer, and it is not to be started");
        }
    }

    @Test
    void registers_again_two_seconds_after_a_loss_and_keeps_its_creation() throws Exception {
        try (var log = new LogCapture()) {
            var options = EpmdOptions.ofEnvironment(String.valueOf(server.getLocalPort()));
            var resolver = new EpmdResolver(options, time);
            String question = "7815b34d00000600060005" + "70726f6265" + "0000";
            var call = ask(() -> resolver.register("probe@127.0.0.1", 5555));
            Socket first = answer(question, "760000000007");
            try (NodeResolver.Registration registration = call.get()) {
                first.close();
                assertThat(log.await("lost EPMD")).contains("probe is not registered");
                time.awaitTimers(1);

                time.advance(Duration.ofSeconds(2));
                answer(question, "760100000063").close();
                assertThat(log.await("WARNING")).contains("\"probe\" is already registered");
                time.awaitTimers(1);

                time.advance(Duration.ofSeconds(2));
                Socket third = answer(question, "760000000008");
                log.await("INFO registered probe with EPMD at");
                assertThat(registration.creation()).isEqualTo(7);
                var closing = ask(() -> close(registration));
                assertThat(third.getInputStream().read()).isEqualTo(-1);
                third.close();
                assertThat(closing.get()).isEqualTo(Optional.empty());
            }
            assertThat(time.timers()).isZero();
        }
    }

    private static Optional<Object> close(NodeResolver.Registration registration) {
        registration.close();
        return Optional.empty();
    }

    @Test
    void stops_registering_again_when_closed() throws Exception {
        try (var log = new LogCapture()) {
            var options = EpmdOptions.ofEnvironment(String.valueOf(server.getLocalPort()));
            var resolver = new EpmdResolver(options, time);
            var call = ask(() -> resolver.register("probe@127.0.0.1", 5555));
            answer("7815b34d00000600060005" + "70726f6265" + "0000", "760000000007").close();
            NodeResolver.Registration registration = call.get();
            log.await("lost EPMD");
            time.awaitTimers(1);

            registration.close();
            registration.close();

            assertThat(time.timers()).isZero();
        }
    }
}
