// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import org.junit.jupiter.api.Test;

class ProcessStressTest {
    @Test
    void whatever_processes_do_to_each_other_each_hears_what_it_has_to_hear() {
        StressRound.rounds(30, round -> new StressWorld(round, round.node(with -> with)).run());
    }
}
