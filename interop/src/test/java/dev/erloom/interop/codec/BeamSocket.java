// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A connection to a BEAM after the shortest handshake there is, for packets made by hand. */
final class BeamSocket implements AutoCloseable {

    private static final int CHALLENGE = 12345;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final PacketForm form;

    /** Introduces a hidden node with these flags; the BEAM must know no node of that name. */
    BeamSocket(int port, String name, int creation, long flags, String cookie) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        WireBuffer introduction = new WireBuffer();
        introduction.write1('N');
        introduction.write8(flags);
        introduction.write4(creation);
        introduction.write2(name.length());
        Utf8Writer.write(name, name.length(), introduction);
        send(introduction);
        expect('s');
        ByteReader theirs = expect('N');
        form = PacketForm.negotiated(flags & theirs.s8());
        String answer = cookie + Integer.toUnsignedString(theirs.s4());
        WireBuffer reply = new WireBuffer();
        reply.write1('r');
        reply.write4(CHALLENGE);
        byte[] digest = md5(answer);
        reply.writeBytes(digest, 0, digest.length);
        send(reply);
        expect('a');
    }

    private void send(WireBuffer message) throws IOException {
        out.writeShort(message.size());
        message.writeTo(out);
    }

    private ByteReader expect(char tag) throws IOException {
        byte[] message = in.readNBytes(in.readUnsignedShort());
        ByteReader reader = new ByteReader();
        reader.reset(message, 0, message.length);
        int found = reader.u1();
        if (found != tag) {
            throw new AssertionError(
                    "expected "
                            + tag
                            + ", was "
                            + new String(message, StandardCharsets.ISO_8859_1));
        }
        return reader;
    }

    private static byte[] md5(String text) {
        try {
            return MessageDigest.getInstance("MD5")
                    .digest(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    PacketForm form() {
        return form;
    }

    /** Sends packets, each with its length, and forgets them. */
    void write(WireBuffer packets) throws IOException {
        packets.writeTo(out);
        packets.clear();
    }

    /** Returns the next packet, without its length. */
    byte[] read() throws IOException {
        return in.readNBytes(in.readInt());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
