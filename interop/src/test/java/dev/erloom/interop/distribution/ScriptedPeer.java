// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.distribution.HandshakeMessage.Ack;
import dev.erloom.interop.distribution.HandshakeMessage.Challenge;
import dev.erloom.interop.distribution.HandshakeMessage.Name;
import dev.erloom.interop.distribution.HandshakeMessage.Reply;
import dev.erloom.interop.distribution.HandshakeMessage.Status;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;

/** The other end of a handshake, which says what a test tells it to, byte by byte if need be. */
final class ScriptedPeer implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    ScriptedPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    static ScriptedPeer calling(int port) throws IOException {
        return new ScriptedPeer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    void say(HandshakeMessage message) throws IOException {
        say(message.encode());
    }

    void say(String hex) throws IOException {
        say(HexFormat.of().parseHex(hex));
    }

    void say(byte[] message) throws IOException {
        byte[] framed = new byte[2 + message.length];
        framed[0] = (byte) (message.length >>> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        socket.getOutputStream().write(framed);
    }

    /** Says bytes as they are, without a length. */
    void sayRaw(int... bytes) throws IOException {
        byte[] raw = new byte[bytes.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        socket.getOutputStream().write(raw);
    }

    byte[] hear() throws IOException {
        return in.readNBytes(in.readUnsignedShort());
    }

    void hear(Status status) throws IOException {
        assertThat(Status.parse(hear())).isEqualTo(status);
    }

    void hear(String hex) throws IOException {
        assertThat(HexFormat.of().formatHex(hear())).isEqualTo(hex);
    }

    /** The other side has closed the connection, or does now. */
    void hearNothingMore() throws IOException {
        try {
            assertThat(in.read()).isEqualTo(-1);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    /** Plays the acceptor {@code me} from its status on. */
    Name accept(LocalNode me, Status status) throws IOException {
        Name caller = Name.parse(hear());
        say(status);
        prove(me);
        return caller;
    }

    /** Plays the acceptor {@code me} from its challenge on. */
    void prove(LocalNode me) throws IOException {
        say(challenge(me, 4711));
        Reply reply = Reply.parse(hear());
        assertThat(reply.digest().proves(me.cookie(), 4711)).isTrue();
        say(new Ack(Digest.of(me.cookie(), reply.challenge())));
    }

    /** Plays the initiator {@code me} up to the status that it gets. */
    Status introduce(LocalNode me) throws IOException {
        say(new Name(me.announced(), me.creation(), me.name().toString()));
        return Status.parse(hear());
    }

    /** Plays the initiator {@code me} from the challenge that it gets. */
    Challenge answer(LocalNode me) throws IOException {
        Challenge challenge = Challenge.parse(hear());
        say(new Reply(4711, Digest.of(me.cookie(), challenge.challenge())));
        return challenge;
    }

    static Challenge challenge(LocalNode me, int challenge) {
        return new Challenge(me.announced(), challenge, me.creation(), me.name().toString());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
