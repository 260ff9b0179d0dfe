// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.distribution.CloseReason.Kind;
import dev.erloom.interop.distribution.FramedConnection.Settings;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FramedConnectionTest {
    private static final Settings SMALL =
            new Settings(1 << 20, 100_000, 1_000_000, Duration.ofSeconds(60));
    private static final CloseReason ENOUGH = new CloseReason(Kind.DISCONNECTED, "enough");

    private final ManualTime time = new ManualTime();
    private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();
    private Socket peer;
    private DataInputStream in;
    private DataOutputStream out;
    private FramedConnection<byte[]> connection;
    private LogCapture log;

    /** An item is the content of a frame; one that begins with 255 cannot be encoded. */
    private static final class Bytes implements FrameEncoder<byte[]> {
        @Override
        public long weight(byte[] item) {
            return item.length;
        }

        @Override
        public void encode(byte[] item, FrameSink out) throws IOException {
            if (item.length > 0 && item[0] == (byte) 255) {
                throw new IOException("no");
            }
            out.beginFrame();
            out.write(item);
            out.endFrame();
        }
    }

    /** A frame that begins with 254 makes no sense. */
    private final class Inbox implements FrameHandler {
        @Override
        public void onFrame(byte[] frame) {
            if (frame[0] == (byte) 254) {
                throw new IllegalArgumentException("unknown operation 254");
            }
            frames.add(frame);
        }

        @Override
        public void onClosed(CloseReason reason) {
            ends.add(reason);
        }
    }

    @BeforeEach
    void connect() throws Exception {
        log = new LogCapture();
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            peer = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
            Socket ours = server.accept();
            ours.setSendBufferSize(64 * 1024);
            ours.setTcpNoDelay(true);
            peer.setTcpNoDelay(true);
            peer.setReceiveBufferSize(64 * 1024);
            connection = new FramedConnection<>("x@y", ours, new Bytes(), new Inbox(), SMALL, time);
        }
        in = new DataInputStream(peer.getInputStream());
        out = new DataOutputStream(peer.getOutputStream());
        connection.start();
    }

    @AfterEach
    void close() throws Exception {
        peer.close();
        connection.close(ENOUGH);
        connection.awaitEnd();
        assertThat(ends).as("ends that nobody has looked at").hasSizeLessThanOrEqualTo(1);
        assertThat(time.timers()).isZero();
        log.close();
    }

    private void frame(int... content) throws IOException {
        out.writeInt(content.length);
        for (int each : content) {
            out.write(each);
        }
    }

    private byte[] heard() throws IOException {
        return in.readNBytes(in.readInt());
    }

    private void assertEnded(Kind kind, String text) throws Exception {
        CloseReason end = ends.take();
        assertThat(end.kind()).isEqualTo(kind);
        assertThat(end.text()).contains(text);
        connection.awaitEnd();
        assertThat(ends).as("further ends").isEmpty();
    }

    @Test
    void hands_over_frames_and_no_ticks() throws Exception {
        frame(1, 2);
        frame();
        frame(3);

        assertThat(frames.take()).containsExactly(1, 2);
        assertThat(frames.take()).containsExactly(3);
    }

    @Test
    void sends_what_it_is_given_in_order() throws Exception {
        assertThat(connection.send(new byte[] {1})).isTrue();
        assertThat(connection.sendNow(new byte[] {2})).isTrue();
        assertThat(connection.send(new byte[] {3})).isTrue();

        assertThat(heard()).containsExactly(1);
        assertThat(heard()).containsExactly(2);
        assertThat(heard()).containsExactly(3);
    }

    @Test
    void carries_long_frames_both_ways() throws Exception {
        byte[] content = new byte[900_000];
        content[899_999] = 9;
        connection.send(content);
        assertThat(heard()).isEqualTo(content);

        out.writeInt(content.length);
        out.write(content);
        assertThat(frames.take()).isEqualTo(content);
    }

    private boolean sendNumbered(int sender, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            connection.send(new byte[] {(byte) sender, (byte) (i >>> 8), (byte) i});
        }
        return true;
    }

    @Test
    void keeps_the_order_of_each_of_many_senders() throws Exception {
        int senders = 4;
        int each = 5_000;
        for (int sender = 0; sender < senders; sender++) {
            int number = sender;
            Thread.startVirtualThread(new FutureTask<>(() -> sendNumbered(number, each)));
        }
        var next = new int[senders];
        for (int i = 0; i < senders * each; i++) {
            byte[] frame = heard();
            int count = Byte.toUnsignedInt(frame[1]) << 8 | Byte.toUnsignedInt(frame[2]);
            assertThat(count).isEqualTo(next[frame[0]]++);
        }
    }

    @Test
    void makes_messages_wait_for_a_slow_peer_and_control_signals_not() throws Exception {
        byte[] big = new byte[90_000];
        var sender =
                new FutureTask<>(() -> {
                    for (int i = 0; i < 40; i++) {
                        connection.send(big);
                    }
                    return "sent";
                });
        Thread thread = Thread.startVirtualThread(sender);
        while (thread.getState() != Thread.State.WAITING || connection.backlog() < 100_000) {
            Thread.onSpinWait();
        }
        assertThat(connection.sendNow(new byte[] {7})).isTrue();
        assertThat(connection.backlog()).isLessThan(300_000);

        int controls = 0;
        for (int messages = 0; messages < 40; ) {
            byte[] frame = heard();
            if (frame.length == 1) {
                controls++;
            } else {
                messages++;
            }
        }
        assertThat(controls).isEqualTo(1);
        assertThat(sender.get()).isEqualTo("sent");
    }

    @Test
    void gives_the_connection_up_when_too_much_waits() throws Exception {
        byte[] big = new byte[200_000];
        while (connection.sendNow(big)) {
            Thread.onSpinWait();
        }

        assertEnded(Kind.OVERLOADED, "more than 1000000 bytes wait for it");
        assertThat(log.await("WARNING")).contains("connection to x@y");
        assertThat(connection.send(big)).isFalse();
    }

    @Test
    void lets_a_sender_go_that_waits_when_the_connection_ends() throws Exception {
        byte[] big = new byte[90_000];
        var sender =
                new FutureTask<>(() -> {
                    while (connection.send(big)) {
                        Thread.onSpinWait();
                    }
                    return "ended";
                });
        Thread thread = Thread.startVirtualThread(sender);
        while (thread.getState() != Thread.State.WAITING || connection.backlog() < 100_000) {
            Thread.onSpinWait();
        }

        connection.close(ENOUGH);

        assertThat(sender.get()).isEqualTo("ended");
        assertEnded(Kind.DISCONNECTED, "enough");
    }

    @Test
    void ticks_when_it_has_said_nothing() throws Exception {
        time.advance(Duration.ofSeconds(15));

        assertThat(in.readInt()).isZero();
    }

    @Test
    void does_not_tick_when_it_has_spoken_and_heard() throws Exception {
        connection.sendNow(new byte[] {1});
        assertThat(heard()).containsExactly(1);
        frame(5);
        frames.take();
        // the writer counts what it has written after the peer has it
        connection.sendNow(new byte[] {2});
        assertThat(heard()).containsExactly(2);

        time.advance(Duration.ofSeconds(15));
        connection.sendNow(new byte[] {3});

        assertThat(heard()).containsExactly(3);
    }

    @Test
    void gives_a_silent_peer_up_after_the_tick_time() throws Exception {
        frame(1);
        frames.take();
        time.advance(Duration.ofSeconds(15));
        time.advance(Duration.ofSeconds(45));
        assertThat(connection.sendNow(new byte[] {1})).isTrue();
        time.advance(Duration.ofSeconds(15));

        assertEnded(Kind.TICK_TIMEOUT, "nothing came from it for PT1M");
        assertThat(log.await("WARNING"))
                .contains("closed the connection to x@y: nothing came from it for PT1M");
    }

    @Test
    void takes_part_of_a_frame_for_a_sign_of_life() throws Exception {
        out.writeInt(10);
        for (int i = 0; i < 9; i++) {
            out.write(i);
            awaitReceived(5 + i);
            time.advance(Duration.ofSeconds(15));
        }
        out.write(9);

        assertThat(frames.take()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(ends).isEmpty();
    }

    private void awaitReceived(long count) {
        while (connection.received() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void lives_on_ticks_alone() throws Exception {
        for (int i = 0; i < 40; i++) {
            out.writeInt(0);
            frame(i);
            assertThat(frames.take()).containsExactly(i);
            time.advance(Duration.ofSeconds(15));
        }
        connection.sendNow(new byte[] {9});
        byte[] last = heard();
        while (last.length == 0) {
            last = heard();
        }
        assertThat(last).containsExactly(9);
    }

    @Test
    void closes_on_a_frame_that_makes_no_sense_and_says_so_once() throws Exception {
        out.write(HexFormat.of().parseHex("0000000101" + "00000001fe" + "0000000102"));

        assertEnded(Kind.MALFORMED, "malformed frame: java.lang.IllegalArgumentException");
        assertThat(frames.take()).containsExactly(1);
        assertThat(frames).isEmpty();
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARNING closed the connection to x@y: malformed frame")
                .endsWith("unknown operation 254");
    }

    @Test
    void closes_on_a_length_that_is_too_long() throws Exception {
        out.writeInt(0x7fffffff);

        assertEnded(Kind.MALFORMED, "at most 1048576 bytes, this one claims 2147483647");
    }

    @Test
    void closes_when_its_own_side_cannot_encode() throws Exception {
        connection.sendNow(new byte[] {(byte) 255});

        assertEnded(Kind.FAILED, "could not encode for it: java.io.IOException: no");
    }

    @Test
    void tells_the_end_that_the_peer_makes() throws Exception {
        frame(1);
        peer.close();

        assertEnded(Kind.CLOSED, "the peer closed it");
        assertThat(frames.take()).containsExactly(1);
        assertThat(connection.sendNow(new byte[] {1})).isFalse();
    }

    @Test
    void tells_an_end_inside_a_frame() throws Exception {
        out.writeInt(10);
        out.write(1);
        peer.close();

        assertEnded(Kind.CLOSED, "the peer closed it inside a frame of 10 bytes");
    }

    @Test
    void ends_once_whoever_closes_it() throws Exception {
        var go = new CountDownLatch(1);
        var closers =
                IntStream.range(0, 8)
                        .mapToObj(i ->
                                Thread.startVirtualThread(() -> {
                                    try {
                                        go.await();
                                    } catch (InterruptedException e) {
                                        return;
                                    }
                                    connection.close(new CloseReason(Kind.DISCONNECTED, "by " + i));
                                }))
                        .toList();
        go.countDown();
        peer.close();
        for (Thread closer : closers) {
            closer.join();
        }
        connection.awaitEnd();

        assertThat(ends).hasSize(1);
    }

    @Test
    void writes_what_waits_before_it_leaves() throws Exception {
        byte[] big = new byte[90_000];
        for (int i = 0; i < 10; i++) {
            connection.sendNow(big);
        }
        connection.closeAfterSending(ENOUGH, Duration.ofSeconds(5));
        assertThat(connection.sendNow(big)).isFalse();

        for (int i = 0; i < 10; i++) {
            assertThat(heard()).hasSize(90_000);
        }
        assertThat(in.read()).isEqualTo(-1);
        peer.close();
        assertEnded(Kind.DISCONNECTED, "enough");
    }

    @Test
    void does_not_wait_for_ever_to_leave() throws Exception {
        while (connection.backlog() < 500_000) {
            connection.sendNow(new byte[90_000]);
        }
        connection.closeAfterSending(ENOUGH, Duration.ofSeconds(5));
        time.advance(Duration.ofSeconds(5));

        assertEnded(Kind.DISCONNECTED, "enough");
    }

    @Test
    void tells_its_end_also_when_it_ended_before_it_began() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var other = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            var early =
                    new FramedConnection<>(
                            "x@y", server.accept(), new Bytes(), new Inbox(), SMALL, time);
            early.close(ENOUGH);
            early.start();
            early.awaitEnd();

            assertThat(ends.take()).isEqualTo(ENOUGH);
            assertThat(other.getInputStream().read()).isEqualTo(-1);
        }
    }
}
