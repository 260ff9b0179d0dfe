// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.Term;
import dev.erloom.process.Atom;
import dev.erloom.process.Node;
import dev.erloom.process.Processes;
import dev.erloom.statem.GenStatem.StateAndData;
import dev.erloom.statem.MachineStatus;
import dev.erloom.sys.Status;
import dev.erloom.sys.SystemRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SystemWireTest {
    private static final Term PAIR = Term.tuple(Term.atom("locked"), Term.of(4));

    @DisplayName("SY-7 get_state of a state machine answers {State, Data}, as gen_statem")
    @Test
    void the_state_of_a_machine_is_a_pair() {
        assertThat(
                        SystemWire.answer(
                                new StateAndData<>(new Atom("locked"), 4),
                                new SystemRequest.GetState()))
                .isEqualTo(Term.tuple(Term.atom("ok"), PAIR));
    }

    @DisplayName("SY-7 get_status of a state machine shows {State, Data}, as gen_statem")
    @Test
    void the_status_of_a_machine_shows_the_pair() {
        try (Node node = Node.start()) {
            node.run(() -> {
                Status status =
                        new Status(
                                Processes.self(),
                                "Door",
                                Map.of(),
                                Status.Phase.RUNNING,
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                new MachineStatus(
                                        new Atom("locked"), 4, List.of(), List.of(), Map.of()));

                Term shown = SystemWire.answer(status, new SystemRequest.GetStatus());

                assertThat(shown.toString()).contains(PAIR.toString());
            });
        }
    }
}
