// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.distribution.HandshakeFailure.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * Messages of the handshake on a stream, each with its length in two bytes before it. Never reads
 * past a message: what follows the last one belongs to the connection.
 */
final class HandshakeChannel {
    /** The longest message has a name of 255 characters; some room for what may come. */
    static final int LONGEST = 2048;

    private final InputStream in;
    private final OutputStream out;

    HandshakeChannel(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    static HandshakeChannel on(Socket socket) throws IOException {
        return new HandshakeChannel(socket.getInputStream(), socket.getOutputStream());
    }

    byte[] read() throws IOException {
        int length = readByte() << 8 | readByte();
        if (length > LONGEST) {
            throw new HandshakeFailure(
                    Reason.MALFORMED,
                    "a handshake message has at most "
                            + LONGEST
                            + " bytes, this one claims "
                            + length);
        }
        byte[] message = in.readNBytes(length);
        if (message.length < length) {
            throw new EOFException("the connection was closed inside a handshake message");
        }
        return message;
    }

    private int readByte() throws IOException {
        int read = in.read();
        if (read < 0) {
            throw new EOFException("the connection was closed");
        }
        return read;
    }

    void write(HandshakeMessage message) throws IOException {
        byte[] bytes = message.encode();
        byte[] framed = new byte[2 + bytes.length];
        framed[0] = (byte) (bytes.length >>> 8);
        framed[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, framed, 2, bytes.length);
        out.write(framed);
        out.flush();
    }
}
