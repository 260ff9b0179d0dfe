// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.distribution.CloseReason.Kind;
import dev.erloom.interop.distribution.FramedConnection.Settings;
import dev.erloom.interop.testing.AgainstRealBeam;
import dev.erloom.interop.testing.Beam;
import dev.erloom.interop.testing.ErlangNode;
import dev.erloom.interop.testing.PortMapper;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both sides have a tick time of two seconds, of real time. */
@AgainstRealBeam
class FrozenPeerTest {
    private static final Duration TICK_TIME = Duration.ofSeconds(2);
    private static final NodeName BEAM = NodeName.parse("o@127.0.0.1");
    private static final Cookie COOK = Cookie.of("cook");

    private final PortMapper mapper;
    private final ErlangNode beam;
    private final RawFrames raw = new RawFrames();

    FrozenPeerTest(Beam.Release release) {
        mapper = PortMapper.start(release);
        beam =
                ErlangNode.start(
                        release,
                        mapper,
                        BEAM.toString(),
                        "cook",
                        "-kernel",
                        "net_ticktime",
                        String.valueOf(TICK_TIME.toSeconds()));
        beam.eval("net_kernel:monitor_nodes(true, [{node_type, all}]).");
    }

    static Stream<Beam.Release> releases() {
        return Beam.releases();
    }

    @AfterEach
    void end() {
        beam.close();
        mapper.close();
    }

    private Socket dial(String name) throws HandshakeFailure {
        var self = new LocalNode(NodeName.parse(name), 7, Flags.HIDDEN, COOK);
        var options = EpmdOptions.ofEnvironment(String.valueOf(mapper.port()));
        return new Dialer(
                        self,
                        new Handshake(self, new KnownPeers(), new Challenges()),
                        new EpmdResolver(options, TimeSource.system()),
                        TimeSource.system(),
                        TimedHandshake.SETUP_TIME)
                .dial(BEAM)
                .socket();
    }

    private FramedConnection<byte[]> ticking() throws IOException {
        return raw.on(dial("java@127.0.0.1"), new Settings(1 << 20, 1 << 20, 1 << 26, TICK_TIME));
    }

    private void signal(String signal) throws Exception {
        int status =
                new ProcessBuilder("kill", signal, String.valueOf(beam.pid())).start().waitFor();
        assertThat(status).isZero();
    }

    /** The BEAM drops the one that says nothing, which began later, and not the one that ticks. */
    @Test
    void lives_by_its_ticks_where_a_silent_node_is_dropped() throws Exception {
        FramedConnection<byte[]> connection = ticking();
        try (Socket silent = dial("silent@127.0.0.1")) {
            assertThat(beam.eval("receive {nodedown, Node, _} -> Node end."))
                    .isEqualTo("'silent@127.0.0.1'");
            assertThat(beam.eval("nodes(hidden).")).isEqualTo("['java@127.0.0.1']");
            assertThat(silent.isConnected()).isTrue();
        }
        assertThat(raw.ends).isEmpty();
        connection.close(new CloseReason(Kind.DISCONNECTED, "test over"));
        assertThat(raw.ends.take().kind()).isEqualTo(Kind.DISCONNECTED);
        connection.awaitEnd();
    }

    @Test
    void notices_that_its_peer_is_frozen() throws Exception {
        try (var log = new LogCapture()) {
            FramedConnection<byte[]> connection = ticking();
            assertThat(beam.eval("receive {nodeup, Node, _} -> Node end."))
                    .isEqualTo("'java@127.0.0.1'");
            signal("-STOP");
            try {
                long frozen = System.nanoTime();
                CloseReason end = raw.ends.take();
                Duration noticed = Duration.ofNanos(System.nanoTime() - frozen);

                assertThat(end.kind()).isEqualTo(Kind.TICK_TIMEOUT);
                assertThat(noticed).isLessThan(TICK_TIME.multipliedBy(2));
                assertThat(log.await("WARNING closed the connection to o@127.0.0.1"))
                        .endsWith("nothing came from it for PT2S");
                connection.awaitEnd();
            } finally {
                signal("-CONT");
            }
            assertThat(beam.eval("receive {nodedown, Node, _} -> Node end."))
                    .isEqualTo("'java@127.0.0.1'");
        }
    }
}
