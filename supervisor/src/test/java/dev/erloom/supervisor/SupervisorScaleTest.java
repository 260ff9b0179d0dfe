// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.supervisor.Trace.trapping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * SU-74: what a child costs does not grow with the number of its siblings. As in OTP's suite, ten
 * times the children may take fifty times as long before a test fails; what is quadratic takes a
 * hundred times.
 */
class SupervisorScaleTest {
    private static final int FEW = 2_000;
    private static final int MANY = 10 * FEW;
    private static final int SLACK = 50;
    private static final int ROUNDS = 2;

    private interface Work {
        void run(int children) throws Exception;
    }

    private static void isLinear(Work work) {
        trapping(() -> {
            work.run(FEW);
            long few = shortest(work, FEW);
            long many = shortest(work, MANY);
            assertThat(many).as("%s against %s children", MANY, FEW).isLessThan(SLACK * few);
        });
    }

    /** {@return the nanoseconds of the round that was least disturbed} */
    private static long shortest(Work work, int children) throws Exception {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            work.run(children);
            shortest = Math.min(shortest, System.nanoTime() - start);
        }
        return shortest;
    }

    private static Supervisor start(Strategy strategy, int children) {
        return Supervisor.startLink(
                        tree -> {
                            tree.strategy(strategy)
                                    .intensity(Integer.MAX_VALUE, Duration.ofHours(1));
                            for (int i = 0; i < children; i++) {
                                tree.child("c" + i, SupervisorScaleTest::startChild);
                            }
                        })
                .orElseThrow();
    }

    private static StartResult<Pid> startChild() {
        return StartResult.started(spawnLink(() -> receive()));
    }

    /** Kills all children, the oldest first, which is not the order of a shutdown. */
    private static void killAll(Supervisor s) {
        List<Pid> pids =
                s.whichChildren().reversed().stream()
                        .map(child -> child.pid().orElseThrow())
                        .toList();
        List<Ref> ends = pids.stream().map(pid -> monitor(pid)).toList();
        pids.forEach(pid -> pid.exit(ExitReason.KILL));
        ends.forEach(end -> receive(end));
    }

    @DisplayName("SU-74 scale_start_stop_many_children")
    @Test
    void scale_start_stop_many_children() {
        isLinear(children -> start(Strategy.ONE_FOR_ONE, children).stop());
    }

    @DisplayName("SU-74 every child is stopped, started and forgotten by hand")
    @Test
    void managing_each_child() {
        isLinear(children -> {
            Supervisor s = start(Strategy.ONE_FOR_ONE, children);
            for (int i = 0; i < children; i++) {
                s.terminateChild("c" + i);
                s.restartChild("c" + i);
                s.terminateChild("c" + i);
                s.deleteChild("c" + i);
            }
            assertThat(s.countChildren().specs()).isZero();
            s.stop();
        });
    }

    @DisplayName("SU-74 every child is restarted")
    @Test
    void restarting_each_child() {
        isLinear(children -> {
            Supervisor s = start(Strategy.ONE_FOR_ONE, children);
            killAll(s);
            assertThat(s.countChildren().active()).isEqualTo(children);
            s.stop();
        });
    }

    @DisplayName("SU-74 one_for_all: a group whose children have all died already")
    @Test
    void restarting_a_group_that_is_dead() {
        isLinear(children -> {
            Supervisor s = start(Strategy.ONE_FOR_ALL, children);
            killAll(s);
            assertThat(s.countChildren().active()).isEqualTo(children);
            s.stop();
        });
    }
}
