// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.Term;
import dev.erloom.interop.testing.NodeIdentities;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Terms as OTP 27 wrote and showed them; {@code etf/golden.exs} made the file. */
class GoldenTermsTest {

    private final NodeIdentities identities = new NodeIdentities();
    private final EtfDecoder decoder = new EtfDecoder(identities);

    record Golden(boolean written, String hex, String erlang, String elixir) {
        static Golden parse(String line) {
            String[] columns = line.split("\t", -1);
            return new Golden(columns[0].equals("both"), columns[1], columns[2], columns[3]);
        }

        @Override
        public String toString() {
            return elixir.substring(0, Math.min(elixir.length(), 60));
        }
    }

    @AfterEach
    void end() {
        identities.close();
    }

    static List<Golden> golden() {
        return lines().map(Golden::parse).toList();
    }

    static Stream<String> lines() {
        try (InputStream in = GoldenTermsTest.class.getResourceAsStream("/etf/golden.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void reads_writes_and_shows_it_as_the_beam_does(Golden golden) {
        Term term = decoder.decode(HexFormat.of().parseHex(golden.hex()));
        byte[] written = new EtfEncoder().encode(term);
        assertThat(decoder.decode(written)).isEqualTo(term).hasSameHashCodeAs(term);
        if (golden.written()) {
            assertThat(HexFormat.of().formatHex(written)).isEqualTo(golden.hex());
        }
        if (!golden.erlang().equals("-")) {
            assertThat(term.toErlangString()).isEqualTo(golden.erlang());
            assertThat(term).hasToString(golden.elixir());
        }
    }
}
