// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Nodes whose addresses were agreed on. The creation is random: nobody counts the incarnations. */
final class FixedAddresses implements NodeResolver {
    private final Map<String, InetSocketAddress> addresses;

    private FixedAddresses(Map<String, InetSocketAddress> addresses) {
        this.addresses = Map.copyOf(addresses);
    }

    static FixedAddresses ofPorts(Map<String, Integer> ports) {
        var addresses = new HashMap<String, InetSocketAddress>();
        ports.forEach((node, port) -> {
            String host = NodeName.parse(node).host();
            addresses.put(node, InetSocketAddress.createUnresolved(host, Ports.check(port)));
        });
        return new FixedAddresses(addresses);
    }

    static FixedAddresses of(Map<String, InetSocketAddress> addresses) {
        addresses.forEach((node, address) -> {
            NodeName.parse(node);
            Ports.check(address.getPort());
        });
        return new FixedAddresses(addresses);
    }

    @Override
    public Optional<InetSocketAddress> resolve(String node) throws IOException {
        InetSocketAddress address = addresses.get(node);
        if (address != null && address.isUnresolved()) {
            InetAddress host = InetAddress.getByName(address.getHostString());
            return Optional.of(new InetSocketAddress(host, address.getPort()));
        }
        return Optional.ofNullable(address);
    }

    @Override
    public int listenPort(String node) {
        InetSocketAddress own = addresses.get(node);
        return own == null ? 0 : own.getPort();
    }

    @Override
    public Registration register(String node, int port) {
        return new Agreed(LocalNode.randomCreation());
    }

    private record Agreed(int creation) implements Registration {

        @Override
        public void close() {
            // what was agreed on beforehand stays agreed on
        }
    }
}
