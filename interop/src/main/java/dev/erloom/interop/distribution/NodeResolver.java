// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Finds where nodes listen, and tells others where ours does: through EPMD as Erlang nodes do,
 * through ports agreed on beforehand, or through whatever a program implements it with.
 *
 * <p>Any thread may call it, several at once. Node names are whole, {@code name@host}.
 *
 * @otp erl_epmd
 */
public interface NodeResolver {

    /**
     * {@return a resolver that asks the EPMD of each node's host, and starts one on this machine
     * when a node is registered and there is none} The port is that of the environment variable
     * {@code ERL_EPMD_PORT}, by default 4369.
     *
     * @throws IllegalArgumentException when the variable is set to something that is no port
     */
    static NodeResolver epmd() {
        return epmd(with -> with);
    }

    /**
     * {@return a resolver that asks EPMD as {@code with} says}
     *
     * @throws IllegalArgumentException when {@code ERL_EPMD_PORT} is set to something that is no
     *     port
     */
    static NodeResolver epmd(UnaryOperator<EpmdOptions> with) {
        return new EpmdResolver(with.apply(EpmdOptions.ofEnvironment()), TimeSource.system());
    }

    /**
     * {@return a resolver that knows nodes by their port; the host is that of the name} Without
     * EPMD; nodes that are not in {@code ports} are unknown.
     *
     * @param ports port by node name; copied
     * @throws IllegalArgumentException when a key is no node name, or a value no port from 1 to
     *     65535
     */
    static NodeResolver fixedPorts(Map<String, Integer> ports) {
        return FixedAddresses.ofPorts(ports);
    }

    /**
     * {@return a resolver that knows nodes by their address, whatever the host in their name}
     * Without EPMD; nodes that are not in {@code addresses} are unknown.
     *
     * @param addresses address by node name; copied. The host of an unresolved one is looked up
     *     each time
     * @throws IllegalArgumentException when a key is no node name, or an address has port 0
     */
    static NodeResolver fixedAddresses(Map<String, InetSocketAddress> addresses) {
        return FixedAddresses.of(addresses);
    }

    /**
     * Finds where {@code node} listens; empty when no such node is known now. It may wait for the
     * network, for some seconds at most.
     *
     * @throws IOException when it could not be found out
     * @otp erl_epmd:port_please/3
     */
    Optional<InetSocketAddress> resolve(String node) throws IOException;

    /**
     * {@return the port that our own {@code node} is to listen on, 0 for any free one}
     *
     * @otp erl_epmd:listen_port_please/2
     */
    default int listenPort(String node) {
        return 0;
    }

    /**
     * Makes our own {@code node}, which listens on {@code port}, known to others until the
     * registration is closed.
     *
     * @throws DistributionException when another node has the name
     * @throws IOException when it could not be registered
     * @otp erl_epmd:register_node/3
     */
    Registration register(String node, int port) throws IOException;

    /** A node that others can find. */
    interface Registration extends AutoCloseable {

        /**
         * {@return the creation: which incarnation of its name this node is, unsigned, greater than
         * 0} It stays the same for the life of the registration.
         */
        int creation();

        /** Makes the node unknown again. Twice is once. */
        @Override
        void close();
    }
}
