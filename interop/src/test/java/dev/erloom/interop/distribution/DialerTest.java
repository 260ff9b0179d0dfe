// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.interop.distribution.HandshakeFailure.Reason;
import dev.erloom.interop.distribution.HandshakeMessage.Ack;
import dev.erloom.interop.distribution.HandshakeMessage.Challenge;
import dev.erloom.interop.distribution.HandshakeMessage.Name;
import dev.erloom.interop.distribution.HandshakeMessage.Named;
import dev.erloom.interop.distribution.HandshakeMessage.Reply;
import dev.erloom.interop.distribution.HandshakeMessage.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The node {@code probe} calls; a script is the node {@code o25} that it calls. */
class DialerTest {
    private static final NodeName PEER = NodeName.parse("o25@127.0.0.1");
    private static final Cookie COOK = Cookie.of("cook");
    private static final Flags OTP_25 = new Flags(0xD07DF7FBDL);

    private final LocalNode probe =
            new LocalNode(NodeName.parse("probe@127.0.0.1"), 0x5eed0001, Flags.HIDDEN, COOK);
    private final LocalNode o25 = new LocalNode(PEER, 0x6b031b16, OTP_25, COOK);
    private final ManualTime time = new ManualTime();
    private final KnownPeers peers = new KnownPeers();
    private Challenges challenges = new Challenges();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void hangUp() throws IOException {
        server.close();
    }

    private Dialer dialer(LocalNode self) {
        var address = (InetSocketAddress) server.getLocalSocketAddress();
        return new Dialer(
                self,
                new Handshake(self, peers, challenges),
                NodeResolver.fixedAddresses(Map.of(PEER.toString(), address)),
                time,
                Duration.ofSeconds(7));
    }

    private FutureTask<AuthenticatedSocket> dial(LocalNode self) {
        Dialer dialer = dialer(self);
        var call = new FutureTask<>(() -> dialer.dial(PEER));
        Thread.startVirtualThread(call);
        return call;
    }

    private ScriptedPeer accept() throws IOException {
        return new ScriptedPeer(server.accept());
    }

    private static void assertFails(FutureTask<?> call, Reason reason, String message) {
        assertThatThrownBy(call::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        HandshakeFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }

    @Test
    void says_the_recorded_bytes() throws Exception {
        challenges = new Challenges(() -> 0x693bf456);
        var self = new LocalNode(probe.name(), probe.creation(), new Flags(0xD07DF7FBCL), COOK);
        FutureTask<AuthenticatedSocket> call = dial(self);
        try (ScriptedPeer peer = accept()) {
            peer.hear("4e0000000d07df7fbc5eed0001000f70726f6265403132372e302e302e31");
            peer.say("736f6b");
            peer.say("4e0000000d07df7fbd811a87616b031b16000d6f3235403132372e302e302e31");
            peer.hear("72693bf4562b085284d418064052e96b5f11860750");
            peer.say("610791d19c06dce1059419763c6a59d1bd");

            Handshaken handshaken = call.get().handshaken();

            assertThat(handshaken)
                    .isEqualTo(
                            new Handshaken(
                                    probe.name(),
                                    0x5eed0001,
                                    PEER,
                                    0x6b031b16,
                                    new Flags(0xD07DF7FBCL),
                                    OTP_25));
            assertThat(handshaken.isHidden()).isTrue();
            assertThat(time.timers()).isZero();
            call.get().socket().close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok", "ok_simultaneous"})
    void goes_on_when_welcome(String status) throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            Name name = peer.accept(o25, new Status(status));

            assertThat(name).isEqualTo(new Name(Flags.HIDDEN, 0x5eed0001, "probe@127.0.0.1"));
            call.get().socket().close();
            peer.hearNothingMore();
        }
    }

    @Test
    void leaves_what_follows_the_handshake_to_the_connection() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.accept(o25, Status.OK);
            peer.sayRaw(0, 0, 0, 0);

            try (var socket = call.get().socket()) {
                assertThat(socket.getInputStream().readNBytes(4)).containsOnly(0).hasSize(4);
            }
        }
    }

    @Test
    void is_told_that_the_peers_own_call_counts() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(Status.NOK);

            assertFails(call, Reason.NOK, "peer o25@127.0.0.1 is calling us");
            peer.hearNothingMore();
        }
    }

    @Test
    void is_told_that_it_is_not_admitted() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(Status.NOT_ALLOWED);

            assertFails(call, Reason.NOT_ALLOWED, "peer o25@127.0.0.1 does not admit us");
        }
    }

    @Test
    void insists_when_the_peer_has_a_connection_that_is_dead() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(Status.ALIVE);
            peer.hear(Status.TRUE);
            peer.prove(o25);

            call.get().socket().close();
        }
    }

    @Test
    void gives_way_when_the_peer_has_a_connection_that_lives() throws Exception {
        peers.wanted = false;
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(Status.ALIVE);
            peer.hear(Status.FALSE);

            assertFails(call, Reason.ALREADY_CONNECTED, "a connection to peer o25@127.0.0.1");
        }
    }

    @Test
    void gets_a_name_when_it_has_none() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(LocalNode.nameless("127.0.0.1", COOK));
        try (ScriptedPeer peer = accept()) {
            Name name = Name.parse(peer.hear());
            assertThat(name.name()).isEqualTo("127.0.0.1");
            assertThat(name.creation()).isZero();
            assertThat(name.flags().has(Flag.NAME_ME)).isTrue();
            peer.say(new Named("W979P579T27F@127.0.0.1", 0x12345678));
            peer.prove(o25);

            try (var socket = call.get().socket()) {
                assertThat(socket.isConnected()).isTrue();
                assertThat(call.get().handshaken().self()).hasToString("W979P579T27F@127.0.0.1");
                assertThat(call.get().handshaken().creation()).isEqualTo(0x12345678);
            }
        }
    }

    @Test
    void takes_no_name_of_another_host() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(LocalNode.nameless("127.0.0.1", COOK));
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(new Named("W979P579T27F@other", 1));

            assertFails(call, Reason.MALFORMED, "gives us the name W979P579T27F@other unasked");
        }
    }

    @Test
    void takes_no_name_unasked() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(new Named("W979P579T27F@127.0.0.1", 1));

            assertFails(call, Reason.MALFORMED, "unasked");
        }
    }

    @Test
    void needs_a_name_when_it_has_none() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(LocalNode.nameless("127.0.0.1", COOK));
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(Status.OK);

            assertFails(call, Reason.MALFORMED, "answers with status \"ok\"");
        }
    }

    @Test
    void refuses_a_status_that_does_not_exist() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(new Status("fine\n\u00ff" + "x".repeat(100)));

            assertFails(call, Reason.MALFORMED, "status \"fine??" + "x".repeat(26) + "\"");
        }
    }

    @Test
    void names_the_flags_that_the_peer_lacks() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(Status.OK);
            Flags old = OTP_25.without(Flag.UNLINK_ID).without(Flag.V4_NC);
            peer.say(new Challenge(old, 1, 1, PEER.toString()));

            assertFails(
                    call,
                    Reason.MISSING_FLAGS,
                    "peer o25@127.0.0.1 lacks mandatory flags [UNLINK_ID, V4_NC]");
            peer.hearNothingMore();
        }
    }

    @Test
    void takes_the_digest_for_the_flags_that_it_stands_for() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(Status.OK);
            peer.prove(new LocalNode(PEER, 7, new Flags(0x406000000L), COOK));

            try (var socket = call.get().socket()) {
                assertThat(socket.isConnected()).isTrue();
                assertThat(call.get().handshaken().flags().has(Flag.MAP_TAG)).isTrue();
            }
        }
    }

    @Test
    void refuses_another_node_than_the_one_it_called() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(Status.OK);
            peer.say(new Challenge(OTP_25, 1, 1, "o26@127.0.0.1"));

            assertFails(
                    call,
                    Reason.WRONG_NAME,
                    "another node than o25@127.0.0.1 answers at its address");
        }
    }

    @Test
    void takes_a_hang_up_after_its_proof_for_a_refused_cookie() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(Status.OK);
            peer.say(ScriptedPeer.challenge(o25, 1));
            peer.hear();
        }

        assertFails(call, Reason.BAD_COOKIE, "peer o25@127.0.0.1 rejected our cookie");
    }

    @Test
    void refuses_a_peer_that_cannot_prove_the_cookie() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(Status.OK);
            peer.say(ScriptedPeer.challenge(o25, 1));
            Reply reply = Reply.parse(peer.hear());
            peer.say(new Ack(Digest.of(Cookie.of("guess"), reply.challenge())));

            assertFails(call, Reason.BAD_COOKIE, "has another cookie than ours");
            peer.hearNothingMore();
        }
    }

    @Test
    void proves_nothing_for_a_challenge_of_its_own() throws Exception {
        int ours = challenges.issue();
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(Status.OK);
            peer.say(ScriptedPeer.challenge(o25, ours));

            assertFails(call, Reason.REFLECTED, "hands us a challenge of our own");
            peer.hearNothingMore();
        }
    }

    @Test
    void forgets_its_challenge_in_the_end() throws Exception {
        challenges = new Challenges(() -> 42);
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.accept(o25, Status.OK);
            call.get().socket().close();
        }

        assertThat(challenges.isOpen(42)).isFalse();
    }

    @Test
    void gives_up_on_a_silent_peer_after_the_setup_time() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            time.advance(Duration.ofMillis(6999));
            peer.say(Status.OK);
            time.advance(Duration.ofMillis(1));

            assertFails(
                    call,
                    Reason.TIMEOUT,
                    "peer o25@127.0.0.1 did not finish the handshake within PT7S");
            peer.hearNothingMore();
        }
    }

    @Test
    void gives_up_on_a_peer_that_drips() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.sayRaw(0);
            time.advance(Duration.ofSeconds(4));
            peer.sayRaw(3);
            time.advance(Duration.ofSeconds(3));

            assertFails(call, Reason.TIMEOUT, "within PT7S");
        }
    }

    @Test
    void says_that_the_time_was_over_and_not_that_the_cookie_was_wrong() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say(Status.OK);
            peer.say(ScriptedPeer.challenge(o25, 1));
            peer.hear();
            time.advance(Duration.ofSeconds(7));

            assertFails(call, Reason.TIMEOUT, "within PT7S");
        }
    }

    @Test
    void refuses_a_long_message_before_it_comes() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.sayRaw(0x08, 0x01);

            assertFails(call, Reason.MALFORMED, "at most 2048 bytes, this one claims 2049");
        }
    }

    @Test
    void refuses_garbage() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            peer.say("474554202f");

            assertFails(call, Reason.MALFORMED, "expected a 's' message of the handshake");
        }
    }

    @Test
    void says_when_the_peer_hangs_up() throws Exception {
        FutureTask<AuthenticatedSocket> call = dial(probe);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
        }

        assertFails(call, Reason.CLOSED, "peer o25@127.0.0.1 ended the handshake");
    }

    @Test
    void is_given_up_by_an_interrupt() throws Exception {
        Dialer dialer = dialer(probe);
        var call = new FutureTask<>(() -> dialer.dial(PEER));
        Thread caller = Thread.startVirtualThread(call);
        try (ScriptedPeer peer = accept()) {
            peer.hear();
            caller.interrupt();

            assertFails(call, Reason.ABANDONED, "the connection to peer o25@127.0.0.1");
            peer.hearNothingMore();
        }
    }

    @Test
    void does_not_call_itself() {
        assertThatThrownBy(() -> dialer(probe).dial(probe.name()))
                .isInstanceOf(HandshakeFailure.class)
                .hasMessage("node probe@127.0.0.1 cannot call itself");
    }

    @Test
    void says_that_a_node_is_unknown() {
        assertThatThrownBy(() -> dialer(probe).dial(NodeName.parse("nobody@127.0.0.1")))
                .isInstanceOfSatisfying(
                        HandshakeFailure.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_NODE))
                .hasMessage("there is no node nobody@127.0.0.1 to be found");
    }

    @Test
    void says_that_nothing_listens_there() throws Exception {
        Dialer dialer = dialer(probe);
        server.close();

        assertThatThrownBy(() -> dialer.dial(PEER))
                .isInstanceOfSatisfying(
                        HandshakeFailure.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
                .hasMessageStartingWith("peer o25@127.0.0.1 does not listen at ")
                .hasMessageContaining("refused");
    }
}
