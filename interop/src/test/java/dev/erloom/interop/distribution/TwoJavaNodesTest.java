// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.interop.testing.PortMapper;
import dev.erloom.process.Down;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.NodeDown;
import dev.erloom.process.NodeUp;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.RegisteredName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two Java nodes on fixed ports, without EPMD. */
@Timeout(60)
class TwoJavaNodesTest {
    private static final String A = "a@127.0.0.1";
    private static final String B = "b@127.0.0.1";
    private static final RegisteredName AT_B = new RegisteredName("echo", B);

    private final NodeResolver ports =
            NodeResolver.fixedPorts(Map.of(A, PortMapper.freePort(), B, PortMapper.freePort()));
    private final Node a = Node.start();
    private final Node b = Node.start();
    private final Distribution netA = join(a, A, "cook");

    record Echo(Pid from, int n) {}

    record Done() {}

    private Distribution join(Node node, String name, String cookie) {
        return Distribution.start(node, name, Cookie.of(cookie), with -> with.resolver(ports));
    }

    private static Pid startEcho(Node node) {
        Pid echo =
                node.spawn(() -> {
                    while (true) {
                        Echo asked = Processes.receive(Echo.class);
                        asked.from().send(asked);
                    }
                });
        node.register("echo", echo);
        return echo;
    }

    @AfterEach
    void end() {
        a.close();
        b.close();
    }

    @Test
    @DisplayName("DI-6 messages, links and monitors work between Java nodes")
    void java_nodes_work_together() {
        join(b, B, "cook");
        Pid echo = startEcho(b);
        a.run(() -> {
            Processes.trapExits(true);
            Processes.monitorNodes(true);
            AT_B.send(new Echo(Processes.self(), 1));
            assertThat(Processes.receive(Echo.class)).isEqualTo(new Echo(Processes.self(), 1));
            Processes.link(echo);
            Ref monitor = Processes.monitor(AT_B);
            assertThat(netA.ping(B)).isTrue();
            echo.exit(ExitReason.KILL);
            assertThat(Processes.receive(Exit.class).reason()).isEqualTo(ExitReason.KILLED);
            assertThat(Processes.receive(monitor))
                    .isEqualTo(new Down(monitor, AT_B, ExitReason.KILLED));
            assertThat(Processes.receive(NodeUp.class)).isEqualTo(new NodeUp(B));
            b.close();
            assertThat(Processes.receive(NodeDown.class)).isEqualTo(new NodeDown(B));
        });
    }

    /** Whoever is connected in the end: nothing is lost, and both agree. */
    @RepeatedTest(20)
    @DisplayName("DI-7 two nodes that call each other at once end up with one connection")
    void simultaneous_calls_end_in_one_connection() throws Exception {
        Distribution netB = join(b, B, "cook");
        CompletableFuture<Boolean> fromB = CompletableFuture.supplyAsync(() -> netB.connect(A));
        assertThat(netA.connect(B)).isTrue();
        assertThat(fromB.get()).isTrue();
        assertThat(netB.ping(A)).isTrue();
        assertThat(netA.ping(B)).isTrue();
        assertThat(netA.nodes()).containsExactly(B);
        assertThat(netB.nodes()).containsExactly(A);
    }

    @Test
    @DisplayName("DI-1 a wrong cookie refuses the connection, and both logs say so")
    void a_wrong_cookie_is_refused() throws Exception {
        Distribution netB = join(b, B, "other");
        try (var log = new LogCapture()) {
            assertThat(netA.connect(B)).isFalse();
            assertThat(log.await("another cookie")).contains(A);
            assertThat(netB.ping(A)).isFalse();
            assertThat(log.await("WARNING no connection to " + A)).isNotEmpty();
            a.run(() -> {
                Ref monitor = Processes.monitor(AT_B);
                AT_B.send(new Done());
                assertThat(Processes.receive(monitor).reason()).isEqualTo(ExitReason.NOCONNECTION);
            });
        }
    }

    @Test
    void a_malformed_name_is_refused() {
        for (String name : new String[] {"java", "@host", "java@", "ja va@host", "a@b@c", ""}) {
            assertThatThrownBy(() -> join(b, name, "cook"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("node name must be name@host");
        }
    }

    @Test
    void a_node_joins_once_at_a_time() {
        assertThatThrownBy(() -> join(a, B, "cook")).isInstanceOf(RuntimeException.class);
        assertThat(a.name()).isEqualTo(A);
        Distribution netB = join(b, B, "cook");
        assertThat(netB.ping(A)).isTrue();
        netB.close();
        netB.close();
        try (Distribution again = join(b, B, "cook")) {
            assertThat(again.ping(A)).isTrue();
        }
    }

    @Test
    void a_resolver_that_throws_leaves_nobody_waiting() {
        try (Node node = Node.start();
                Distribution net =
                        Distribution.start(
                                node, B, Cookie.of("cook"), with -> with.resolver(new Broken()))) {
            assertThat(net.connect(A)).isFalse();
            assertThat(net.ping(A)).isFalse();
        }
    }

    private static final class Broken implements NodeResolver {
        @Override
        public Optional<InetSocketAddress> resolve(String node) {
            throw new IllegalStateException("broken");
        }

        @Override
        public Registration register(String node, int port) throws IOException {
            return NodeResolver.fixedPorts(Map.of(node, port)).register(node, port);
        }
    }
}
