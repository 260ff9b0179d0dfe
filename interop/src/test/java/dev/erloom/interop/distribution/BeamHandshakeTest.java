// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.interop.distribution.CloseReason.Kind;
import dev.erloom.interop.distribution.FramedConnection.Settings;
import dev.erloom.interop.distribution.HandshakeFailure.Reason;
import dev.erloom.interop.distribution.Peers.Welcome;
import dev.erloom.interop.testing.AgainstRealBeam;
import dev.erloom.interop.testing.Beam;
import dev.erloom.interop.testing.ErlangNode;
import dev.erloom.interop.testing.PortMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Introduces Java nodes to real ones, and real ones to Java nodes. */
@AgainstRealBeam
class BeamHandshakeTest {
    private static final NodeName BEAM = NodeName.parse("o@127.0.0.1");
    private static final NodeName JAVA = NodeName.parse("java@127.0.0.1");
    private static final Cookie COOK = Cookie.of("cook");

    private final Beam.Release release;
    private final PortMapper mapper;
    private final NodeResolver resolver;
    private final ErlangNode beam;
    private final TimeSource time = TimeSource.system();
    private final KnownPeers peers = new KnownPeers();
    private final Challenges challenges = new Challenges();
    private final BlockingQueue<AuthenticatedSocket> accepted = new LinkedBlockingQueue<>();

    BeamHandshakeTest(Beam.Release release) {
        this.release = release;
        mapper = PortMapper.start(release);
        resolver = new EpmdResolver(EpmdOptions.ofEnvironment(String.valueOf(mapper.port())), time);
        beam = ErlangNode.start(release, mapper, BEAM.toString(), "cook");
        beam.eval("net_kernel:monitor_nodes(true, [{node_type, all}]).");
    }

    static Stream<Beam.Release> releases() {
        return Beam.releases();
    }

    @AfterEach
    void end() throws IOException {
        for (AuthenticatedSocket each : accepted) {
            each.socket().close();
        }
        beam.close();
        mapper.close();
    }

    private static LocalNode java(NodeName name, Flags flags, Cookie cookie) {
        return new LocalNode(name, LocalNode.randomCreation(), flags, cookie);
    }

    private AuthenticatedSocket dial(LocalNode self) throws HandshakeFailure {
        return new Dialer(
                        self,
                        new Handshake(self, peers, challenges),
                        resolver,
                        time,
                        TimedHandshake.SETUP_TIME)
                .dial(BEAM);
    }

    /** A Java node that lets others call it, registered with EPMD. */
    private final class Callee implements AutoCloseable {
        private final Acceptor acceptor;
        private final NodeResolver.Registration registration;

        Callee(LocalNode self) throws IOException {
            acceptor = Acceptor.bind(Listener.loopback(0), time, Acceptor.Limits.DEFAULT);
            acceptor.start(new HandshakeAcceptor(self, peers, challenges), accepted::add);
            registration = resolver.register(self.name().toString(), acceptor.port());
        }

        @Override
        public void close() {
            registration.close();
            acceptor.close();
        }
    }

    private String nodeUp() {
        return beam.eval("receive {nodeup, Node, _} -> Node end.");
    }

    private String nodeDown() {
        return beam.eval("receive {nodedown, Node, _} -> Node end.");
    }

    private void assertFails(LocalNode self, Reason reason, String message) {
        assertThatThrownBy(() -> dial(self))
                .isInstanceOfSatisfying(
                        HandshakeFailure.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }

    @Test
    void calls_it_hidden() throws Exception {
        AuthenticatedSocket java = dial(java(JAVA, Flags.HIDDEN, COOK));
        try (Socket socket = java.socket()) {
            assertThat(nodeUp()).isEqualTo("'java@127.0.0.1'");
            assertThat(beam.eval("nodes(hidden).")).isEqualTo("['java@127.0.0.1']");
            assertThat(beam.eval("nodes().")).isEqualTo("[]");
            assertThat(java.handshaken().peer()).isEqualTo(BEAM);
            assertThat(java.handshaken().isHidden()).isTrue();
            assertThat(beam.eval("erts_internal:get_creation()."))
                    .isEqualTo(Integer.toUnsignedString(java.handshaken().peerCreation()));
            assertThat(socket.isConnected()).isTrue();
        }
        assertThat(nodeDown()).isEqualTo("'java@127.0.0.1'");
    }

    @Test
    void calls_it_visible() throws Exception {
        AuthenticatedSocket java = dial(java(JAVA, Flags.VISIBLE, COOK));
        try (Socket socket = java.socket()) {
            assertThat(nodeUp()).isEqualTo("'java@127.0.0.1'");
            assertThat(beam.eval("nodes().")).isEqualTo("['java@127.0.0.1']");
            assertThat(java.handshaken().isHidden()).isFalse();
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void is_called_by_it() throws Exception {
        LocalNode self = java(JAVA, Flags.HIDDEN, COOK);
        try (var callee = new Callee(self)) {
            assertThat(beam.eval("net_kernel:connect_node('java@127.0.0.1').")).isEqualTo("true");

            Handshaken handshaken = accepted.element().handshaken();
            assertThat(handshaken.peer()).isEqualTo(BEAM);
            assertThat(handshaken.flags().lacking(Flags.MANDATORY)).isEmpty();
            assertThat(handshaken.flags().has(Flag.PUBLISHED)).isFalse();
            assertThat(beam.eval("nodes(hidden).")).isEqualTo("['java@127.0.0.1']");
            assertThat(callee.acceptor.port()).isPositive();
        }
    }

    @Test
    void negotiates_what_its_release_has() throws Exception {
        AuthenticatedSocket java = dial(java(JAVA, Flags.HIDDEN, COOK));
        try (Socket socket = java.socket()) {
            assertThat(java.handshaken().peerFlags().lacking(java.handshaken().flags())).isEmpty();
            if (release.otp() < 28) {
                assertThat(java.handshaken().flags()).hasToString("0xD07DF7FBC");
            }
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void is_told_that_its_cookie_is_wrong() {
        assertFails(
                java(JAVA, Flags.HIDDEN, Cookie.of("guess")),
                Reason.BAD_COOKIE,
                "peer o@127.0.0.1 rejected our cookie");
        assertThat(beam.awaitLog("Connection attempt from node")).contains("'java@127.0.0.1'");
    }

    @Test
    void hangs_up_on_a_wrong_cookie() throws Exception {
        try (var log = new LogCapture();
                var callee = new Callee(java(JAVA, Flags.HIDDEN, Cookie.of("other")))) {
            assertThat(beam.eval("net_kernel:connect_node('java@127.0.0.1').")).isEqualTo("false");
            assertThat(log.await("WARNING refused"))
                    .endsWith("peer o@127.0.0.1 has another cookie than ours");
            assertThat(accepted).isEmpty();
            assertThat(callee.acceptor.port()).isPositive();
        }
    }

    @Test
    void is_not_admitted_without_mandatory_flags() {
        Flags old = Flags.HIDDEN.without(Flag.MANDATORY_25_DIGEST).without(Flag.MAP_TAG);

        assertFails(
                java(JAVA, old, COOK),
                Reason.NOT_ALLOWED,
                "peer o@127.0.0.1 does not admit us: by its list, or for our flags");
        assertThat(beam.awaitLog("it cannot handle")).contains("MAP_TAG");
    }

    @Test
    void is_not_admitted_by_a_list_of_others() {
        beam.eval("net_kernel:allow(['other@127.0.0.1']).");

        assertFails(java(JAVA, Flags.HIDDEN, COOK), Reason.NOT_ALLOWED, "does not admit us");
    }

    @Test
    void says_that_an_unknown_node_is_unknown() {
        beam.close();

        assertThatThrownBy(() -> dialUntilUnknown(java(JAVA, Flags.HIDDEN, COOK)))
                .hasMessage("there is no node o@127.0.0.1 to be found");
    }

    /** EPMD needs a moment to notice that the node has gone. */
    private void dialUntilUnknown(LocalNode self) throws HandshakeFailure {
        while (true) {
            try {
                dial(self);
            } catch (HandshakeFailure e) {
                if (e.reason() != Reason.UNREACHABLE) {
                    throw e;
                }
            }
        }
    }

    @Test
    void takes_the_place_of_its_dead_connection() throws Exception {
        LocalNode self = java(JAVA, Flags.HIDDEN, COOK);
        try (Socket first = dial(self).socket()) {
            assertThat(nodeUp()).isEqualTo("'java@127.0.0.1'");
            try (Socket second = dial(self).socket()) {
                awaitEnd(first);
                assertThat(nodeDown()).isEqualTo("'java@127.0.0.1'");
                assertThat(nodeUp()).isEqualTo("'java@127.0.0.1'");
                assertThat(second.isConnected()).isTrue();
            }
        }
    }

    private static void awaitEnd(Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void leaves_its_living_connection_alone() throws Exception {
        LocalNode self = java(JAVA, Flags.HIDDEN, COOK);
        peers.wanted = false;
        FramedConnection<byte[]> first = new RawFrames().on(dial(self).socket(), Settings.DEFAULT);
        try {
            assertThat(nodeUp()).isEqualTo("'java@127.0.0.1'");

            assertFails(self, Reason.ALREADY_CONNECTED, "there is a connection to peer");

            first.send(greeting("still_here"));
            assertThat(beam.eval("receive still_here -> nodes(hidden) end."))
                    .isEqualTo("['java@127.0.0.1']");
        } finally {
            first.close(new CloseReason(Kind.DISCONNECTED, "test over"));
            first.awaitEnd();
        }
    }

    @Test
    void gets_a_name_from_it() throws Exception {
        AuthenticatedSocket java = dial(LocalNode.nameless("127.0.0.1", COOK));
        try (Socket socket = java.socket()) {
            String name = java.handshaken().self().toString();
            assertThat(name).endsWith("@127.0.0.1").doesNotStartWith("undefined");
            assertThat(java.handshaken().creation()).isNotZero();
            assertThat(nodeUp()).isEqualTo("'" + name + "'");
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void gives_a_name_to_it() throws Exception {
        LocalNode self = java(JAVA, Flags.VISIBLE, COOK);
        try (var callee = new Callee(self);
                ErlangNode nameless =
                        ErlangNode.start(release, mapper, "undefined@127.0.0.1", "cook")) {
            assertThat(nameless.eval("node().")).isEqualTo("nonode@nohost");
            assertThat(nameless.eval("net_kernel:connect_node('java@127.0.0.1')."))
                    .isEqualTo("true");

            assertThat(nameless.eval("atom_to_list(node())."))
                    .isEqualTo("\"" + accepted.element().handshaken().peer() + "\"");
            assertThat(callee.acceptor.port()).isPositive();
        }
    }

    @Test
    void goes_on_when_it_calls_at_the_same_time_and_has_the_greater_name() throws Exception {
        peers.welcome = Welcome.OK_SIMULTANEOUS;
        assertThat(Welcome.of(JAVA, BEAM, false, true)).isEqualTo(Welcome.OK_SIMULTANEOUS);
        try (var callee = new Callee(java(JAVA, Flags.HIDDEN, COOK))) {
            assertThat(beam.eval("net_kernel:connect_node('java@127.0.0.1').")).isEqualTo("true");
            assertThat(accepted.element().handshaken().peer()).isEqualTo(BEAM);
            assertThat(callee.acceptor.port()).isPositive();
        }
    }

    @Test
    void lets_it_wait_for_our_call_when_ours_is_the_greater_name() throws Exception {
        NodeName greater = NodeName.parse("z@127.0.0.1");
        LocalNode self = java(greater, Flags.HIDDEN, COOK);
        peers.welcome = Welcome.of(greater, BEAM, false, true);
        assertThat(peers.welcome).isEqualTo(Welcome.NOK);
        try (var callee = new Callee(self)) {
            beam.tell("net_kernel:connect_node('z@127.0.0.1').");
            assertThat(peers.asked.take()).isEqualTo(BEAM);
            AuthenticatedSocket ours = dial(self);

            assertThat(beam.answer()).isEqualTo("true");
            assertThat(ours.handshaken().peer()).isEqualTo(BEAM);
            assertThat(accepted).isEmpty();
            ours.socket().close();
            assertThat(callee.acceptor.port()).isPositive();
        }
    }

    /** Frames as the connection carries them, one written by hand and one by the BEAM. */
    @Test
    void carries_frames_both_ways() throws Exception {
        var raw = new RawFrames();
        FramedConnection<byte[]> connection =
                raw.on(dial(java(JAVA, Flags.HIDDEN, COOK)).socket(), Settings.DEFAULT);
        assertThat(nodeUp()).isEqualTo("'java@127.0.0.1'");

        connection.send(greeting("hello"));
        assertThat(beam.eval("receive hello -> ok end.")).isEqualTo("ok");
        assertThat(beam.eval("{inbox, 'java@127.0.0.1'} ! welcome.")).isEqualTo("welcome");
        assertThat(new String(raw.frames.take(), ISO_8859_1))
                .startsWith("\u0083D")
                .contains("inbox")
                .contains("welcome");

        connection.send(greeting("last"));
        connection.closeAfterSending(
                new CloseReason(Kind.DISCONNECTED, "test over"), Duration.ofSeconds(30));
        assertThat(raw.ends.take().kind()).isEqualTo(Kind.DISCONNECTED);
        assertThat(nodeDown()).isEqualTo("'java@127.0.0.1'");
        assertThat(beam.eval("receive last -> ok after 0 -> lost end.")).isEqualTo("ok");
    }

    /** REG_SEND of an atom to the process that evaluates, without cached atoms. */
    private byte[] greeting(String atom) {
        beam.eval("whereis(evaluator) =:= self() orelse register(evaluator, self()).");
        var frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {(byte) 131, 68, 0, 104, 4, 97, 6, 88});
        frame.writeBytes(atom(JAVA.toString()));
        frame.writeBytes(new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1});
        frame.writeBytes(atom(""));
        frame.writeBytes(atom("evaluator"));
        frame.writeBytes(atom(atom));
        return frame.toByteArray();
    }

    private static byte[] atom(String text) {
        return ("w" + (char) text.length() + text).getBytes(ISO_8859_1);
    }
}
