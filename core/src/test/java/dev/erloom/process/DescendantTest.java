// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.LogCapture;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DescendantTest {
    private static final ExitReason BOO = ExitReason.of("boo");

    @DisplayName("P-12 P-13 every spawn function gives a descendant its ancestors and callers")
    @Test
    void a_descendant_knows_where_it_comes_from() {
        onNode(() -> {
            Pid test = self();
            List<Pid> callers = List.of(test, spawn(() -> {}));

            spawn(
                    Descendant.of(
                                    () -> {
                                        Pid parent = self();
                                        spawn(
                                                Descendant.of(
                                                        () ->
                                                                test.send(
                                                                        List.of(
                                                                                parent,
                                                                                ProcLib.ancestors(),
                                                                                ProcLib.callers())),
                                                        "child"));
                                        test.send(ProcLib.callers());
                                    },
                                    "parent")
                            .callers(callers));

            List<?> first = receive(List.class, list -> list.size() == 2);
            assertThat(first).isEqualTo(callers);
            List<?> child = receive(List.class);
            assertThat(child.get(1)).isEqualTo(List.of(child.getFirst(), test));
            assertThat(child.getLast()).isEqualTo(List.of());
        });
    }

    @DisplayName("PL-11 a descendant that fails makes a crash report, unless it does without")
    @Test
    void a_descendant_is_reported_unless_it_reports_itself() throws InterruptedException {
        try (LogCapture log = LogCapture.ofCore();
                Node node = Node.start()) {
            node.run(() -> {
                Descendant failing =
                        Descendant.of(
                                () -> {
                                    throw exit(BOO);
                                },
                                "failing");
                Spawned silent = spawnMonitor(failing.unreported());
                assertThat(receive(silent.ref()).reason()).isEqualTo(BOO);
                Spawned reported = spawnMonitor(failing);
                assertThat(receive(reported.ref()).reason()).isEqualTo(BOO);

                assertThat(log.entries())
                        .singleElement()
                        .satisfies(entry ->
                                assertThat(entry.text())
                                        .contains(
                                                "crash report of " + reported.pid(),
                                                "initial call: failing"));
            });
        }
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void nothing_is_no_body() {
        onNode(() -> {
            assertThatThrownBy(() -> Descendant.of(null, "x"))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> Descendant.of(() -> {}, null))
                    .isInstanceOf(NullPointerException.class);
        });
        assertThatThrownBy(() -> Descendant.of(() -> {}, "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no default node");
    }

    @DisplayName("PI-1 a process can ask whether it traps exits")
    @Test
    void a_process_knows_whether_it_traps_exits() {
        onNode(() -> {
            assertThat(ProcLib.trapsExits()).isFalse();
            trapExits(true);
            assertThat(ProcLib.trapsExits()).isTrue();
        });
    }
}
