// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@AgainstRealBeam
class BeamTest {

    private final Beam.Release release;

    static Stream<Beam.Release> releases() {
        return Beam.releases();
    }

    BeamTest(Beam.Release release) {
        this.release = release;
    }

    @Test
    void runs_a_program_and_talks_to_it() throws InterruptedException {
        try (Beam beam =
                release.erl(
                        "-noshell",
                        "-eval",
                        "io:put_chars([\"<\", io:get_line(\"\"), \">\\n\"]), halt(7).")) {
            beam.writeLine("hello");
            assertThat(beam.readLine()).isEqualTo("<hello");
            assertThat(beam.readAll()).isEqualTo(">\n");
            assertThat(beam.exitStatus()).isEqualTo(7);
        }
    }

    @Test
    void tells_the_last_words_of_a_program_that_ended() {
        try (Beam beam =
                release.erl(
                        "-noinput", "-eval", "io:put_chars(standard_error, \"oh no\"), halt(1).")) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(beam::readLine)
                    .withMessageContaining("oh no");
        }
    }

    @Test
    void says_in_one_line_what_to_do_where_there_is_no_erlang() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Beam.release("chroot:/no/such/folder"))
                .withMessageMatching(
                        "entry \"chroot:/no/such/folder\" of erloom.otp.matrix has no erl that runs .*"
                                + "install erlang and elixir, or leave these tests out with"
                                + " -Derloom.interop.skip=true");
    }
}
