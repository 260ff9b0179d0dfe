// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FrameSinkTest {
    private final FrameSink sink = new FrameSink();

    private byte[] drained() throws Exception {
        var out = new ByteArrayOutputStream();
        sink.drainTo(out);
        assertThat(sink.size()).isZero();
        return out.toByteArray();
    }

    @Test
    void puts_its_length_before_each_frame() throws Exception {
        sink.beginFrame();
        sink.write(131);
        sink.writeShort(0x0102);
        sink.writeInt(0x03040506);
        sink.writeLong(0x0708090a_0b0c0d0eL);
        sink.endFrame();
        sink.tick();
        sink.beginFrame();
        sink.write(new byte[] {1, 2, 3, 4}, 1, 2);
        sink.write(new byte[] {9});
        sink.endFrame();

        assertThat(HexFormat.of().formatHex(drained()))
                .isEqualTo(
                        "0000000f830102030405060708090a0b0c0d0e" + "00000000" + "00000003020309");
    }

    @Test
    void grows_as_needed() throws Exception {
        byte[] content = new byte[3_000_000];
        content[2_999_999] = 7;
        sink.beginFrame();
        sink.write(content);
        sink.endFrame();
        byte[] drained = drained();

        assertThat(drained).hasSize(3_000_004);
        assertThat(HexFormat.of().formatHex(drained, 0, 4)).isEqualTo("002dc6c0");
        assertThat(drained[3_000_003]).isEqualTo((byte) 7);

        sink.tick();
        assertThat(drained()).hasSize(4);
    }

    @Test
    void keeps_frames_apart() {
        assertThatIllegalStateException().isThrownBy(sink::endFrame);
        sink.beginFrame();
        assertThatIllegalStateException().isThrownBy(sink::beginFrame);
        assertThatIllegalStateException().isThrownBy(this::drained);
    }
}
