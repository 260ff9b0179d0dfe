// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.interop.distribution.HandshakeMessage.Ack;
import dev.erloom.interop.distribution.HandshakeMessage.Challenge;
import dev.erloom.interop.distribution.HandshakeMessage.Complement;
import dev.erloom.interop.distribution.HandshakeMessage.Name;
import dev.erloom.interop.distribution.HandshakeMessage.Named;
import dev.erloom.interop.distribution.HandshakeMessage.OldName;
import dev.erloom.interop.distribution.HandshakeMessage.Reply;
import dev.erloom.interop.distribution.HandshakeMessage.Status;
import dev.erloom.interop.distribution.Peers.Welcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The node {@code o25} is called; a script is the node {@code probe} that calls it. */
class AcceptorTest {
    private static final Cookie COOK = Cookie.of("cook");

    private final LocalNode o25 =
            new LocalNode(NodeName.parse("o25@127.0.0.1"), 0x6b031b16, Flags.VISIBLE, COOK);
    private final LocalNode probe =
            new LocalNode(NodeName.parse("probe@127.0.0.1"), 0x5eed0001, Flags.HIDDEN, COOK);
    private final ManualTime time = new ManualTime();
    private final KnownPeers peers = new KnownPeers();
    private final BlockingQueue<AuthenticatedSocket> accepted = new LinkedBlockingQueue<>();
    private Challenges challenges = new Challenges();
    private Acceptor acceptor;
    private LogCapture log;

    @BeforeEach
    void listen() throws Exception {
        log = new LogCapture();
        acceptor = open(o25, 64);
    }

    @AfterEach
    void close() throws Exception {
        acceptor.close();
        for (AuthenticatedSocket each : accepted) {
            each.socket().close();
        }
        log.close();
    }

    private Acceptor open(LocalNode self, int pending) throws IOException {
        var limits = new Acceptor.Limits(Duration.ofSeconds(7), pending);
        Acceptor opened = Acceptor.bind(Listener.loopback(0), time, limits);
        opened.start(new HandshakeAcceptor(self, peers, challenges), accepted::add);
        return opened;
    }

    private void reopen(LocalNode self, int pending) throws IOException {
        acceptor.close();
        acceptor = open(self, pending);
    }

    private ScriptedPeer call() throws IOException {
        return ScriptedPeer.calling(acceptor.port());
    }

    /** Nobody was accepted until now: the next one who calls is the first. */
    private void assertNobodyWasAccepted() throws Exception {
        var last = new LocalNode(NodeName.parse("last@127.0.0.1"), 1, Flags.HIDDEN, COOK);
        peers.welcome = Welcome.OK;
        try (ScriptedPeer peer = call()) {
            assertThat(peer.introduce(last)).isEqualTo(Status.OK);
            peer.answer(last);
            peer.hear();
            AuthenticatedSocket first = accepted.take();
            assertThat(first.handshaken().peer()).isEqualTo(last.name());
            first.socket().close();
        }
    }

    @Test
    void says_the_recorded_bytes() throws Exception {
        challenges = new Challenges(() -> 0x811a8761);
        reopen(new LocalNode(o25.name(), o25.creation(), new Flags(0xD07DF7FBDL), COOK), 64);
        try (ScriptedPeer peer = call()) {
            peer.say("4e0000000d07df7fbc5eed0001000f70726f6265403132372e302e302e31");
            peer.hear("736f6b");
            peer.hear("4e0000000d07df7fbd811a87616b031b16000d6f3235403132372e302e302e31");
            peer.say("72693bf4562b085284d418064052e96b5f11860750");
            peer.hear("610791d19c06dce1059419763c6a59d1bd");

            AuthenticatedSocket one = accepted.take();
            assertThat(one.handshaken())
                    .isEqualTo(
                            new Handshaken(
                                    o25.name(),
                                    0x6b031b16,
                                    probe.name(),
                                    0x5eed0001,
                                    new Flags(0xD07DF7FBCL),
                                    new Flags(0xD07DF7FBCL)));
            assertThat(time.timers()).isZero();
            assertThat(challenges.isOpen(0x811a8761)).isFalse();
            one.socket().close();
        }
    }

    @Test
    void ignores_what_follows_the_name() throws Exception {
        try (ScriptedPeer peer = call()) {
            peer.say("4e0000000d07df7fbc5eed0001000f70726f6265403132372e302e302e31cafebabe");
            peer.hear(Status.OK);
            peer.answer(probe);
            peer.hear();

            assertThat(accepted.take().handshaken().peer()).isEqualTo(probe.name());
        }
    }

    @Test
    void leaves_what_follows_the_handshake_to_the_connection() throws Exception {
        try (ScriptedPeer peer = call()) {
            peer.introduce(probe);
            peer.answer(probe);
            peer.sayRaw(0, 0, 0, 1, 70);

            try (var socket = accepted.take().socket()) {
                assertThat(socket.getInputStream().readNBytes(5)).containsExactly(0, 0, 0, 1, 70);
            }
        }
    }

    @Test
    void understands_the_old_form_of_the_name() throws Exception {
        try (ScriptedPeer peer = call()) {
            peer.say(new OldName(Flags.HIDDEN.lowHalf(), "probe@127.0.0.1"));
            peer.hear(Status.OK);
            Challenge challenge = Challenge.parse(peer.hear());
            peer.say(new Complement((int) (Flags.HIDDEN.bits() >>> 32), 77));
            peer.say(new Reply(1, Digest.of(COOK, challenge.challenge())));
            peer.hear();

            Handshaken handshaken = accepted.take().handshaken();
            assertThat(handshaken.peerCreation()).isEqualTo(77);
            assertThat(handshaken.flags()).isEqualTo(Flags.HIDDEN);
        }
    }

    @Test
    void looks_at_the_upper_flags_of_the_old_form_when_they_come() throws Exception {
        try (ScriptedPeer peer = call()) {
            peer.say(new OldName(Flags.HIDDEN.lowHalf(), "probe@127.0.0.1"));
            peer.hear(Status.OK);
            peer.hear();
            peer.say(new Complement(0, 77));
            peer.hear(Status.NOT_ALLOWED);
            peer.hearNothingMore();
        }
        assertThat(log.await("WARNING refused"))
                .endsWith("peer probe@127.0.0.1 lacks mandatory flags [V4_NC]");
    }

    @Test
    void lets_the_call_of_the_greater_name_count() throws Exception {
        peers.welcome = Welcome.OK_SIMULTANEOUS;
        try (ScriptedPeer peer = call()) {
            assertThat(peer.introduce(probe)).isEqualTo(Status.OK_SIMULTANEOUS);
            peer.answer(probe);
            peer.hear();

            assertThat(accepted.take().handshaken().peer()).isEqualTo(probe.name());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Welcome.class,
            names = {"NOK", "NOT_ALLOWED"})
    void turns_away(Welcome welcome) throws Exception {
        peers.welcome = welcome;
        try (ScriptedPeer peer = call()) {
            Status status = peer.introduce(probe);

            assertThat(status.text()).isEqualToIgnoringCase(welcome.name());
            peer.hearNothingMore();
        }
        assertNobodyWasAccepted();
    }

    @Test
    void asks_whether_the_connection_there_is_lives_and_believes_a_yes_only_with_the_cookie()
            throws Exception {
        peers.welcome = Welcome.ALIVE;
        try (ScriptedPeer peer = call()) {
            assertThat(peer.introduce(probe)).isEqualTo(Status.ALIVE);
            peer.say(Status.TRUE);
            Challenge challenge = Challenge.parse(peer.hear());
            assertThat(accepted).isEmpty();
            peer.say(new Reply(1, Digest.of(COOK, challenge.challenge())));
            peer.hear();

            assertThat(accepted.take().handshaken().peer()).isEqualTo(probe.name());
        }
    }

    @Test
    void does_not_replace_a_connection_for_one_without_the_cookie() throws Exception {
        peers.welcome = Welcome.ALIVE;
        try (ScriptedPeer peer = call()) {
            assertThat(peer.introduce(probe)).isEqualTo(Status.ALIVE);
            peer.say(Status.TRUE);
            Challenge challenge = Challenge.parse(peer.hear());
            peer.say(new Reply(1, Digest.of(Cookie.of("guess"), challenge.challenge())));
            peer.hearNothingMore();
        }
        assertNobodyWasAccepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "perhaps"})
    void keeps_the_connection_there_is_unless_it_is_dead(String answer) throws Exception {
        peers.welcome = Welcome.ALIVE;
        try (ScriptedPeer peer = call()) {
            assertThat(peer.introduce(probe)).isEqualTo(Status.ALIVE);
            peer.say(new Status(answer));
            peer.hearNothingMore();
        }
        assertNobodyWasAccepted();
    }

    @Test
    void gives_a_name_to_who_has_none() throws Exception {
        try (ScriptedPeer peer = call()) {
            peer.say(new Name(Flags.HIDDEN.with(Flag.NAME_ME), 0, "127.0.0.1"));
            Named named = Named.parse(peer.hear());
            assertThat(named.name()).matches("[0-9A-Z]{12}@127\\.0\\.0\\.1");
            assertThat(named.creation()).isNotZero();
            Challenge challenge = peer.answer(probe);
            peer.hear();

            assertThat(challenge.flags().has(Flag.NAME_ME)).isTrue();
            assertThat(challenge.flags().has(Flag.PUBLISHED)).isFalse();
            Handshaken handshaken = accepted.take().handshaken();
            assertThat(handshaken.peer()).hasToString(named.name());
            assertThat(handshaken.peerCreation()).isEqualTo(named.creation());
            assertThat(handshaken.isHidden()).isTrue();
        }
    }

    @Test
    void tells_a_peer_that_it_lacks_flags_before_it_looks_at_its_cookie() throws Exception {
        Flags old =
                Flags.HIDDEN
                        .without(Flag.UNLINK_ID)
                        .without(Flag.V4_NC)
                        .without(Flag.MANDATORY_25_DIGEST);
        try (ScriptedPeer peer = call()) {
            assertThat(peer.introduce(new LocalNode(probe.name(), 1, old, Cookie.of("guess"))))
                    .isEqualTo(Status.NOT_ALLOWED);
            peer.hearNothingMore();
        }
        assertThat(log.await("WARNING refused /127.0.0.1:"))
                .endsWith("peer probe@127.0.0.1 lacks mandatory flags [UNLINK_ID, V4_NC]");
    }

    @Test
    void hangs_up_on_a_wrong_cookie() throws Exception {
        try (ScriptedPeer peer = call()) {
            peer.introduce(probe);
            peer.answer(new LocalNode(probe.name(), 1, Flags.HIDDEN, Cookie.of("guess")));
            peer.hearNothingMore();
        }
        assertThat(log.await("WARNING refused"))
                .endsWith("peer probe@127.0.0.1 has another cookie than ours");
        assertNobodyWasAccepted();
    }

    @Test
    void refuses_a_peer_of_its_own_name() throws Exception {
        try (ScriptedPeer peer = call()) {
            assertThat(peer.introduce(o25)).isEqualTo(Status.NOK);
            peer.hearNothingMore();
        }
        assertThat(log.await("refused")).endsWith("o25@127.0.0.1, which is our name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"probe", "a@b@c", "@b", "a\n@b"})
    void refuses_a_malformed_name(String name) throws Exception {
        try (ScriptedPeer peer = call()) {
            peer.say(new Name(Flags.HIDDEN, 1, name));
            peer.hearNothingMore();
        }
        assertThat(log.await("refused"))
                .contains("node name must be name@host, was \"" + name.replace('\n', '?') + "\"");
    }

    @Test
    void refuses_a_name_of_256_characters() throws Exception {
        try (ScriptedPeer peer = call()) {
            peer.say(new Name(Flags.HIDDEN, 1, "n".repeat(254) + "@h"));
            peer.hearNothingMore();
        }
        assertThat(log.await("refused")).contains("at most 255 characters, has 256");
    }

    @Test
    void proves_nothing_for_a_challenge_of_its_own() throws Exception {
        int ours = challenges.issue();
        try (ScriptedPeer peer = call()) {
            peer.introduce(probe);
            Challenge challenge = Challenge.parse(peer.hear());
            peer.say(new Reply(ours, Digest.of(COOK, challenge.challenge())));
            peer.hearNothingMore();
        }
        assertThat(log.await("refused")).contains("hands us a challenge of our own");
    }

    @Test
    void ends_a_handshake_that_takes_too_long() throws Exception {
        try (ScriptedPeer peer = call()) {
            peer.introduce(probe);
            peer.hear();
            time.advance(Duration.ofMillis(6999));
            peer.sayRaw(0);
            time.advance(Duration.ofMillis(1));

            peer.hearNothingMore();
        }
        assertThat(log.await("refused")).contains("did not finish the handshake within PT7S");
    }

    @Test
    void refuses_a_long_message_before_it_comes() throws Exception {
        try (ScriptedPeer peer = call()) {
            peer.sayRaw(0xff, 0xff);
            peer.hearNothingMore();
        }
        assertThat(log.await("refused")).contains("at most 2048 bytes, this one claims 65535");
    }

    @Test
    void refuses_garbage_and_serves_on() throws Exception {
        try (ScriptedPeer peer = call()) {
            peer.sayRaw("GET / HTTP/1.1\r\n\r\n".chars().toArray());
            peer.hearNothingMore();
        }
        assertThat(log.await("refused")).contains("at most 2048 bytes");
        assertNobodyWasAccepted();
    }

    @Test
    void hangs_up_when_too_many_are_at_it() throws Exception {
        reopen(o25, 2);
        try (ScriptedPeer first = call();
                ScriptedPeer second = call()) {
            first.introduce(probe);
            second.introduce(probe);
            try (ScriptedPeer third = call()) {
                third.hearNothingMore();
            }
            first.answer(probe);
            accepted.take().socket().close();
            first.hear();
            first.hearNothingMore();

            try (ScriptedPeer third = call()) {
                assertThat(third.introduce(probe)).isEqualTo(Status.OK);
            }
        }
    }

    @Test
    void keeps_the_place_of_a_refused_peer_for_a_second() throws Exception {
        reopen(o25, 1);
        try (ScriptedPeer first = call()) {
            first.introduce(probe);
            first.answer(new LocalNode(probe.name(), 1, Flags.HIDDEN, Cookie.of("guess")));
            first.hearNothingMore();
        }
        log.await("another cookie");
        time.awaitTimers(1);
        try (ScriptedPeer second = call()) {
            second.hearNothingMore();
        }
        time.advance(Duration.ofSeconds(1));
        time.awaitTimers(0);
        awaitPlace();
    }

    /** The place is given back by a thread that has just been woken. */
    private void awaitPlace() throws IOException {
        while (true) {
            try (ScriptedPeer peer = call()) {
                peer.introduce(probe);
                return;
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void ends_what_is_under_way_when_closed() throws Exception {
        int port = acceptor.port();
        try (ScriptedPeer peer = call()) {
            peer.introduce(probe);
            peer.hear();

            acceptor.close();

            peer.hearNothingMore();
            assertThat(time.timers()).isZero();
            assertThatThrownBy(() -> ScriptedPeer.calling(port)).hasMessageContaining("refused");
        }
    }

    @Test
    void can_be_reached_from_this_machine_only() throws Exception {
        assertThat(Listener.loopback(0).getAddress().isLoopbackAddress()).isTrue();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void warns_when_others_can_reach_it() throws Exception {
        try (Acceptor everywhere =
                Acceptor.bind(new InetSocketAddress(0), time, Acceptor.Limits.DEFAULT)) {
            assertThat(everywhere.port()).isPositive();
            assertThat(log.await("WARNING listening on")).contains("nothing but the cookie");
        }
    }

    @Test
    void lets_who_calls_early_wait_until_it_is_started() throws Exception {
        try (Acceptor early = Acceptor.bind(Listener.loopback(0), time, Acceptor.Limits.DEFAULT);
                ScriptedPeer peer = ScriptedPeer.calling(early.port())) {
            early.start(new HandshakeAcceptor(o25, peers, challenges), accepted::add);

            assertThat(peer.introduce(probe)).isEqualTo(Status.OK);
            peer.answer(probe);
            assertThat(accepted.take().handshaken().peer()).isEqualTo(probe.name());
        }
    }

    @Test
    void says_which_address_it_cannot_have() {
        assertThatThrownBy(
                        () -> Listener.open(Listener.loopback(acceptor.port()), time, socket -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen on")
                .hasMessageContaining(":" + acceptor.port());
    }

    @Test
    void proves_its_own_cookie_too() throws Exception {
        try (ScriptedPeer peer = call()) {
            peer.introduce(probe);
            peer.answer(probe);
            Ack ack = Ack.parse(peer.hear());

            assertThat(ack.digest().proves(COOK, 4711)).isTrue();
        }
    }
}
