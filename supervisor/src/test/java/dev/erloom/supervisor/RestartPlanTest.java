// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.supervisor.Strategy.ONE_FOR_ALL;
import static dev.erloom.supervisor.Strategy.ONE_FOR_ONE;
import static dev.erloom.supervisor.Strategy.REST_FOR_ONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.StartResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RestartPlanTest {
    private static final List<Restart> RESTARTS =
            List.of(Restart.PERMANENT, Restart.TRANSIENT, Restart.TEMPORARY);
    private static final List<Strategy> STRATEGIES =
            List.of(ONE_FOR_ONE, ONE_FOR_ALL, REST_FOR_ONE);

    private final Child a = child("a", Restart.PERMANENT);
    private final Child b = child("b", Restart.TRANSIENT);
    private final Child t = child("t", Restart.TEMPORARY);
    private final Child c = child("c", Restart.PERMANENT);
    private final List<Child> children = List.of(a, b, t, c);

    private static Child child(String id, Restart restart) {
        return new Child(ChildSpec.of(id, StartResult.Ignored::new).restart(restart));
    }

    @DisplayName("SU-30 one_for_one: only the failed")
    @Test
    void one_for_one_starts_the_failed_child() {
        assertThat(RestartPlan.of(ONE_FOR_ONE, children, b))
                .isEqualTo(new RestartPlan(List.of(), List.of(b)));
    }

    @DisplayName("SU-28 SU-30 one_for_all: all others stop, all but the temporary start")
    @Test
    void one_for_all_stops_the_others_and_starts_all() {
        assertThat(RestartPlan.of(ONE_FOR_ALL, children, b))
                .isEqualTo(new RestartPlan(List.of(c, t, a), List.of(a, b, c)));
    }

    @DisplayName("SU-28 SU-30 rest_for_one: the younger stop, and start after the failed")
    @Test
    void rest_for_one_takes_the_younger_along() {
        assertThat(RestartPlan.of(REST_FOR_ONE, children, b))
                .isEqualTo(new RestartPlan(List.of(c, t), List.of(b, c)));
        assertThat(RestartPlan.of(REST_FOR_ONE, children, c))
                .isEqualTo(new RestartPlan(List.of(), List.of(c)));
        assertThat(RestartPlan.of(REST_FOR_ONE, children, a))
                .isEqualTo(new RestartPlan(List.of(c, t, b), List.of(a, b, c)));
    }

    @DisplayName("SU-28 SU-30 against a model, at random")
    @Test
    void agrees_with_the_model() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 2000; run++) {
            List<Child> children = new ArrayList<>();
            int failed = random.nextInt(8);
            for (int i = 0; i <= failed + random.nextInt(8); i++) {
                int restart = random.nextInt(i == failed ? 2 : 3);
                children.add(child("c" + i, RESTARTS.get(restart)));
            }
            Strategy strategy = STRATEGIES.get(random.nextInt(3));
            assertThat(RestartPlan.of(strategy, children, children.get(failed)))
                    .as("seed %s run %s: %s of %s", seed, run, failed, children)
                    .isEqualTo(model(strategy, children, failed));
        }
    }

    private static RestartPlan model(Strategy strategy, List<Child> children, int failed) {
        List<Child> stop = new ArrayList<>();
        List<Child> start = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
            Child child = children.get(i);
            boolean concerned =
                    switch (strategy) {
                        case ONE_FOR_ONE -> i == failed;
                        case ONE_FOR_ALL -> true;
                        case REST_FOR_ONE -> i >= failed;
                    };
            if (concerned && i != failed) {
                stop.addFirst(child);
            }
            if (concerned && child.spec().restart() != Restart.TEMPORARY) {
                start.addLast(child);
            }
        }
        return new RestartPlan(stop, start);
    }
}
