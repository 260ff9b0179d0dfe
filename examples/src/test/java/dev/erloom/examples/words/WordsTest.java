// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.words;

import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.erloom.examples.testing.Output;
import dev.erloom.port.Port;
import dev.erloom.port.PortException;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void sorts_words_with_another_program() throws Exception {
        assertThat(Output.of(Words::main)).containsExactly("[apple, pear]", "[a, b]", "ping");
    }

    @Test
    void reads_a_command_line() {
        inProcess(() -> {
            Port port = Words.commandLine();
            assertThat(port.receive()).hasToString(port + " CHUNK to you");
            assertThat(port.receive()).isEqualTo(new Port.ExitStatus(port, 0));
        });
    }

    @Test
    void says_that_a_program_is_missing() {
        inProcess(() ->
                assertThatExceptionOfType(PortException.class)
                        .isThrownBy(() -> Port.open("no_such_sort"))
                        .withMessage("cannot start no_such_sort: enoent"));
    }
}
