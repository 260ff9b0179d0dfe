// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.erloom.process.ExitReason;
import dev.erloom.process.StartResult;
import dev.erloom.process.Starter;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChildSpecTest {
    private static final Starter<String> START = StartResult.Ignored::new;
    private static final ChildSpec SPEC = ChildSpec.of("db", START);

    @DisplayName("SU-1 child_specs_map: the defaults of a worker")
    @Test
    void a_child_is_a_permanent_worker_with_5_s_to_shut_down() {
        assertThat(SPEC.id()).isEqualTo("db");
        assertThat(SPEC.start()).isSameAs(START);
        assertThat(SPEC.restart()).isEqualTo(Restart.PERMANENT);
        assertThat(SPEC.isSignificant()).isFalse();
        assertThat(SPEC.shutdown()).isEqualTo(new Shutdown.Timeout(Duration.ofSeconds(5)));
        assertThat(SPEC.type()).isEqualTo(ChildType.WORKER);
    }

    @DisplayName("SU-1 child_specs_map: the defaults of a supervisor")
    @Test
    void a_supervisor_has_all_the_time_it_needs() {
        assertThat(SPEC.type(ChildType.SUPERVISOR).shutdown()).isEqualTo(Shutdown.INFINITY);
    }

    @DisplayName("SU-2 child_specs: what can be said is read back")
    @Test
    void a_specification_can_be_read_back() {
        ChildSpec spec =
                SPEC.restart(Restart.TRANSIENT)
                        .shutdown(Duration.ofSeconds(2))
                        .significant()
                        .type(ChildType.SUPERVISOR);

        assertThat(spec.restart()).isEqualTo(Restart.TRANSIENT);
        assertThat(spec.shutdown()).isEqualTo(new Shutdown.Timeout(Duration.ofSeconds(2)));
        assertThat(spec.isSignificant()).isTrue();
        assertThat(spec.type()).isEqualTo(ChildType.SUPERVISOR);
        assertThat(spec.shutdown(Shutdown.BRUTAL_KILL).shutdown()).isEqualTo(Shutdown.BRUTAL_KILL);
        assertThat(spec.shutdown(Shutdown.INFINITY).shutdown()).isEqualTo(Shutdown.INFINITY);
        assertThat(spec.shutdown(Duration.ZERO).shutdown())
                .isEqualTo(new Shutdown.Timeout(Duration.ZERO));
    }

    @Test
    void a_refinement_leaves_the_original_alone() {
        ChildSpec refined = SPEC.restart(Restart.TEMPORARY);

        assertThat(SPEC.restart()).isEqualTo(Restart.PERMANENT);
        assertThat(refined).isNotEqualTo(SPEC);
        assertThat(refined.restart(Restart.PERMANENT)).isEqualTo(SPEC).hasSameHashCodeAs(SPEC);
    }

    @DisplayName("SU-3 child_specs: {invalid_shutdown, -1}")
    @Test
    void refuses_a_negative_shutdown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SPEC.shutdown(Duration.ofSeconds(-1)))
                .withMessage("shutdown must be >= 0, was PT-1S");
    }

    @DisplayName("SU-3 child_specs_map: missing_id, missing_start")
    @Test
    @SuppressWarnings("NullAway") // what the types forbid is refused all the same
    void refuses_null() {
        assertThatNullPointerException()
                .isThrownBy(() -> ChildSpec.of(null, START))
                .withMessage("id");
        assertThatNullPointerException()
                .isThrownBy(() -> ChildSpec.of("db", null))
                .withMessage("start");
    }

    @DisplayName("SU-4 child_specs_map: {bad_combination, [{restart, permanent}, …]}")
    @Test
    void refuses_a_significant_permanent_child_where_it_is_used() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SPEC.significant().checked())
                .withMessage(
                        "a significant child must be TRANSIENT or TEMPORARY, \"db\" was PERMANENT");
        assertThat(SPEC.significant().restart(Restart.TRANSIENT).checked().isSignificant())
                .isTrue();
    }

    @Test
    void a_child_whose_handle_is_a_supervisor_is_one() {
        ChildSpec spec = SPEC.started(Supervisor.named("sub"));

        assertThat(spec.type()).isEqualTo(ChildType.SUPERVISOR);
        assertThat(spec.shutdown()).isEqualTo(Shutdown.INFINITY);
        assertThat(SPEC.started("handle").type()).isEqualTo(ChildType.WORKER);
    }

    @Test
    void what_was_said_goes_before_what_the_handle_says() {
        ChildSpec spec =
                SPEC.type(ChildType.WORKER)
                        .shutdown(Shutdown.BRUTAL_KILL)
                        .started(Supervisor.named("sub"));

        assertThat(spec.type()).isEqualTo(ChildType.WORKER);
        assertThat(spec.shutdown()).isEqualTo(Shutdown.BRUTAL_KILL);
    }

    @DisplayName("SU-29 do_not_save_start_parameters_for_temporary_children")
    @Test
    void the_start_function_of_a_temporary_child_is_forgotten() {
        Starter<?> kept = SPEC.restart(Restart.TEMPORARY).started("handle").start();

        assertThat(kept).isNotSameAs(START);
        assertThatIllegalStateException().isThrownBy(kept::start);
        assertThat(SPEC.restart(Restart.TRANSIENT).started("handle").start()).isSameAs(START);
    }

    @Test
    void specifications_and_reasons_read_well() {
        assertThat(SPEC.restart(Restart.TRANSIENT).shutdown(Shutdown.BRUTAL_KILL).significant())
                .hasToString(
                        "child \"db\", restart TRANSIENT, shutdown brutal_kill, type WORKER, significant");
        assertThat(new FailedToStartChild("db", ExitReason.of("nope")))
                .hasToString("{failed_to_start_child, db, nope}");
        assertThat(new ExitInStart(ExitReason.of("zz"))).hasToString("{'EXIT', zz}");
    }
}
