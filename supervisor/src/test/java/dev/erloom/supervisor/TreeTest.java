// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.supervisor.Kid.ignoring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.StartResult;
import dev.erloom.supervisor.Supervisor.Tree;
import dev.erloom.testing.InProcess;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a tree may say; whatever is wrong with it is thrown where it is written. */
class TreeTest {
    private static void refused(String message, Consumer<Tree> tree) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Supervisor.startLink(tree))
                .withMessage(message);
    }

    @DisplayName("SU-5 sup_flags: one_for_one, 1 in 5 s, never")
    @Test
    void the_flags_are_those_of_OTP() {
        assertThat(SupervisorFlags.DEFAULT)
                .isEqualTo(
                        new SupervisorFlags(
                                Strategy.ONE_FOR_ONE,
                                new RestartIntensity(1, Duration.ofSeconds(5)),
                                AutoShutdown.NEVER));
    }

    @DisplayName("SU-6 sup_flags: {invalid_intensity, -1}")
    @Test
    void refuses_a_negative_intensity() {
        refused(
                "intensity must be >= 0, was -1",
                tree -> tree.intensity(-1, Duration.ofSeconds(5)));
    }

    @DisplayName("SU-6 sup_flags: {invalid_period, 0}")
    @Test
    void refuses_a_period_of_0() {
        refused(
                "period must be a whole number of seconds >= 1, was PT0S",
                tree -> tree.intensity(1, Duration.ZERO));
    }

    @DisplayName("SU-6 sup_flags: {invalid_strategy, _}, {invalid_auto_shutdown, _}")
    @Test
    @SuppressWarnings("NullAway") // what the types forbid is refused all the same
    void refuses_null() {
        assertThatThrownBy(() -> Supervisor.startLink(tree -> tree.strategy(null)))
                .hasMessage("strategy");
        assertThatThrownBy(() -> Supervisor.startLink(tree -> tree.autoShutdown(null)))
                .hasMessage("autoShutdown");
    }

    @DisplayName("SU-3 child_specs: {duplicate_child_name, _}")
    @Test
    void refuses_two_children_of_one_id() {
        refused(
                "the id of a child must be unique, was \"a\" twice",
                tree -> tree.child("a", ignoring()).child("b", ignoring()).child("a", ignoring()));
    }

    @DisplayName("SU-4 child_specs_map: {bad_combination, [{auto_shutdown, never}, …]}")
    @Test
    void refuses_a_significant_child_that_nobody_heeds() {
        refused(
                "a significant child needs autoShutdown ANY_SIGNIFICANT or ALL_SIGNIFICANT, \"a\""
                        + " was given to a supervisor with NEVER",
                tree ->
                        tree.child(
                                "a",
                                ignoring(),
                                child -> child.restart(Restart.TRANSIENT).significant()));
    }

    @DisplayName("SU-4 child_specs_map: {bad_combination, [{restart, permanent}, …]}")
    @Test
    void refuses_a_significant_permanent_child() {
        refused(
                "a significant child must be TRANSIENT or TEMPORARY, \"a\" was PERMANENT",
                tree ->
                        tree.autoShutdown(AutoShutdown.ANY_SIGNIFICANT)
                                .child("a", ignoring(), ChildSpec::significant));
    }

    @DisplayName("SU-4 the flags may come after the children")
    @Test
    void the_order_of_flags_and_children_does_not_matter() {
        InProcess.inProcess(() -> {
            StartResult<Supervisor> result =
                    Supervisor.startLink(tree ->
                            tree.child(
                                            "a",
                                            ignoring(),
                                            child -> child.restart(Restart.TRANSIENT).significant())
                                    .autoShutdown(AutoShutdown.ANY_SIGNIFICANT));

            assertThat(result).isInstanceOf(StartResult.Started.class);
        });
    }

    @DisplayName("SU-16 sup_start_fail: a tree that throws starts nothing, and says so at once")
    @Test
    void what_the_tree_throws_is_thrown() {
        IllegalStateException broken = new IllegalStateException("no configuration");

        assertThatThrownBy(() ->
                        Supervisor.startLink(tree -> {
                            throw broken;
                        }))
                .isSameAs(broken);
    }

    @DisplayName("SU-16 sup_start_fail: below a supervisor it is a start that failed")
    @Test
    void what_the_tree_throws_fails_the_start_of_a_child() {
        IllegalStateException broken = new IllegalStateException("no configuration");
        Trace.trapping(() -> {
            StartResult<Supervisor> result =
                    Supervisor.startLink(top ->
                            top.child(
                                    "sub",
                                    () ->
                                            Supervisor.startLink(tree -> {
                                                throw broken;
                                            })));

            ExitReason why = ExitReason.of(new ExitInStart(new ExitReason.Crash(broken)));
            assertThat(result)
                    .isEqualTo(
                            new StartResult.Failed<>(
                                    ExitReason.shutdown(new FailedToStartChild("sub", why))));
        });
    }

    @Test
    void a_handle_of_a_pid_is_no_name_to_start_under() {
        try (Node node = Node.start()) {
            Supervisor running = node.start(() -> Supervisor.startLink(tree -> {}));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Supervisor.startLink(running, tree -> {}))
                    .withMessage(
                            "startLink takes a handle made by Supervisor.named, was " + running);
            assertThatIllegalArgumentException().isThrownBy(() -> running.on(node));
        }
    }

    @Test
    void an_ordinary_thread_needs_a_node() {
        assertThatIllegalStateException().isThrownBy(() -> Supervisor.startLink(tree -> {}));
    }
}
