// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.erloom.interop.testing.NodeIdentities;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that real BEAM nodes sent; {@code captures/README.md} says where they come from. */
class PacketCapturesTest {

    private static final PacketForm CACHED = new PacketForm(true, true, false);

    private final NodeIdentities identities = new NodeIdentities();

    private record Captured(boolean whole, String hex, String text) {
        byte[] packet() {
            return HexFormat.of().parseHex(hex);
        }
    }

    @AfterEach
    void end() {
        identities.close();
    }

    private static List<Captured> session(String file) throws IOException {
        try (InputStream in = PacketCapturesTest.class.getResourceAsStream("/captures/" + file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", 3))
                    .map(columns ->
                            new Captured(columns[0].equals("whole"), columns[1], columns[2]))
                    .toList();
        }
    }

    /** A packet of no meaning that puts an atom into a slot. */
    private static byte[] caching(int slot, String atom) {
        WireBuffer out = new WireBuffer();
        out.write1(131);
        out.write1(68);
        out.write1(1);
        out.write1(8 | (slot >> 8));
        out.write1(slot);
        out.write1(atom.length());
        Utf8Writer.write(atom, atom.length(), out);
        byte[] control = {104, 1, 97, 5};
        out.writeBytes(control, 0, control.length);
        return out.toBytes();
    }

    @ParameterizedTest
    @CsvSource({"o25_full.txt, 894, 452", "o27_full.txt, 2038, 467", "o29_full.txt, 436, 478"})
    void reads_a_session_with_an_atom_cache(String file, int slotOfGot, int slotOfNoproc)
            throws IOException {
        PacketDecoder decoder = new PacketDecoder(CACHED, identities);
        decoder.decode(caching(slotOfGot, "got"));
        decoder.decode(caching(slotOfNoproc, "noproc"));
        int whole = 0;
        for (Captured captured : session(file)) {
            if (captured.whole()) {
                assertThat(CaptureText.of(decoder.decode(captured.packet())))
                        .isEqualTo(captured.text());
                whole++;
            } else {
                assertThatExceptionOfType(MalformedTermException.class)
                        .as("cut: %s", captured.text())
                        .isThrownBy(() -> decoder.decode(captured.packet()));
            }
        }
        assertThat(whole).isGreaterThan(38);
    }

    @ParameterizedTest
    @CsvSource({"o25_full.txt, 894, 452", "o27_full.txt, 2038, 467", "o29_full.txt, 436, 478"})
    void what_it_writes_itself_reads_the_same(String file, int slotOfGot, int slotOfNoproc)
            throws IOException {
        PacketDecoder decoder = new PacketDecoder(CACHED, identities);
        decoder.decode(caching(slotOfGot, "got"));
        decoder.decode(caching(slotOfNoproc, "noproc"));
        PacketEncoder encoder = new PacketEncoder(CACHED);
        PacketDecoder peer = new PacketDecoder(CACHED, identities);
        WireBuffer out = new WireBuffer();
        for (Captured captured : session(file)) {
            if (captured.whole()) {
                Packet packet = decoder.decode(captured.packet()).orElseThrow();
                out.clear();
                encoder.encode(packet.control(), packet.payload(), 1, out);
                byte[] written = out.toBytes();
                assertThat(peer.decode(written, 4, written.length)).contains(packet);
            } else {
                assertThatExceptionOfType(MalformedTermException.class)
                        .isThrownBy(() -> decoder.decode(captured.packet()));
            }
        }
    }

    @Test
    void reads_and_writes_a_session_without_header() throws IOException {
        PacketForm form = new PacketForm(false, false, false);
        PacketDecoder decoder = new PacketDecoder(form, identities);
        PacketEncoder encoder = new PacketEncoder(form);
        WireBuffer out = new WireBuffer();
        for (Captured captured : session("o27_passthrough.txt")) {
            Optional<Packet> packet = decoder.decode(captured.packet());
            assertThat(CaptureText.of(packet)).isEqualTo(captured.text());
            out.clear();
            encoder.encode(packet.orElseThrow().control(), packet.orElseThrow().payload(), 1, out);
            assertThat(out.asByteBuffer().getInt()).isEqualTo(captured.packet().length);
            assertThat(HexFormat.of().formatHex(out.toBytes(), 4, out.size()))
                    .isEqualTo(HexFormat.of().formatHex(captured.packet()));
        }
    }
}
