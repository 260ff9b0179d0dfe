// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.erloom.interop.distribution.DistributionException.Reason;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Talks to the Erlang Port Mapper Daemon; each question has its own connection and time limit. */
final class Epmd {
    static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int ALIVE2 = 120;
    private static final int ALIVE2_ANSWER = 118;
    private static final int ALIVE2_ANSWER_OF_OLD = 121;
    private static final int PORT_PLEASE2 = 122;
    private static final int PORT_PLEASE2_ANSWER = 119;
    private static final int NAMES = 110;

    private static final int NORMAL_NODE = 77;
    private static final int TCP = 0;
    private static final int VERSION = 6;
    private static final int LONGEST_LIST = 1 << 20;
    private static final Pattern ENTRY = Pattern.compile("name (.+) at port (\\d{1,5})");

    private final int port;
    private final TimeSource time;

    Epmd(int port, TimeSource time) {
        this.port = port;
        this.time = time;
    }

    /** A registered name: it stays registered until {@code socket} is closed. */
    record Registered(Socket socket, int creation) {}

    /** A line of the list of names. */
    record Entry(String name, int port) {}

    /** Reads an answer; what it throws ends the exchange. */
    private interface Answer<A> {
        A read(DataInputStream in) throws IOException;
    }

    /**
     * Registers {@code name} with the EPMD of this machine, the only one that accepts it from us.
     * The node is always registered as a normal one, as a BEAM does even when hidden.
     */
    Registered register(String name, int nodePort) throws IOException {
        byte[] bytes = name.getBytes(ISO_8859_1);
        byte[] request =
                request(ALIVE2, 12 + bytes.length)
                        .putShort((short) nodePort)
                        .put((byte) NORMAL_NODE)
                        .put((byte) TCP)
                        .putShort((short) VERSION)
                        .putShort((short) VERSION)
                        .putShort((short) bytes.length)
                        .put(bytes)
                        .putShort((short) 0)
                        .array();
        var socket = new Socket();
        try {
            int creation = ask(socket, loopback(), request, in -> creation(name, in));
            return new Registered(socket, creation);
        } catch (IOException | RuntimeException e) {
            Deadline.closeQuietly(socket);
            throw e;
        }
    }

    private int creation(String name, DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        int result = in.readUnsignedByte();
        int creation =
                switch (kind) {
                    case ALIVE2_ANSWER -> in.readInt();
                    case ALIVE2_ANSWER_OF_OLD -> in.readUnsignedShort();
                    default -> throw garbage(kind);
                };
        if (result != 0) {
            throw new DistributionException(
                    Reason.NAME_TAKEN,
                    "a node \"" + name + "\" is already registered with " + at(loopback()));
        }
        return creation;
    }

    /** Asks the EPMD of {@code host} for the port of {@code name}; empty when it has none. */
    OptionalInt portOf(InetAddress host, String name) throws IOException {
        byte[] bytes = name.getBytes(ISO_8859_1);
        byte[] request = request(PORT_PLEASE2, bytes.length).put(bytes).array();
        try (var socket = new Socket()) {
            return ask(socket, host, request, in -> nodePort(name, in));
        }
    }

    private static OptionalInt nodePort(String name, DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        if (kind != PORT_PLEASE2_ANSWER) {
            throw garbage(kind);
        }
        if (in.readUnsignedByte() != 0) {
            return OptionalInt.empty();
        }
        int port = in.readUnsignedShort();
        in.skipNBytes(2);
        int highest = in.readUnsignedShort();
        int lowest = in.readUnsignedShort();
        if (highest < VERSION || lowest > VERSION) {
            throw new IOException(
                    "node \"%s\" speaks versions %d to %d of the distribution, not %d"
                            .formatted(name, lowest, highest, VERSION));
        }
        return OptionalInt.of(port);
    }

    /** {@return the nodes that are registered with the EPMD of {@code host}} */
    List<Entry> names(InetAddress host) throws IOException {
        try (var socket = new Socket()) {
            return ask(socket, host, request(NAMES, 0).array(), Epmd::entries);
        }
    }

    private static List<Entry> entries(DataInputStream in) throws IOException {
        in.readInt();
        byte[] list = in.readNBytes(LONGEST_LIST + 1);
        if (list.length > LONGEST_LIST) {
            throw new IOException("EPMD has a list of more than " + LONGEST_LIST + " bytes");
        }
        return new String(list, ISO_8859_1)
                .lines()
                .map(ENTRY::matcher)
                .filter(Matcher::matches)
                .map(entry -> new Entry(entry.group(1), Integer.parseInt(entry.group(2))))
                .toList();
    }

    private <A> A ask(Socket socket, InetAddress host, byte[] request, Answer<A> answer)
            throws IOException {
        try (var deadline = Deadline.of(time, LIMIT, socket)) {
            try {
                socket.connect(new InetSocketAddress(host, port));
                socket.getOutputStream().write(request);
                A result = answer.read(new DataInputStream(socket.getInputStream()));
                if (deadline.meet()) {
                    return result;
                }
                throw new IOException(at(host) + " did not answer within " + LIMIT);
            } catch (EOFException e) {
                throw new IOException(at(host) + " hung up without an answer", e);
            } catch (IOException e) {
                if (deadline.hasExpired()) {
                    throw new IOException(at(host) + " did not answer within " + LIMIT, e);
                }
                throw e;
            }
        }
    }

    String at(InetAddress host) {
        return "EPMD at " + host.getHostAddress() + ":" + port;
    }

    static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private static IOException garbage(int kind) {
        return new IOException("EPMD answers with " + kind + ", which is not an answer it has");
    }

    private static ByteBuffer request(int kind, int bodyLength) {
        return ByteBuffer.allocate(3 + bodyLength)
                .putShort((short) (1 + bodyLength))
                .put((byte) kind);
    }
}
