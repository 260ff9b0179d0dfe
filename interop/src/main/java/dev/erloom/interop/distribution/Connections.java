// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.process.Address;
import dev.erloom.process.Border;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.Signal;
import dev.erloom.process.Transport;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a node, one for each peer, made on first use.
 *
 * <p>A signal that finds no connection waits in the peer's line while the peer is called. When that
 * fails, or a connection ends, the border is told; the line, or the connection, takes no signal any
 * more by then.
 */
final class Connections implements Transport, Peers {
    private static final System.Logger LOG = System.getLogger("dev.erloom.interop");
    private static final CloseReason REPLACED =
            new CloseReason(CloseReason.Kind.CLOSED, "the peer has connected again");
    private static final CloseReason LEAVING =
            new CloseReason(CloseReason.Kind.DISCONNECTED, "this node disconnects");

    private static final SignalWriter ANY_PEER = new SignalWriter(Flags.HIDDEN);

    /** How many signals may wait for a connection; what comes on top finds nobody. */
    private static final int LONGEST_LINE = 100_000;

    /** What is known of a peer; guarded by itself, the connection can be read without. */
    private static final class Peer {
        private final NodeName name;
        private final List<Signal> line = new ArrayList<>();
        private volatile @Nullable PeerConnection connection;
        private @Nullable Call calling;

        Peer(NodeName name) {
            this.name = name;
        }
    }

    /** An attempt to connect. */
    private final class Call {
        /** Whether there is a connection in the end. */
        private final CompletableFuture<Boolean> connected = new CompletableFuture<>();

        private final Thread dialler;

        Call(Peer peer) {
            this.dialler =
                    Thread.ofVirtual()
                            .name("erloom-dialler " + peer.name)
                            .unstarted(() -> dial(peer, this));
        }
    }

    /** How connections are made; complete before the first signal. */
    record Parts(
            Border border,
            MessageReader messages,
            Dialer dialer,
            FramedConnection.Settings settings,
            TimeSource time) {}

    private final NodeName self;
    private final Map<String, Peer> peers = new ConcurrentHashMap<>();
    private volatile @Nullable Parts parts;
    private volatile boolean closed;

    Connections(NodeName self) {
        this.self = self;
    }

    void use(Parts parts) {
        this.parts = parts;
    }

    private Parts parts() {
        Parts now = parts;
        if (now == null) {
            throw new IllegalStateException(self + " is not ready");
        }
        return now;
    }

    // Out

    @Override
    public void send(String node, Signal signal) {
        if (node.equals(self.toString())) {
            answerForThePast(signal);
            return;
        }
        if (closed || !isName(node)) {
            parts().border().nodeDown(node, false);
            return;
        }
        Peer peer = peer(NodeName.parse(node));
        while (true) {
            PeerConnection connection = peer.connection;
            if (connection == null) {
                if (waitInLine(peer, signal)) {
                    return;
                }
            } else if (connection.send(signal) || isCurrent(peer, connection)) {
                return;
            }
        }
    }

    /**
     * {@return whether the end of {@code connection} is still to be told, so that it covers a
     * signal that came too late}
     */
    private static boolean isCurrent(Peer peer, PeerConnection connection) {
        return peer.connection == connection;
    }

    /** What has our name and is not here belongs to an earlier life of this node. */
    private void answerForThePast(Signal signal) {
        switch (signal) {
            case Signal.Link(Pid from, Pid to) ->
                    parts().border().deliver(new Signal.LinkExit(to, from, ExitReason.NOPROC));
            case Signal.Monitor(Pid watcher, Address object, Ref ref) ->
                    parts().border()
                            .deliver(
                                    new Signal.MonitorExit(
                                            object, watcher, ref, ExitReason.NOPROC));
            default -> {}
        }
    }

    private boolean waitInLine(Peer peer, Signal signal) {
        ANY_PEER.write(signal); // what has no term fails its sender, now
        synchronized (peer) {
            if (peer.connection != null) {
                return false;
            }
            if (peer.line.size() < LONGEST_LINE || !(signal instanceof Signal.Send)) {
                peer.line.add(signal);
            }
            var _ = call(peer);
            return true;
        }
    }

    private static boolean isName(String node) {
        try {
            NodeName.parse(node);
            return true;
        } catch (IllegalArgumentException malformed) {
            LOG.log(Level.WARNING, malformed.getMessage());
            return false;
        }
    }

    private Peer peer(NodeName name) {
        return peers.computeIfAbsent(name.toString(), _ -> new Peer(name));
    }

    /** {@return what tells whether there is a connection in the end} */
    CompletableFuture<Boolean> connect(NodeName name) {
        Peer peer = peer(name);
        synchronized (peer) {
            return peer.connection != null
                    ? CompletableFuture.completedFuture(true)
                    : closed
                            ? CompletableFuture.completedFuture(false)
                            : call(peer).connected;
        }
    }

    /**
     * Ends the connection to a peer when everything that waits is sent; false when there is none.
     */
    boolean disconnect(NodeName name) throws InterruptedException {
        PeerConnection connection = peer(name).connection;
        if (connection == null) {
            return false;
        }
        connection.leave(LEAVING);
        connection.awaitEnd();
        return true;
    }

    List<String> connected() {
        List<String> names = new ArrayList<>();
        for (Peer peer : peers.values()) {
            if (peer.connection != null) {
                names.add(peer.name.toString());
            }
        }
        return names;
    }

    // Calling

    /** With the peer's lock held. */
    private Call call(Peer peer) {
        Call call = peer.calling;
        if (call == null) {
            call = new Call(peer);
            peer.calling = call;
            call.dialler.start();
        }
        return call;
    }

    private void dial(Peer peer, Call call) {
        try {
            establish(parts().dialer().dial(peer.name));
        } catch (HandshakeFailure failure) {
            String why = failure.getMessage();
            if (failure.reason() == HandshakeFailure.Reason.NOK) {
                parts().time().after(TimedHandshake.SETUP_TIME, () -> failed(peer, call, why));
            } else {
                failed(peer, call, why);
            }
        }
    }

    /** Gives up a call, unless it has led to a connection or was given up already. */
    private void failed(Peer peer, Call call, @Nullable String why) {
        synchronized (peer) {
            if (peer.calling != call) {
                return;
            }
            peer.calling = null;
            peer.line.clear();
        }
        LOG.log(Level.WARNING, "no connection to " + peer.name + ": " + why);
        parts().border().nodeDown(peer.name.toString(), false);
        call.connected.complete(false);
    }

    // Both

    /**
     * Takes over a socket whose peer has proved the cookie. Blocks until an older connection of
     * that peer has ended.
     */
    void establish(AuthenticatedSocket socket) {
        Peer peer = peer(socket.handshaken().peer());
        try {
            Parts with = parts();
            PeerConnection fresh =
                    new PeerConnection(
                            socket,
                            with.border(),
                            with.messages(),
                            with.settings(),
                            with.time(),
                            connection -> ended(peer, connection));
            while (!install(peer, fresh)) {
                replace(peer);
            }
        } catch (IOException | InterruptedException e) {
            LOG.log(Level.WARNING, "no connection to " + peer.name + ": " + e.getMessage());
            Deadline.closeQuietly(socket.socket());
        }
    }

    private static void replace(Peer peer) throws InterruptedException {
        PeerConnection old = peer.connection;
        if (old != null) {
            old.close(REPLACED);
            old.awaitEnd();
        }
    }

    private boolean install(Peer peer, PeerConnection fresh) {
        Call call;
        synchronized (peer) {
            if (peer.connection != null) {
                return false;
            }
            parts().border().nodeUp(peer.name.toString());
            peer.line.forEach(fresh::sendNow);
            peer.line.clear();
            peer.connection = fresh;
            call = peer.calling;
            peer.calling = null;
        }
        fresh.start();
        if (call != null) {
            call.connected.complete(true);
            if (!call.dialler.equals(Thread.currentThread())) {
                call.dialler.interrupt();
            }
        }
        if (closed) {
            fresh.leave(LEAVING);
        }
        return true;
    }

    private void ended(Peer peer, PeerConnection connection) {
        synchronized (peer) {
            if (peer.connection == connection) {
                peer.connection = null;
            }
        }
        parts().border().nodeDown(peer.name.toString(), true);
    }

    @Override
    public Welcome welcome(NodeName name) {
        if (closed) {
            return Welcome.NOT_ALLOWED;
        }
        Peer peer = peers.get(name.toString());
        if (peer == null) {
            return Welcome.OK;
        }
        synchronized (peer) {
            return Welcome.of(self, name, peer.connection != null, peer.calling != null);
        }
    }

    @Override
    public boolean isStillWanted(NodeName name) {
        Peer peer = peers.get(name.toString());
        return peer == null || peer.connection == null;
    }

    /** Ends every connection when everything that waits is sent, and makes no new one. */
    void close() throws InterruptedException {
        closed = true;
        List<PeerConnection> leaving = new ArrayList<>();
        for (Peer peer : peers.values()) {
            Call call;
            synchronized (peer) {
                call = peer.calling;
            }
            if (call != null) {
                call.dialler.interrupt();
                call.dialler.join();
                failed(peer, call, "this node leaves the network");
            }
            PeerConnection connection = peer.connection;
            if (connection != null) {
                connection.leave(LEAVING);
                leaving.add(connection);
            }
        }
        for (PeerConnection connection : leaving) {
            connection.awaitEnd();
        }
    }
}
