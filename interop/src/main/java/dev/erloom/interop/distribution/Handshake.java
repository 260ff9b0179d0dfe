// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.distribution.HandshakeFailure.Reason;
import dev.erloom.interop.distribution.HandshakeMessage.Ack;
import dev.erloom.interop.distribution.HandshakeMessage.Challenge;
import dev.erloom.interop.distribution.HandshakeMessage.Name;
import dev.erloom.interop.distribution.HandshakeMessage.Named;
import dev.erloom.interop.distribution.HandshakeMessage.Reply;
import dev.erloom.interop.distribution.HandshakeMessage.Status;
import java.io.IOException;
import java.util.List;

/**
 * How two nodes introduce themselves and prove the cookie to each other: version 6 of OTP's
 * handshake, this side begun here; the other side is {@link HandshakeAcceptor}.
 *
 * <p>Blocks on the channel; the caller bounds the time.
 *
 * @otp dist_util:handshake_we_started/1
 */
final class Handshake {
    private final LocalNode self;
    private final Peers peers;
    private final Challenges challenges;

    Handshake(LocalNode self, Peers peers, Challenges challenges) {
        this.self = self;
        this.peers = peers;
        this.challenges = challenges;
    }

    /**
     * Introduces this node to {@code peer}, which accepted the connection of {@code channel}.
     *
     * @throws HandshakeFailure when the peer refuses us, or is not who or what it should be
     * @throws IOException when the connection ends or breaks
     */
    Handshaken with(NodeName peer, HandshakeChannel channel) throws IOException {
        channel.write(new Name(self.announced(), self.creation(), introduction()));
        LocalNode me = status(peer, channel);
        Challenge challenge = Challenge.parse(channel.read());
        if (!challenge.name().equals(peer.toString())) {
            throw new HandshakeFailure(
                    Reason.WRONG_NAME, "another node than " + peer + " answers at its address");
        }
        Flags theirs = challenge.flags().expanded();
        checkMandatory(peer, theirs, Flags.MANDATORY);
        if (challenges.isOpen(challenge.challenge())) {
            throw reflected(peer);
        }
        prove(peer, channel, challenge.challenge());
        return new Handshaken(
                me.name(),
                me.creation(),
                peer,
                challenge.creation(),
                me.announced().negotiated(theirs),
                theirs);
    }

    private String introduction() {
        return isNameless() ? self.name().host() : self.name().toString();
    }

    private boolean isNameless() {
        return self.announced().has(Flag.NAME_ME);
    }

    /** {@return this node, under the name that the peer gives it if it has none} */
    private LocalNode status(NodeName peer, HandshakeChannel channel) throws IOException {
        byte[] answer = channel.read();
        if (Named.isOne(answer)) {
            return named(peer, Named.parse(answer));
        }
        Status status = Status.parse(answer);
        if (status.equals(Status.NOT_ALLOWED)) {
            throw new HandshakeFailure(
                    Reason.NOT_ALLOWED,
                    "peer " + peer + " does not admit us: by its list, or for our flags");
        }
        if (isNameless()) {
            throw unexpected(peer, status);
        }
        if (status.equals(Status.OK) || status.equals(Status.OK_SIMULTANEOUS)) {
            return self;
        }
        if (status.equals(Status.ALIVE)) {
            return insist(peer, channel);
        }
        if (status.equals(Status.NOK)) {
            throw new HandshakeFailure(
                    Reason.NOK,
                    "peer " + peer + " is calling us and its call is the one that counts");
        }
        throw unexpected(peer, status);
    }

    private LocalNode named(NodeName peer, Named named) throws HandshakeFailure {
        NodeName name = nodeName(named.name());
        if (!isNameless() || !name.host().equals(self.name().host())) {
            throw new HandshakeFailure(
                    Reason.MALFORMED, "peer " + peer + " gives us the name " + name + " unasked");
        }
        return new LocalNode(name, named.creation(), self.announced(), self.cookie());
    }

    private LocalNode insist(NodeName peer, HandshakeChannel channel) throws IOException {
        if (peers.isStillWanted(peer)) {
            channel.write(Status.TRUE);
            return self;
        }
        channel.write(Status.FALSE);
        throw new HandshakeFailure(
                Reason.ALREADY_CONNECTED, "there is a connection to peer " + peer + " by now");
    }

    private void prove(NodeName peer, HandshakeChannel channel, int theirs) throws IOException {
        int ours = challenges.issue();
        try {
            channel.write(new Reply(ours, Digest.of(self.cookie(), theirs)));
            if (!acknowledged(peer, channel).digest().proves(self.cookie(), ours)) {
                throw new HandshakeFailure(
                        Reason.BAD_COOKIE, "peer " + peer + " has another cookie than ours");
            }
        } finally {
            challenges.forget(ours);
        }
    }

    /** A peer that does not find our cookie right just hangs up. */
    private static Ack acknowledged(NodeName peer, HandshakeChannel channel) throws IOException {
        byte[] answer;
        try {
            answer = channel.read();
        } catch (HandshakeFailure e) {
            throw e;
        } catch (IOException e) {
            throw new HandshakeFailure(
                    Reason.BAD_COOKIE, "peer " + peer + " rejected our cookie", e);
        }
        return Ack.parse(answer);
    }

    static void checkMandatory(NodeName peer, Flags theirs, Flags mandatory)
            throws HandshakeFailure {
        List<Flag> lacking = theirs.lacking(mandatory);
        if (!lacking.isEmpty()) {
            throw new HandshakeFailure(
                    Reason.MISSING_FLAGS, "peer " + peer + " lacks mandatory flags " + lacking);
        }
    }

    static NodeName nodeName(String text) throws HandshakeFailure {
        try {
            return NodeName.parse(text);
        } catch (IllegalArgumentException e) {
            throw new HandshakeFailure(Reason.MALFORMED, String.valueOf(e.getMessage()), e);
        }
    }

    static HandshakeFailure reflected(NodeName peer) {
        return new HandshakeFailure(
                Reason.REFLECTED, "peer " + peer + " hands us a challenge of our own");
    }

    static HandshakeFailure unexpected(NodeName peer, Status status) {
        String text = status.text().replaceAll("[^ -~]", "?");
        return new HandshakeFailure(
                Reason.MALFORMED,
                "peer "
                        + peer
                        + " answers with status \""
                        + text.substring(0, Math.min(text.length(), 32))
                        + "\"");
    }
}
