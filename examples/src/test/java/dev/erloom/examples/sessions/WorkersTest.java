// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.examples.testing.Output;
import org.junit.jupiter.api.Test;

class WorkersTest {
    @Test
    void finds_a_worker_and_hears_when_it_leaves() throws Exception {
        assertThat(Output.of(Workers::main))
                .containsExactly("Result: 36", "It left: true", "Was there at first: []");
    }
}
