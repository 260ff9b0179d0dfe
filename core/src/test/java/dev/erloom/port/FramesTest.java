// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.port.Frames.Frame;
import dev.erloom.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String escaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }

    /** What comes out of {@code input} when it arrives in pieces of random sizes. */
    private static List<String> cut(Framing framing, byte[] input, Random random) throws Exception {
        Frames frames = Frames.of(framing);
        List<Frame> found = new ArrayList<>();
        int at = 0;
        while (at < input.length) {
            int next = at + 1 + random.nextInt(input.length - at);
            found.addAll(frames.feed(Arrays.copyOfRange(input, at, next)));
            at = next;
        }
        found.addAll(frames.end());
        return found.stream()
                .map(frame ->
                        frame.kind() + ":" + new String(frame.bytes(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    @DisplayName("PO-5 lines are cut as the BEAM cuts them, however they arrive")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "ab\\rcd\\n | 9 | LINE:ab\\rcd",
                "a\\r\\r\\n | 9 | LINE:a\\r",
                "abcd\\r\\n | 4 | LINE:abcd",
                "abcd\\rx\\n | 4 | LINE_PART:abcd,LINE:\\rx",
                "\\r\\n | 4 | LINE:",
                "abcd | 4 | LINE_PART:abcd",
                "abcd\\nx | 4 | LINE:abcd,LINE_PART:x",
                "a\\r | 4 | LINE_PART:a\\r",
                "abcd\\r | 4 | LINE_PART:abcd,LINE_PART:\\r",
                "\\n\\n | 1 | LINE:,LINE:",
                "a\\nb\\r\\nc | 1 | LINE:a,LINE:b,LINE_PART:c",
                "ab\\r\\n | 1 | LINE_PART:a,LINE:b",
                "\\r\\r\\n | 1 | LINE:\\r",
                "abc\\rd\\r\\n | 4 | LINE_PART:abc\\r,LINE:d",
                "abcd\\r\\refg\\n | 4 | LINE_PART:abcd,LINE_PART:\\r\\ref,LINE:g",
                "\\r\\r\\r\\r\\r\\n | 2 | LINE_PART:\\r\\r,LINE:\\r\\r",
                "abcdef\\nxy\\nend | 4 | LINE_PART:abcd,LINE:ef,LINE:xy,LINE_PART:end",
            })
    void lines_are_cut_as_the_BEAM_does(String input, int longest, String expected) {
        List<String> wanted = List.of(escaped(expected).split(",", -1));
        Seeds.run(
                20,
                random ->
                        assertThat(cut(new Framing.Lines(longest), bytes(escaped(input)), random))
                                .isEqualTo(wanted));
    }

    @DisplayName("PO-5 packets are found again, however they arrive")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void packets_are_found_again(int lengthBytes) {
        Framing framing = new Framing.Packet(lengthBytes);
        Seeds.run(
                50,
                random -> {
                    ByteArrayOutputStream written = new ByteArrayOutputStream();
                    List<String> expected = new ArrayList<>();
                    for (int i = random.nextInt(6); i > 0; i--) {
                        byte[] packet = new byte[random.nextInt(lengthBytes == 1 ? 256 : 1000)];
                        random.nextBytes(packet);
                        written.writeBytes(Frames.encode(framing, packet));
                        expected.add("PACKET:" + new String(packet, StandardCharsets.ISO_8859_1));
                    }
                    if (random.nextBoolean()) { // one that is not complete is not there
                        byte[] cut = Frames.encode(framing, new byte[100]);
                        written.write(cut, 0, random.nextInt(cut.length));
                    }

                    assertThat(cut(framing, written.toByteArray(), random)).isEqualTo(expected);
                });
    }

    @DisplayName("PO-5 the length of a packet comes first, big-endian")
    @Test
    void the_length_comes_first() throws Exception {
        byte[] data = new byte[258];
        assertThat(Frames.encode(new Framing.Packet(2), data)).hasSize(260).startsWith(1, 2);
        assertThat(Frames.encode(new Framing.Packet(4), data)).hasSize(262).startsWith(0, 0, 1, 2);
        assertThat(Frames.encode(new Framing.Packet(1), new byte[255])).startsWith(255);
        assertThat(Frames.encode(new Framing.Stream(), data)).hasSize(258);
        assertThat(Frames.encode(new Framing.Lines(3), data)).hasSize(258);
    }

    @DisplayName("PO-6 a packet that its length cannot say, or no array can hold, is refused")
    @Test
    void an_impossible_packet_is_refused() throws Exception {
        assertThatThrownBy(() -> Frames.encode(new Framing.Packet(1), new byte[256]))
                .isInstanceOf(Frames.TooLong.class);
        assertThatThrownBy(() -> Frames.encode(new Framing.Packet(2), new byte[65_536]))
                .isInstanceOf(Frames.TooLong.class);
        Frames frames = Frames.of(new Framing.Packet(4));
        assertThat(frames.feed(new byte[] {-1, -1, -1})).isEmpty();
        assertThatThrownBy(() -> frames.feed(new byte[] {-1})).isInstanceOf(Frames.TooLong.class);
    }

    @Test
    void a_framing_that_cannot_be_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Framing.Packet(3))
                .withMessage("the length of a packet must have 1, 2 or 4 bytes, was 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Framing.Lines(0))
                .withMessage("the length of a line must be > 0, was 0");
    }

    @DisplayName("PO-14 busy from the high mark on, until the low mark")
    @Test
    void a_backlog_is_busy_between_its_marks() {
        Backlog backlog = new Backlog(new Watermarks(2, 4));
        backlog.add(3);
        assertThat(backlog.isBusy()).isFalse();
        backlog.add(1);
        assertThat(backlog.isBusy()).isTrue();
        backlog.written(1);
        assertThat(backlog.isBusy()).isTrue();
        backlog.written(1);
        assertThat(backlog.isBusy()).isFalse();
        assertThat(backlog.queued()).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Watermarks(5, 4))
                .withMessage("limits must be 0 <= low <= high and high > 0, was 5 and 4");
    }
}
