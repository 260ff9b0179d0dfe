// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.distribution.HandshakeFailure.Reason;
import dev.erloom.interop.distribution.HandshakeMessage.Ack;
import dev.erloom.interop.distribution.HandshakeMessage.Challenge;
import dev.erloom.interop.distribution.HandshakeMessage.Complement;
import dev.erloom.interop.distribution.HandshakeMessage.Name;
import dev.erloom.interop.distribution.HandshakeMessage.Named;
import dev.erloom.interop.distribution.HandshakeMessage.OldName;
import dev.erloom.interop.distribution.HandshakeMessage.Reply;
import dev.erloom.interop.distribution.HandshakeMessage.Status;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * The side of the {@link Handshake} that was called. Understands the name in its old form too, but
 * goes on in version 6 only.
 *
 * <p>Flags are looked at before the cookie, as OTP does, so that an old node is told what it lacks.
 *
 * @otp dist_util:handshake_other_started/1
 */
final class HandshakeAcceptor {
    private static final int LETTERS_OF_A_GIVEN_NAME = 12;

    private final LocalNode self;
    private final Peers peers;
    private final Challenges challenges;

    HandshakeAcceptor(LocalNode self, Peers peers, Challenges challenges) {
        this.self = self;
        this.peers = peers;
        this.challenges = challenges;
    }

    /** Who calls, as far as it has said it. */
    private record Caller(NodeName name, Flags flags, int creation, Form form) {

        boolean isNameless() {
            return flags.has(Flag.NAME_ME);
        }

        /** What can be asked of it at this point. */
        Flags mandatory() {
            return form == Form.OLD ? Flags.MANDATORY.lowHalf() : Flags.MANDATORY;
        }
    }

    private enum Form {
        OLD,
        NEW
    }

    /**
     * Lets the node at the other end of {@code channel} introduce itself.
     *
     * @throws HandshakeFailure when it is refused, or does not go on
     * @throws IOException when the connection ends or breaks
     */
    Handshaken with(HandshakeChannel channel) throws IOException {
        Caller caller = caller(channel.read());
        refuseOwnName(caller, channel);
        refuseLackOfFlags(caller, caller.mandatory(), channel);
        welcome(caller, channel);
        int ours = challenges.issue();
        try {
            Flags announced = announcedTo(caller);
            channel.write(new Challenge(announced, ours, self.creation(), self.name().toString()));
            if (caller.form == Form.OLD) {
                caller = complete(caller, Complement.parse(channel.read()));
                refuseLackOfFlags(caller, Flags.MANDATORY, channel);
            }
            prove(caller, channel, ours);
            return new Handshaken(
                    self.name(),
                    self.creation(),
                    caller.name,
                    caller.creation,
                    announced.negotiated(caller.flags),
                    caller.flags);
        } finally {
            challenges.forget(ours);
        }
    }

    private static Caller caller(byte[] message) throws HandshakeFailure {
        if (message.length > 0 && message[0] == 'n') {
            OldName old = OldName.parse(message);
            Flags flags = old.flags().expanded();
            return new Caller(Handshake.nodeName(old.name()), flags, 0, Form.OLD);
        }
        Name name = Name.parse(message);
        Flags flags = name.flags().expanded();
        if (flags.has(Flag.NAME_ME)) {
            NodeName given = Handshake.nodeName(freshName() + "@" + name.name());
            return new Caller(given, flags, LocalNode.randomCreation(), Form.NEW);
        }
        return new Caller(Handshake.nodeName(name.name()), flags, name.creation(), Form.NEW);
    }

    private static String freshName() {
        String digits =
                new BigInteger(Long.SIZE, new SecureRandom())
                        .setBit(Long.SIZE)
                        .toString(Character.MAX_RADIX)
                        .toUpperCase(Locale.ROOT);
        return digits.substring(digits.length() - LETTERS_OF_A_GIVEN_NAME);
    }

    private void refuseOwnName(Caller caller, HandshakeChannel channel) throws IOException {
        if (caller.name.equals(self.name())) {
            channel.write(Status.NOK);
            throw new HandshakeFailure(
                    Reason.OWN_NAME, "a peer calls itself " + caller.name + ", which is our name");
        }
    }

    private static void refuseLackOfFlags(Caller caller, Flags mandatory, HandshakeChannel channel)
            throws IOException {
        try {
            Handshake.checkMandatory(caller.name, caller.flags, mandatory);
        } catch (HandshakeFailure e) {
            channel.write(Status.NOT_ALLOWED);
            throw e;
        }
    }

    private void welcome(Caller caller, HandshakeChannel channel) throws IOException {
        switch (peers.welcome(caller.name)) {
            case OK ->
                    channel.write(
                            caller.isNameless()
                                    ? new Named(caller.name.toString(), caller.creation)
                                    : Status.OK);
            case OK_SIMULTANEOUS -> channel.write(Status.OK_SIMULTANEOUS);
            case ALIVE -> {
                channel.write(Status.ALIVE);
                awaitInsistence(caller, channel);
            }
            case NOK -> {
                channel.write(Status.NOK);
                throw new HandshakeFailure(
                        Reason.NOK, "peer " + caller.name + " is told that our own call counts");
            }
            case NOT_ALLOWED -> {
                channel.write(Status.NOT_ALLOWED);
                throw new HandshakeFailure(
                        Reason.NOT_ALLOWED, "peer " + caller.name + " is not admitted");
            }
        }
    }

    private static void awaitInsistence(Caller caller, HandshakeChannel channel)
            throws IOException {
        Status answer = Status.parse(channel.read());
        if (answer.equals(Status.FALSE)) {
            throw new HandshakeFailure(
                    Reason.ALREADY_CONNECTED,
                    "peer " + caller.name + " keeps the connection that it has");
        }
        if (!answer.equals(Status.TRUE)) {
            throw Handshake.unexpected(caller.name, answer);
        }
    }

    /** A node that gets its name from us is told so by the same flag, and is never visible. */
    private Flags announcedTo(Caller caller) {
        return caller.isNameless()
                ? self.announced().with(Flag.NAME_ME).without(Flag.PUBLISHED)
                : self.announced();
    }

    private static Caller complete(Caller caller, Complement complement) {
        return new Caller(
                caller.name,
                caller.flags.withHighHalf(complement.highFlags()),
                complement.creation(),
                Form.OLD);
    }

    private void prove(Caller caller, HandshakeChannel channel, int ours) throws IOException {
        Reply reply = Reply.parse(channel.read());
        if (!reply.digest().proves(self.cookie(), ours)) {
            throw new HandshakeFailure(
                    Reason.BAD_COOKIE, "peer " + caller.name + " has another cookie than ours");
        }
        if (challenges.isOpen(reply.challenge())) {
            throw Handshake.reflected(caller.name);
        }
        channel.write(new Ack(Digest.of(self.cookie(), reply.challenge())));
    }
}
