// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.pg.Membership.Change;
import dev.erloom.pg.Membership.Change.Kind;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pids are only values here; the node gives them, and nobody runs. */
class MembershipTest {
    private final Membership membership = new Membership();
    private Node node;
    private Pid a;
    private Pid b;
    private Pid peer;
    private Pid far;
    private Pid farther;

    @BeforeEach
    void makePids() {
        node = Node.start();
        a = node.spawn(() -> {});
        b = node.spawn(() -> {});
        peer = node.spawn(() -> {});
        far = node.spawn(() -> {});
        farther = node.spawn(() -> {});
    }

    @AfterEach
    void close() {
        node.close();
    }

    private static Change join(Object group, Pid... pids) {
        return new Change(Kind.JOIN, group, List.of(pids));
    }

    private static Change leave(Object group, Pid... pids) {
        return new Change(Kind.LEAVE, group, List.of(pids));
    }

    @Test
    void local_members_join_and_leave_as_often() {
        assertThat(membership.joinLocal("g", List.of(a, a, b))).containsExactly(join("g", a, a, b));
        assertThat(membership.of("g").all()).containsExactlyInAnyOrder(a, a, b);

        assertThat(membership.leaveLocal("g", List.of(a, b, b))).containsExactly(leave("g", a, b));
        assertThat(membership.of("g").local()).containsExactly(a);
        assertThat(membership.isMember(b)).isFalse();
        assertThat(membership.leaveLocal("g", List.of(b))).isEmpty();
        assertThat(membership.leaveLocal("none", List.of(a))).isEmpty();

        assertThat(membership.ended(a)).containsExactly(leave("g", a));
        assertThat(membership.ended(a)).isEmpty();
        assertThat(membership.all()).isEmpty();
    }

    @Test
    void who_ends_leaves_every_group_as_often() {
        membership.joinLocal("g", List.of(a, a));
        membership.joinLocal("h", List.of(a, b));

        assertThat(membership.ended(a))
                .containsExactlyInAnyOrder(leave("g", a), leave("g", a), leave("h", a));
        assertThat(membership.localGroups()).isEqualTo(Map.of("h", List.of(b)));
    }

    @Test
    void nobody_makes_no_group() {
        assertThat(membership.joinLocal("g", List.of())).isEmpty();
        assertThat(membership.all()).isEmpty();
    }

    @Test
    void remote_members_are_those_of_their_peer() {
        assertThat(membership.joinRemote(peer, "g", List.of(far))).isEmpty(); // not known yet
        assertThat(membership.meet(peer)).isTrue();
        assertThat(membership.meet(peer)).isFalse();
        membership.joinLocal("g", List.of(a));

        assertThat(membership.joinRemote(peer, "g", List.of(far, far)))
                .containsExactly(join("g", far, far));
        assertThat(membership.of("g").all()).containsExactlyInAnyOrder(a, far, far);
        assertThat(membership.of("g").local()).containsExactly(a);
        assertThat(membership.localGroups()).isEqualTo(Map.of("g", List.of(a)));

        assertThat(membership.leaveRemote(peer, List.of(far), List.of("g", "none")))
                .containsExactly(leave("g", far));
        assertThat(membership.lose(peer)).containsExactly(leave("g", far));
        assertThat(membership.lose(peer)).isEmpty();
        assertThat(membership.of("g").all()).containsExactly(a);
        assertThat(membership.leaveRemote(peer, List.of(far), List.of("g"))).isEmpty();
        assertThat(membership.peers()).isEmpty();
    }

    @Test
    void a_sync_replaces_all_that_a_peer_told() {
        membership.joinLocal("g", List.of(a));
        assertThat(membership.sync(peer, Map.of("g", List.of(far), "h", List.of(far))))
                .containsExactlyInAnyOrder(join("g", far), join("h", far));

        assertThat(membership.sync(peer, Map.of("g", List.of(far, farther), "i", List.of(far))))
                .containsExactlyInAnyOrder(leave("h", far), join("g", farther), join("i", far));

        assertThat(membership.of("g").all()).containsExactlyInAnyOrder(a, far, farther);
        assertThat(membership.of("h").isEmpty()).isTrue();
        assertThat(membership.sync(peer, Map.of("g", List.of(far, farther), "i", List.of(far))))
                .isEmpty();
        assertThat(membership.lose(peer)).hasSize(2);
        assertThat(membership.of("g").all()).containsExactly(a);
        assertThat(membership.of("i").isEmpty()).isTrue();
    }
}
