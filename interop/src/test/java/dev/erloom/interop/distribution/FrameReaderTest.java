// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.interop.distribution.FrameReader.MalformedFrameException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final int LONGEST = 1 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream wire = new DataOutputStream(bytes);

    private FrameReader reader() {
        return new FrameReader(new ByteArrayInputStream(bytes.toByteArray()), LONGEST);
    }

    private void frame(int... content) throws IOException {
        wire.writeInt(content.length);
        for (int each : content) {
            wire.write(each);
        }
    }

    @Test
    void cuts_the_stream_at_the_lengths() throws Exception {
        frame(1, 2, 3);
        frame();
        frame(4);
        FrameReader reader = reader();

        assertThat(reader.next()).containsExactly(1, 2, 3);
        assertThat(reader.next()).isEmpty();
        assertThat(reader.next()).containsExactly(4);
        assertThat(reader.next()).isNull();
        assertThat(reader.received()).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_531, 65_532, 65_533, 65_536, 65_540, 131_072, 200_000, LONGEST})
    void reads_frames_of_any_length_whatever_pieces_they_come_in(int length) throws Exception {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        frame(9);
        wire.writeInt(length);
        wire.write(content);
        frame(9);
        var pieces = new FrameReader(new InPieces(bytes.toByteArray(), length), LONGEST);

        assertThat(pieces.next()).containsExactly(9);
        assertThat(pieces.next()).isEqualTo(content);
        assertThat(pieces.next()).containsExactly(9);
        assertThat(pieces.next()).isNull();
        assertThat(pieces.received()).isEqualTo(bytes.size());
    }

    /** Gives a few bytes at a time; how many follows from the seed. */
    private static final class InPieces extends ByteArrayInputStream {
        private final Random random;

        InPieces(byte[] bytes, int seed) {
            super(bytes);
            random = new Random(seed);
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1 + random.nextInt(10_000)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {LONGEST + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void refuses_a_longer_frame_than_allowed_by_its_claim(int length) throws Exception {
        wire.writeInt(length);

        assertThatThrownBy(reader()::next)
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage(
                        "a frame may have at most 1048576 bytes, this one claims "
                                + Integer.toUnsignedString(length));
    }

    @Test
    void takes_no_more_memory_than_has_arrived_of_a_frame() throws Exception {
        wire.writeInt(Integer.MAX_VALUE);
        wire.write(new byte[100]);
        var largest = new LargestRequest(bytes.toByteArray());
        var reader = new FrameReader(largest, Integer.MAX_VALUE);

        assertThatThrownBy(reader::next)
                .isInstanceOf(EOFException.class)
                .hasMessage("inside a frame of 2147483647 bytes");
        assertThat(largest.length).isLessThanOrEqualTo(64 * 1024);
    }

    /** Remembers how much room the reader had. */
    private static final class LargestRequest extends InputStream {
        private final ByteArrayInputStream in;
        private int length;

        LargestRequest(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            this.length = Math.max(this.length, length);
            return in.read(into, offset, length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void tells_an_end_inside_a_length_from_one_between_frames(int count) {
        bytes.write(new byte[count], 0, count);

        assertThatThrownBy(reader()::next)
                .isInstanceOf(EOFException.class)
                .hasMessage("inside the length of a frame");
    }
}
