// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.distribution.FramedConnection.Settings;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.testing.PortMapper;
import dev.erloom.process.Exit;
import dev.erloom.process.Node;
import dev.erloom.process.NodeDown;
import dev.erloom.process.NodeUp;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers that know the cookie, and then do not keep to the protocol. */
@Timeout(60)
class HostilePeerTest {
    private static final NodeName JAVA = NodeName.parse("java@127.0.0.1");
    private static final NodeName EVIL = NodeName.parse("evil@127.0.0.1");
    private static final Cookie COOK = Cookie.of("cook");
    private static final HexFormat HEX = HexFormat.of();

    private final Node node = Node.start();
    private Distribution net;

    @BeforeEach
    void join() {
        int port = PortMapper.freePort();
        net =
                Distribution.start(
                        node,
                        JAVA.toString(),
                        COOK,
                        with ->
                                with.resolver(
                                        NodeResolver.fixedPorts(Map.of(JAVA.toString(), port))));
    }

    @AfterEach
    void leave() {
        node.close();
    }

    /** A peer of this name that has proved the cookie, and sends frames as a test says. */
    private final class Peer implements AutoCloseable {
        private final FramedConnection<byte[]> connection;
        private final RawFrames raw = new RawFrames();

        Peer(NodeName name) throws HandshakeFailure, IOException {
            LocalNode self = new LocalNode(name, 7, Flags.HIDDEN, COOK);
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), net.port());
            Socket socket =
                    new Dialer(
                                    self,
                                    new Handshake(self, new KnownPeers(), new Challenges()),
                                    NodeResolver.fixedAddresses(Map.of(JAVA.toString(), address)),
                                    TimeSource.system(),
                                    TimedHandshake.SETUP_TIME)
                            .dial(JAVA)
                            .socket();
            connection = raw.on(socket, Settings.DEFAULT);
        }

        /** Sends the frame of a message with the simplest of headers. */
        void say(byte[] terms) throws InterruptedException {
            byte[] frame = new byte[3 + terms.length];
            frame[0] = (byte) 131;
            frame[1] = 68;
            System.arraycopy(terms, 0, frame, 3, terms.length);
            assertThat(connection.send(frame)).isTrue();
        }

        @Override
        public void close() {
            connection.close(new CloseReason(CloseReason.Kind.DISCONNECTED, "test over"));
        }
    }

    /**
     * Makes terms of a small notation: numbers, {@code 'atoms}, {@code (tuples)}, {@code P} a pid
     * of the peer, {@code J} the pid {@code java}, {@code F} a pid of a third node, {@code O} one
     * of an earlier life of the Java node, {@code R} a reference of the peer, {@code A} the alias,
     * {@code #..} raw bytes.
     */
    private static byte[] terms(String text, Pid java) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            int at = 0;
            String[] tokens = text.strip().split("\\s+");
            while (at < tokens.length) {
                at = term(tokens, at, out, java);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static int term(String[] tokens, int at, DataOutputStream out, Pid java)
            throws IOException {
        String token = tokens[at];
        switch (token.charAt(0)) {
            case '(' -> {
                int end = at + 1;
                int parts = 0;
                var inside = new ByteArrayOutputStream();
                var into = new DataOutputStream(inside);
                while (!tokens[end].equals(")")) {
                    end = term(tokens, end, into, java);
                    parts++;
                }
                out.writeByte(104);
                out.writeByte(parts);
                out.write(inside.toByteArray());
                return end + 1;
            }
            case '\'' -> atom(token.substring(1), out);
            case 'P' -> pid(EVIL.toString(), 5, 0, 7, out);
            case 'F' -> pid("third@127.0.0.1", 5, 0, 7, out);
            case 'J' -> pid(JAVA.toString(), java.id(), java.serial(), java.creation(), out);
            case 'O' -> pid(JAVA.toString(), java.id(), java.serial(), java.creation() ^ 1, out);
            case 'R' -> {
                out.writeByte(90);
                out.writeShort(3);
                atom(EVIL.toString(), out);
                out.writeInt(7);
                out.write(new byte[11]);
                out.writeByte(9);
            }
            case '#' -> out.write(HEX.parseHex(token.substring(1)));
            default -> {
                out.writeByte(98);
                out.writeInt(Integer.parseInt(token));
            }
        }
        return at + 1;
    }

    private static void atom(String name, DataOutputStream out) throws IOException {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        out.writeByte(119);
        out.writeByte(utf8.length);
        out.write(utf8);
    }

    private static void pid(String node, int id, int serial, int creation, DataOutputStream out)
            throws IOException {
        out.writeByte(88);
        atom(node, out);
        out.writeInt(id);
        out.writeInt(serial);
        out.writeInt(creation);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("DI-10 what no peer may send closes its connection, and nothing else")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "unknown operation,                 ( 99 P J )",
                "operation beyond 32 bits,          ( #6e08001600000000010000 P J ) 'x",
                "too few elements,                  ( 22 P )",
                "too many elements,                 ( 22 P J J ) 'x",
                "control that is no tuple,          'send",
                "control without an operation,      ( )",
                "message missing,                   ( 22 P J )",
                "message to what is no pid,         ( 22 P 'java ) 'x",
                "name that is no atom,              ( 6 P ' J ) 'x",
                "link from a third node,            ( 1 F J )",
                "link to a third node,              ( 1 P F )",
                "unlink of old,                     ( 4 P J )",
                "unlink without a number,           ( 35 0 P J )",
                "unlink from a third node,          ( 35 1 F J )",
                "unlink of a third node,            ( 35 1 P F )",
                "link of nodes,                     ( 5 )",
                "exit from a third node,            ( 24 F J ) 'x",
                "monitor without a reference,       ( 19 P J 'x )",
                "monitor from a third node,         ( 19 F J R )",
                "monitor of a third node,           ( 19 P F R )",
                "spawn for a third node,            ( 29 R F P ( 'm 'f 0 ) #6a ) #6a",
                "truncated binary,                  ( 22 P J ) #6d7fffffff00",
                "list of four billion,              ( 22 P J ) #6cffffffff6a",
                "compressed message,                ( 22 P J ) #5000000003789c",
                "reference to no cached atom,       ( 22 P J ) #5200",
                "unknown tag,                       ( 22 P J ) #01",
                "atom of bad UTF-8,                 ( 22 P J ) #7702c328"
            })
    void malformed_messages_close_the_connection(String what, String message) throws Exception {
        try (var log = new LogCapture();
                var good = new Peer(NodeName.parse("good@127.0.0.1"));
                var evil = new Peer(EVIL)) {
            node.run(() -> {
                Processes.register("java");
                Processes.monitorNodes(true);
                evil.say(terms(message, Processes.self()));
                assertThat(Processes.receive(NodeDown.class))
                        .isEqualTo(new NodeDown(EVIL.toString()));
                assertThat(evil.raw.ends.take().kind()).isEqualTo(CloseReason.Kind.CLOSED);
                good.say(terms("( 6 P ' 'java ) ( 'mark 1 )", Processes.self()));
                assertThat(Processes.receive(Term.class)).hasToString("{:mark, 1}");
            });
            assertThat(log.lines())
                    .as(what)
                    .singleElement()
                    .asString()
                    .startsWith("WARNING closed the connection to evil@127.0.0.1: malformed");
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("DI-10 what a BEAM tolerates is tolerated")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "message to a third node,           ( 22 P F ) 'x",
                "message to an earlier life,        ( 22 P O ) 'x",
                "message to nobody,                 ( 6 P ' 'nobody ) 'x",
                "unlink of what is not linked,      ( 35 1 P J )",
                "acknowledgement of no unlink,      ( 36 1 P J )",
                "end of what is not linked,         ( 24 P J ) 'x",
                "end of what is not monitored,      ( 28 P J R ) 'x",
                "old end of no monitor,             ( 21 P J R 'x )",
                "removal of no monitor,             ( 20 P J R )",
                "answer to no spawn,                ( 31 R J 0 'x )",
                "group leader,                      ( 7 P J )",
                "message to an unknown alias,       ( 33 P R ) 'x",
                "exit signal to a third node,       ( 26 P F ) 'x",
                "exit signal to an unknown alias,   ( 37 20 P R ) 'x"
            })
    void harmless_messages_change_nothing(String what, String message) throws Exception {
        try (var log = new LogCapture();
                var peer = new Peer(EVIL)) {
            node.run(() -> {
                Processes.register("java");
                peer.say(terms(message, Processes.self()));
                peer.say(terms("( 6 P ' 'java ) ( 'mark 1 )", Processes.self()));
                assertThat(Processes.receive()).as(what).hasToString("{:mark, 1}");
                assertThat(Processes.messageQueueLength()).isZero();
            });
            assertThat(log.lines()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("DI-3 messages arrive by every operation there is")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "SEND,            ( 2 ' J ) ( 'mark 1 )",
                "SEND_TT,         ( 12 ' J 'token ) ( 'mark 1 )",
                "SEND_SENDER,     ( 22 P J ) ( 'mark 1 )",
                "SEND_SENDER_TT,  ( 23 P J 'token ) ( 'mark 1 )",
                "REG_SEND,        ( 6 P ' 'java ) ( 'mark 1 )",
                "REG_SEND_TT,     ( 16 P ' 'java 'token ) ( 'mark 1 )",
                "ALTACT pid,      ( 37 0 P J ) ( 'mark 1 )",
                "ALTACT priority, ( 37 1 P J ) ( 'mark 1 )",
                "ALTACT token,    ( 37 3 P J 'token ) ( 'mark 1 )",
                "ALTACT name,     ( 37 8 P 'java ) ( 'mark 1 )",
                "ALTACT future,   ( 37 #6e08000100000000010000 P J 'more ) ( 'mark 1 )"
            })
    void messages_arrive_by_every_operation(String what, String message) throws Exception {
        try (var peer = new Peer(EVIL)) {
            node.run(() -> {
                Processes.register("java");
                peer.say(terms(message, Processes.self()));
                assertThat(Processes.receive()).as(what).hasToString("{:mark, 1}");
            });
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("DI-3 exit signals arrive by every operation there is")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "EXIT2,            ( 8 P J 'boom )",
                "EXIT2_TT,         ( 18 P J 'token 'boom )",
                "PAYLOAD_EXIT2,    ( 26 P J ) 'boom",
                "PAYLOAD_EXIT2_TT, ( 27 P J 'token ) 'boom",
                "ALTACT,           ( 37 16 P J ) 'boom",
                "ALTACT priority,  ( 37 17 P J ) 'boom"
            })
    void exit_signals_arrive_by_every_operation(String what, String message) throws Exception {
        try (var peer = new Peer(EVIL)) {
            node.run(() -> {
                Processes.trapExits(true);
                peer.say(terms(message, Processes.self()));
                assertThat(Processes.receive(Exit.class).reason()).as(what).hasToString(":boom");
            });
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("DI-3 the end of a linked process arrives by every operation there is")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "EXIT,            ( 3 P J 'boom )",
                "EXIT_TT,         ( 13 P J 'token 'boom )",
                "PAYLOAD_EXIT,    ( 24 P J ) 'boom",
                "PAYLOAD_EXIT_TT, ( 25 P J 'token ) 'boom"
            })
    void ends_of_links_arrive_by_every_operation(String what, String message) throws Exception {
        try (var peer = new Peer(EVIL)) {
            node.run(() -> {
                Processes.trapExits(true);
                peer.say(terms("( 1 P J )", Processes.self()));
                peer.say(terms(message, Processes.self()));
                assertThat(Processes.receive(Exit.class).reason()).as(what).hasToString(":boom");
            });
        }
    }

    @Test
    @DisplayName(
            "DI-6 a peer that connects again takes the place of its connection, nodedown before nodeup")
    void a_peer_connects_again() throws Exception {
        node.run(() -> {
            Processes.register("java");
            Processes.monitorNodes(true);
            try (var first = new Peer(EVIL);
                    var second = new Peer(EVIL)) {
                assertThat(Processes.receive()).isEqualTo(new NodeUp(EVIL.toString()));
                assertThat(Processes.receive()).isEqualTo(new NodeDown(EVIL.toString()));
                assertThat(Processes.receive()).isEqualTo(new NodeUp(EVIL.toString()));
                assertThat(first.raw.ends.take().kind()).isEqualTo(CloseReason.Kind.CLOSED);
                second.say(terms("( 6 P ' 'java ) ( 'mark 1 )", Processes.self()));
                assertThat(Processes.receive()).hasToString("{:mark, 1}");
            }
        });
    }
}
