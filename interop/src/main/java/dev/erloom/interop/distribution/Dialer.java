// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.distribution.HandshakeFailure.Reason;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/** Connects to peers: finds them, and introduces this node to them in bounded time. */
final class Dialer {
    private static final System.Logger LOG = System.getLogger("dev.erloom.interop");

    private final LocalNode self;
    private final Handshake handshake;
    private final NodeResolver resolver;
    private final TimeSource time;
    private final Duration setupTime;

    /**
     * Makes a dialer for the node {@code self}.
     *
     * @param setupTime how long connecting and the whole handshake may take; the resolver bounds
     *     its own time
     */
    Dialer(
            LocalNode self,
            Handshake handshake,
            NodeResolver resolver,
            TimeSource time,
            Duration setupTime) {
        this.self = self;
        this.handshake = handshake;
        this.resolver = resolver;
        this.time = time;
        this.setupTime = setupTime;
    }

    /**
     * Connects to {@code peer}. Blocks; an interrupt gives it up.
     *
     * @throws HandshakeFailure when there is no connection in the end; its reason and message say
     *     why. {@link Reason#NOK} is not the end: see {@link Peers}
     */
    AuthenticatedSocket dial(NodeName peer) throws HandshakeFailure {
        if (peer.equals(self.name())) {
            throw new HandshakeFailure(Reason.OWN_NAME, "node " + peer + " cannot call itself");
        }
        if (peer.hasLongHost() != self.name().hasLongHost()) {
            LOG.log(
                    Level.INFO,
                    "{0} will not be able to call {1} back: a BEAM calls either long or short"
                            + " host names",
                    peer,
                    self.name());
        }
        InetSocketAddress address = resolve(peer);
        var socket = new Socket();
        Handshaken handshaken =
                TimedHandshake.run(
                        time,
                        setupTime,
                        socket,
                        "peer " + peer,
                        () -> {
                            connect(peer, socket, address);
                            return handshake.with(peer, HandshakeChannel.on(socket));
                        });
        return new AuthenticatedSocket(socket, handshaken);
    }

    private InetSocketAddress resolve(NodeName peer) throws HandshakeFailure {
        Optional<InetSocketAddress> address;
        try {
            address = resolver.resolve(peer.toString());
        } catch (IOException e) {
            throw new HandshakeFailure(
                    Reason.UNREACHABLE, "peer " + peer + " cannot be found: " + e.getMessage(), e);
        }
        return address.orElseThrow(() ->
                new HandshakeFailure(
                        Reason.UNKNOWN_NODE, "there is no node " + peer + " to be found"));
    }

    private static void connect(NodeName peer, Socket socket, InetSocketAddress address)
            throws IOException {
        try {
            socket.connect(address);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new HandshakeFailure(
                    Reason.UNREACHABLE,
                    "peer " + peer + " does not listen at " + address + ": " + e.getMessage(),
                    e);
        }
    }
}
