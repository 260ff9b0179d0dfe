// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.StartResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChildTableTest {
    private static final List<Restart> RESTARTS =
            List.of(Restart.PERMANENT, Restart.TRANSIENT, Restart.TEMPORARY);

    /** Only makes pids. */
    @AutoClose private final Node node = Node.start();

    private final ChildTable table = new ChildTable();

    private Pid newPid() {
        return node.spawn(() -> {});
    }

    private Child add(String id, Restart restart) {
        ChildSpec spec = ChildSpec.of(id, StartResult.Ignored::new).restart(restart);
        Child child = new Child(restart == Restart.PERMANENT ? spec : spec.significant());
        table.add(child);
        return child;
    }

    @DisplayName("SU-33 a restart keeps the position")
    @Test
    void keeps_the_order_in_which_children_were_added() {
        Child a = add("a", Restart.PERMANENT);
        Child b = add("b", Restart.PERMANENT);

        table.started(a, newPid(), "handle");
        table.stopped(a);
        table.started(a, newPid(), "handle");

        assertThat(table.inStartOrder()).containsExactly(a, b);
    }

    @Test
    void finds_a_child_by_its_present_pid_only() {
        Child a = add("a", Restart.PERMANENT);
        Pid first = newPid();
        Pid second = newPid();

        table.started(a, first, "handle");
        assertThat(table.byPid(first)).isSameAs(a);
        table.started(a, second, "handle");

        assertThat(table.byPid(first)).isNull();
        assertThat(table.byPid(second)).isSameAs(a);
        assertThat(table.byId("a")).isSameAs(a);
        assertThat(table).hasToString("1 children, 1 running");
    }

    @DisplayName("SU-28 a temporary child that does not run is forgotten")
    @Test
    void forgets_a_temporary_child_that_stops() {
        Child t = add("t", Restart.TEMPORARY);
        Pid pid = newPid();
        table.started(t, pid, "handle");

        table.stopped(t);

        assertThat(table.byId("t")).isNull();
        assertThat(table.byPid(pid)).isNull();
        assertThat(table.inStartOrder()).isEmpty();
    }

    @DisplayName("SU-60 a significant child that is restarting is not gone yet")
    @Test
    void a_restarting_child_is_still_significant() {
        Child a = add("a", Restart.TRANSIENT);
        assertThat(table.hasSignificant()).isFalse();

        table.started(a, newPid(), "handle");
        assertThat(table.hasSignificant()).isTrue();
        table.stopped(a);
        assertThat(table.hasSignificant()).isFalse();
        table.restarting(a);
        assertThat(table.hasSignificant()).isTrue();
        table.restarting(a);
        table.stopped(a);
        assertThat(table.hasSignificant()).isFalse();
    }

    @Test
    void agrees_with_a_plain_list() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Child> model = new ArrayList<>();
        List<Pid> pids = new ArrayList<>();
        for (int step = 0; step < 3000; step++) {
            if (model.size() < 3) {
                model.add(add("c" + step, RESTARTS.get(random.nextInt(3))));
            }
            Child child = model.get(random.nextInt(model.size()));
            switch (random.nextInt(4)) {
                case 0 -> {
                    pids.add(newPid());
                    table.started(child, pids.getLast(), "handle");
                }
                case 1 -> table.restarting(child);
                case 2 -> {
                    table.stopped(child);
                    if (child.spec().restart() == Restart.TEMPORARY) {
                        model.remove(child);
                    }
                }
                default -> {
                    table.stopped(child);
                    table.remove(child);
                    model.remove(child);
                }
            }
            check(model, pids, "seed " + seed + " step " + step);
        }
    }

    private void check(List<Child> model, List<Pid> pids, String where) {
        assertThat(table.inStartOrder()).as(where).containsExactlyElementsOf(model);
        assertThat(table.hasSignificant())
                .as(where)
                .isEqualTo(
                        model.stream()
                                .anyMatch(child ->
                                        child.spec().isSignificant() && !child.isStopped()));
        for (Pid pid : pids.subList(Math.max(0, pids.size() - 20), pids.size())) {
            assertThat(table.byPid(pid))
                    .as(where)
                    .isEqualTo(
                            model.stream()
                                    .filter(child ->
                                            child.info().pid().filter(pid::equals).isPresent())
                                    .findFirst()
                                    .orElse(null));
        }
    }
}
