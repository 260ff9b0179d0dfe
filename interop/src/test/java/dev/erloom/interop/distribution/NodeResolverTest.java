// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeResolverTest {
    private final NodeResolver resolver =
            NodeResolver.fixedPorts(Map.of("a@127.0.0.1", 4001, "b@127.0.0.2", 4002));

    @Test
    void finds_nodes_at_the_host_of_their_name() throws Exception {
        assertThat(resolver.resolve("b@127.0.0.2"))
                .contains(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 4002));
        assertThat(resolver.resolve("c@127.0.0.1")).isEmpty();
    }

    @Test
    void says_where_our_own_node_is_to_listen() {
        assertThat(resolver.listenPort("a@127.0.0.1")).isEqualTo(4001);
        assertThat(resolver.listenPort("c@127.0.0.1")).isZero();
    }

    @Test
    void finds_nodes_at_another_host_than_that_of_their_name() throws Exception {
        var address = InetSocketAddress.createUnresolved("127.0.0.1", 4003);
        NodeResolver elsewhere = NodeResolver.fixedAddresses(Map.of("a@far", address));

        assertThat(elsewhere.resolve("a@far"))
                .contains(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4003));
        assertThat(elsewhere.listenPort("a@far")).isEqualTo(4003);
    }

    @Test
    void gives_each_registration_a_creation_of_its_own() throws Exception {
        try (var first = resolver.register("a@127.0.0.1", 4001);
                var second = resolver.register("a@127.0.0.1", 4001)) {
            assertThat(Integer.toUnsignedLong(first.creation())).isGreaterThan(3);
            assertThat(first.creation()).isNotEqualTo(second.creation());
        }
    }

    @Test
    void refuses_what_is_no_name_or_no_port() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NodeResolver.fixedPorts(Map.of("a", 1)))
                .withMessage("node name must be name@host, was \"a\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NodeResolver.fixedPorts(Map.of("a@b", 65536)))
                .withMessage("port must be from 1 to 65535, was 65536");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NodeResolver.fixedAddresses(Map.of("a@b", Listener.loopback(0))))
                .withMessage("port must be from 1 to 65535, was 0");
    }
}
