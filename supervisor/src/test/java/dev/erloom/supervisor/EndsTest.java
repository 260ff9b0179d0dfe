// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.supervisor.AutoShutdown.ALL_SIGNIFICANT;
import static dev.erloom.supervisor.AutoShutdown.ANY_SIGNIFICANT;
import static dev.erloom.supervisor.AutoShutdown.NEVER;
import static dev.erloom.supervisor.Restart.PERMANENT;
import static dev.erloom.supervisor.Restart.TEMPORARY;
import static dev.erloom.supervisor.Restart.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.ExitReason;
import dev.erloom.process.StartResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The reason table, written out: one row for each reason, one mark for each restart. */
class EndsTest {
    private static final ExitReason DETAIL = ExitReason.shutdown("detail");
    private static final ExitReason BOOM = ExitReason.of("boom");
    private static final List<ExitReason> REASONS =
            List.of(NORMAL, SHUTDOWN, DETAIL, KILLED, NOPROC, BOOM);

    private interface Question {
        boolean of(Restart restart, ExitReason reason);
    }

    /** A row for each restart, with the reasons for which the answer is yes. */
    private static List<List<ExitReason>> table(Question question) {
        List<List<ExitReason>> rows = new ArrayList<>();
        for (Restart restart : Restart.values()) {
            rows.add(REASONS.stream().filter(reason -> question.of(restart, reason)).toList());
        }
        return rows;
    }

    private static ChildSpec spec(Restart restart) {
        return ChildSpec.of("a", StartResult.Ignored::new).restart(restart);
    }

    @DisplayName("SU-25 SU-26 SU-27 which ends call for a restart")
    @Test
    void which_ends_call_for_a_restart() {
        assertThat(table(Ends::callsForRestart))
                .containsExactly(REASONS, List.of(KILLED, NOPROC, BOOM), List.of());
    }

    @DisplayName("SU-42 which ends are reported")
    @Test
    void which_ends_are_reported() {
        assertThat(table(Ends::isReported))
                .containsExactly(
                        REASONS, List.of(KILLED, NOPROC, BOOM), List.of(KILLED, NOPROC, BOOM));
    }

    @DisplayName("SU-49 which ends are orderly after shutdown")
    @Test
    void which_ends_are_orderly_after_shutdown() {
        for (Shutdown how : List.of(Shutdown.INFINITY, new Shutdown.Timeout(Duration.ZERO))) {
            assertThat(table((restart, r) -> Ends.isOrderly(spec(restart).shutdown(how), r)))
                    .containsExactly(
                            List.of(SHUTDOWN),
                            List.of(NORMAL, SHUTDOWN, DETAIL),
                            List.of(NORMAL, SHUTDOWN, DETAIL));
        }
    }

    @DisplayName("SU-49 which ends are orderly after brutal_kill")
    @Test
    void which_ends_are_orderly_after_brutal_kill() {
        assertThat(
                        table((restart, r) ->
                                Ends.isOrderly(spec(restart).shutdown(Shutdown.BRUTAL_KILL), r)))
                .containsExactly(
                        List.of(KILLED),
                        List.of(NORMAL, SHUTDOWN, DETAIL, KILLED),
                        List.of(NORMAL, SHUTDOWN, DETAIL, KILLED));
    }

    @DisplayName("SU-55 SU-60 when a supervisor ends with its significant children")
    @Test
    void when_a_supervisor_ends_with_its_children() {
        ChildSpec significant = spec(TRANSIENT).significant();
        ChildSpec bystander = spec(TEMPORARY);

        assertThat(Ends.endsSupervisor(NEVER, significant, false)).isFalse();
        assertThat(Ends.endsSupervisor(ANY_SIGNIFICANT, significant, true)).isTrue();
        assertThat(Ends.endsSupervisor(ANY_SIGNIFICANT, bystander, false)).isFalse();
        assertThat(Ends.endsSupervisor(ALL_SIGNIFICANT, significant, true)).isFalse();
        assertThat(Ends.endsSupervisor(ALL_SIGNIFICANT, significant, false)).isTrue();
        assertThat(Ends.endsSupervisor(ALL_SIGNIFICANT, bystander, false)).isFalse();
    }

    @Test
    void the_table_has_a_row_for_each_restart() {
        assertThat(Restart.values()).containsExactly(PERMANENT, TRANSIENT, TEMPORARY);
    }
}
