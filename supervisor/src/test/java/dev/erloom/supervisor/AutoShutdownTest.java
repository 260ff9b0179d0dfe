// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.supervisor.AutoShutdown.ALL_SIGNIFICANT;
import static dev.erloom.supervisor.AutoShutdown.ANY_SIGNIFICANT;
import static dev.erloom.supervisor.Kid.BOOM;
import static dev.erloom.supervisor.Kid.end;
import static dev.erloom.supervisor.Kid.kid;
import static dev.erloom.supervisor.Kid.once;
import static dev.erloom.supervisor.Restart.TEMPORARY;
import static dev.erloom.supervisor.Restart.TRANSIENT;
import static dev.erloom.supervisor.Strategy.ONE_FOR_ALL;
import static dev.erloom.supervisor.Trace.down;
import static dev.erloom.supervisor.Trace.expect;
import static dev.erloom.supervisor.Trace.expectNoMore;
import static dev.erloom.supervisor.Trace.gone;
import static dev.erloom.supervisor.Trace.pid;
import static dev.erloom.supervisor.Trace.status;
import static dev.erloom.supervisor.Trace.trapping;
import static dev.erloom.supervisor.Trace.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Starter;
import dev.erloom.server.ServerRef;
import dev.erloom.supervisor.Supervisor.Tree;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AutoShutdownTest {
    private static final List<ExitReason> BENIGN =
            List.of(NORMAL, SHUTDOWN, ExitReason.shutdown("detail"));

    private static ChildSpec temporary(ChildSpec child) {
        return child.restart(TEMPORARY).significant();
    }

    private static ChildSpec transientOne(ChildSpec child) {
        return child.restart(TRANSIENT).significant();
    }

    private static Supervisor start(Consumer<Tree> tree) {
        return Supervisor.startLink(tree).orElseThrow();
    }

    @DisplayName("SU-55 SU-56 significant_temporary: every reason counts")
    @Test
    void significant_temporary() {
        for (ExitReason reason : List.of(NORMAL, SHUTDOWN, BOOM)) {
            trapping(() -> {
                Supervisor s =
                        start(tree ->
                                tree.autoShutdown(ANY_SIGNIFICANT)
                                        .child("a", kid("a"), AutoShutdownTest::temporary)
                                        .child("b", kid("b"), AutoShutdownTest::temporary));
                expect(up("a"), up("b"));

                end(pid(s, "b"), reason);

                expect(down("b", reason), down("a", SHUTDOWN), gone(SHUTDOWN));
                expectNoMore();
            });
        }
    }

    @DisplayName("SU-55 SU-56 significant_transient: a benign reason counts")
    @Test
    void significant_transient() {
        for (ExitReason reason : BENIGN) {
            trapping(() -> {
                Supervisor s =
                        start(tree ->
                                tree.autoShutdown(ANY_SIGNIFICANT)
                                        .child("a", kid("a"), AutoShutdownTest::transientOne)
                                        .child("b", kid("b")));
                expect(up("a"), up("b"));

                end(pid(s, "a"), reason);

                expect(down("a", reason), down("b", SHUTDOWN), gone(SHUTDOWN));
                expectNoMore();
            });
        }
    }

    @DisplayName("SU-56 significant_transient: an abnormal end is restarted and does not count")
    @Test
    void the_crash_of_a_transient_child_does_not_count() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.autoShutdown(ANY_SIGNIFICANT)
                                    .child("a", kid("a"), AutoShutdownTest::transientOne));
            expect(up("a"));

            end(pid(s, "a"), BOOM);

            expect(down("a", BOOM), up("a"));
            expectNoMore(s);
        });
    }

    @DisplayName("SU-56 nonsignificant_temporary, nonsignificant_transient: never count")
    @Test
    void nonsignificant_children_never_count() {
        for (AutoShutdown when : List.of(ANY_SIGNIFICANT, ALL_SIGNIFICANT)) {
            trapping(() -> {
                Supervisor s =
                        start(tree ->
                                tree.autoShutdown(when)
                                        .child("a", kid("a"), child -> child.restart(TEMPORARY))
                                        .child("b", kid("b"), child -> child.restart(TRANSIENT)));
                expect(up("a"), up("b"));

                end(pid(s, "a"), BOOM);
                end(pid(s, "b"), NORMAL);

                expect(down("a", BOOM), down("b", NORMAL));
                expectNoMore(s);
            });
        }
    }

    @DisplayName("SU-55 significant_temporary: all_significant waits for the last")
    @Test
    void all_significant_waits_for_the_last() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.autoShutdown(ALL_SIGNIFICANT)
                                    .child("a", kid("a"), AutoShutdownTest::temporary)
                                    .child("b", kid("b"))
                                    .child("c", kid("c"), AutoShutdownTest::transientOne));
            expect(up("a"), up("b"), up("c"));

            end(pid(s, "c"), NORMAL);
            expect(down("c", NORMAL));
            expectNoMore(s);
            end(pid(s, "a"), BOOM);

            expect(down("a", BOOM), down("b", SHUTDOWN), gone(SHUTDOWN));
            expectNoMore();
        });
    }

    @DisplayName("SU-57 significant_bystander: to be stopped with a sibling does not count")
    @Test
    void significant_bystander() {
        for (AutoShutdown when : List.of(ANY_SIGNIFICANT, ALL_SIGNIFICANT)) {
            trapping(() -> {
                Supervisor s =
                        start(tree ->
                                tree.strategy(ONE_FOR_ALL)
                                        .autoShutdown(when)
                                        .child("a", kid("a"))
                                        .child("b", kid("b"), AutoShutdownTest::temporary));
                expect(up("a"), up("b"));

                end(pid(s, "a"), BOOM);

                expect(down("a", BOOM), down("b", SHUTDOWN), up("a"));
                expectNoMore(s);
            });
        }
    }

    @DisplayName(
            "SU-58 significant_escalation: a significant supervisor that ends, ends its parent")
    @Test
    void significant_escalation() {
        trapping(() -> {
            Supervisor sub = Supervisor.named("sub");
            Starter<ServerRef<Kid.Message>> kid = kid("a");
            Starter<Supervisor> startSub =
                    () ->
                            Supervisor.startLink(
                                    sub,
                                    tree ->
                                            tree.autoShutdown(ANY_SIGNIFICANT)
                                                    .child(
                                                            "a",
                                                            kid,
                                                            AutoShutdownTest::transientOne));
            Supervisor top =
                    start(tree ->
                            tree.autoShutdown(ALL_SIGNIFICANT)
                                    .child("b", kid("b"))
                                    .child("sub", startSub, AutoShutdownTest::transientOne));
            expect(up("b"), up("a"));
            assertThat(top.countChildren()).isEqualTo(new ChildCounts(2, 2, 1, 1));

            end(pid(sub, "a"), NORMAL);

            expect(down("a", NORMAL), down("b", SHUTDOWN), gone(SHUTDOWN));
            expectNoMore();
        });
    }

    @DisplayName("SU-60 a significant child that is restarting is not gone yet")
    @Test
    void a_restarting_child_is_not_gone_yet() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.autoShutdown(ALL_SIGNIFICANT)
                                    .intensity(Integer.MAX_VALUE, Duration.ofHours(1))
                                    .child(
                                            "a",
                                            once("a", new AtomicInteger()),
                                            AutoShutdownTest::transientOne)
                                    .child("b", kid("b"), AutoShutdownTest::transientOne));
            expect(up("a"), up("b"));
            end(pid(s, "a"), BOOM);

            end(pid(s, "b"), NORMAL);

            assertThat(status(s, "a")).isEqualTo(new ChildStatus.Restarting());
            s.terminateChild("a");
            expect(down("a", BOOM), down("b", NORMAL));
            expectNoMore(s);
        });
    }

    @DisplayName("SU-60 a significant child that was stopped by hand is gone")
    @Test
    void a_stopped_child_is_gone() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.autoShutdown(ALL_SIGNIFICANT)
                                    .child("a", kid("a"), AutoShutdownTest::transientOne)
                                    .child("b", kid("b"), AutoShutdownTest::transientOne));
            s.terminateChild("a");
            expect(up("a"), up("b"), down("a", SHUTDOWN));

            end(pid(s, "b"), NORMAL);

            expect(down("b", NORMAL), gone(SHUTDOWN));
            expectNoMore();
        });
    }

    @DisplayName(
            "SU-4 start_child: {bad_combination, [{auto_shutdown, never}, {significant, true}]}")
    @Test
    void start_child_refuses_a_significant_child_that_nobody_heeds() {
        trapping(() -> {
            Supervisor s = start(tree -> {});

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> s.startChild("a", kid("a"), AutoShutdownTest::transientOne))
                    .withMessageStartingWith("a significant child needs autoShutdown");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> s.startChild("a", kid("a"), ChildSpec::significant))
                    .withMessageStartingWith("a significant child must be TRANSIENT or TEMPORARY");
            assertThat(s.countChildren().specs()).isZero();
            expectNoMore(s);
        });
    }
}
