// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.mapping.ExitReasons;
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
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a node, one for each peer, made on first use.
 *
 * <p>A signal that finds no connection waits in the peer's line while the peer is called. When that
 * fails, or a connection ends, the border is told with the peer's lock held: what comes later waits
 * for the next connection, and hears nothing of the end of this one.
 *
 * <p>Two nodes may call each other at once, and both calls succeed. Then that of the one with the
 * greater name counts, on both sides.
 */
final class Connections implements Transport, Peers {
    private static final System.Logger LOG = System.getLogger("dev.erloom.interop");
    private static final CloseReason REPLACED =
            new CloseReason(CloseReason.Kind.CLOSED, "the peer has connected again");
    private static final CloseReason NOT_NEEDED =
            new CloseReason(CloseReason.Kind.CLOSED, "there is another one, or none is wanted");
    private static final CloseReason LEAVING =
            new CloseReason(CloseReason.Kind.DISCONNECTED, "this node disconnects");

    /** How many signals may wait for a connection; what comes on top finds nobody. */
    private static final int LONGEST_LINE = 100_000;

    /** What is known of a peer; guarded by itself, the connection can be read without. */
    private static final class Peer {
        private final NodeName name;
        private final List<Signal> line = new ArrayList<>();
        private volatile @Nullable PeerConnection connection;
        private @Nullable Call calling;

        /** The connection that somebody who calls himself this peer has said is dead. */
        private @Nullable PeerConnection contested;

        Peer(NodeName name) {
            this.name = name;
        }
    }

    /** One attempt to reach a peer, and what tells whether there is a connection in the end. */
    private record Call(Thread dialer, CompletableFuture<Boolean> end) {}

    /** How connections are made. */
    record Parts(
            Border border,
            MessageReader messages,
            Dialer dialer,
            FramedConnection.Settings settings,
            TimeSource time) {}

    private final NodeName self;
    private final Map<String, Peer> peers = new ConcurrentHashMap<>();
    private final CompletableFuture<Parts> parts = new CompletableFuture<>();
    private volatile boolean closed;

    Connections(NodeName self) {
        this.self = self;
    }

    /** Makes this ready; whoever comes earlier waits. */
    void use(Parts parts) {
        this.parts.complete(parts);
    }

    private Parts parts() {
        return parts.join();
    }

    // Out

    @Override
    public void send(String node, Signal signal) {
        carry(node, signal, PeerConnection::send);
    }

    /** As {@link #send}, for the reader of a connection: a message does not wait either. */
    void sendNow(String node, Signal signal) {
        carry(node, signal, PeerConnection::sendNow);
    }

    @Override
    public ExitReason returned(ExitReason reason) {
        return ExitReasons.fromTerm(ExitReasons.toTerm(reason));
    }

    private void carry(String node, Signal signal, BiPredicate<PeerConnection, Signal> way) {
        Peer peer = peers.get(node);
        if (peer == null) {
            if (node.equals(self.toString())) {
                answerForEarlierSelf(signal);
                return;
            }
            if (!isName(node)) {
                parts().border().nodeDown(node, false);
                return;
            }
            peer = peer(NodeName.parse(node));
        }
        while (true) {
            PeerConnection connection = peer.connection;
            if (connection == null) {
                if (waitInLine(peer, signal)) {
                    return;
                }
            } else if (way.test(connection, signal) || isCurrent(peer, connection)) {
                return;
            }
        }
    }

    /** No process of an earlier incarnation of this node is left. */
    private void answerForEarlierSelf(Signal signal) {
        Border border = parts().border();
        switch (signal) {
            case Signal.Link(Pid from, Pid to) ->
                    border.deliver(new Signal.LinkExit(to, from, ExitReason.NOPROC));
            case Signal.Monitor(Pid watcher, Address object, Ref ref) ->
                    border.deliver(new Signal.MonitorExit(object, watcher, ref, ExitReason.NOPROC));
            case Signal.Unlink(long id, Pid from, Pid to) ->
                    border.deliver(new Signal.UnlinkAck(id, to, from));
            case Signal.Send _,
                    Signal.UnlinkAck _,
                    Signal.LinkExit _,
                    Signal.Exit _,
                    Signal.Demonitor _,
                    Signal.MonitorExit _ -> {}
        }
    }

    /**
     * {@return whether the end of {@code connection} is still to be told, so that it covers a
     * signal that came too late}
     */
    private static boolean isCurrent(Peer peer, PeerConnection connection) {
        return peer.connection == connection;
    }

    private boolean waitInLine(Peer peer, Signal signal) {
        // by its sender, who is to hear of it when there is no term for it
        Signal prepared = SignalWriter.prepared(signal);
        synchronized (peer) {
            if (peer.connection != null) {
                return false;
            }
            if (closed) {
                parts().border().nodeDown(peer.name.toString(), false);
                return true;
            }
            if (peer.line.size() < LONGEST_LINE || !(signal instanceof Signal.Send)) {
                peer.line.add(prepared);
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
                    : closed ? CompletableFuture.completedFuture(false) : call(peer);
        }
    }

    /**
     * Ends the connection to a peer when everything that waits is sent; false when there is none.
     */
    boolean disconnect(NodeName name) throws InterruptedException {
        Peer peer = peers.get(name.toString());
        PeerConnection connection = peer == null ? null : peer.connection;
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
    private CompletableFuture<Boolean> call(Peer peer) {
        Call call = peer.calling;
        if (call == null) {
            CompletableFuture<Boolean> end = new CompletableFuture<>();
            Thread dialer =
                    Thread.ofVirtual()
                            .name("erloom-dialer " + peer.name)
                            .unstarted(() -> dial(peer, end));
            call = new Call(dialer, end);
            peer.calling = call;
            dialer.start();
        }
        return call.end();
    }

    private void dial(Peer peer, CompletableFuture<Boolean> end) {
        try {
            establish(peer, connectionOf(parts().dialer().dial(peer.name), true));
        } catch (HandshakeFailure failure) {
            if (failure.reason() == HandshakeFailure.Reason.NOK) {
                TimeSource.Timer timer =
                        parts().time()
                                .after(TimedHandshake.SETUP_TIME, () -> failed(peer, end, failure));
                var _ = end.whenComplete((_, _) -> timer.cancel());
            } else {
                failed(peer, end, failure);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            // a resolver may throw anything; nobody is to wait for ever because of it
            failed(peer, end, e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a call is itself only
    private void failed(Peer peer, CompletableFuture<Boolean> end, Exception failure) {
        synchronized (peer) {
            if (peer.calling != null && peer.calling.end() == end) {
                LOG.log(
                        Level.WARNING,
                        "no connection to " + peer.name + ": " + failure.getMessage());
                giveUp(peer, peer.calling);
            }
        }
    }

    /** With the peer's lock held. */
    private void giveUp(Peer peer, Call call) {
        peer.calling = null;
        peer.line.clear();
        parts().border().nodeDown(peer.name.toString(), false);
        call.end().complete(false);
    }

    // Both

    /**
     * Takes over a socket whose peer has called and proved the cookie. Blocks until an older
     * connection of that peer has ended.
     */
    void establish(AuthenticatedSocket socket) {
        Peer peer = peer(socket.handshaken().peer());
        try {
            establish(peer, connectionOf(socket, false));
        } catch (IOException | InterruptedException e) {
            LOG.log(Level.WARNING, "no connection to " + peer.name + ": " + e.getMessage());
        }
    }

    private PeerConnection connectionOf(AuthenticatedSocket socket, boolean dialled)
            throws IOException {
        Parts with = parts();
        Peer peer = peer(socket.handshaken().peer());
        try {
            return new PeerConnection(
                    socket,
                    dialled,
                    with.border(),
                    with.messages(),
                    with.settings(),
                    with.time(),
                    connection -> ended(peer, connection));
        } catch (IOException e) {
            Deadline.closeQuietly(socket.socket());
            throw e;
        }
    }

    private void establish(Peer peer, PeerConnection fresh) throws InterruptedException {
        boolean installed = false;
        try {
            while (!installed) {
                PeerConnection old = peer.connection;
                if (closed || (old != null && !isToReplace(peer, old, fresh))) {
                    return;
                }
                if (old != null) {
                    old.close(REPLACED);
                    old.awaitEnd();
                }
                installed = install(peer, fresh);
            }
        } finally {
            if (!installed) {
                fresh.close(NOT_NEEDED);
            }
        }
    }

    /** {@return whether {@code fresh} counts, not {@code old}; the peer comes to the same} */
    @SuppressWarnings("ReferenceEquality") // a connection is itself only
    private boolean isToReplace(Peer peer, PeerConnection old, PeerConnection fresh) {
        if (old.isDialled() == fresh.isDialled()) {
            return true;
        }
        synchronized (peer) {
            if (!fresh.isDialled() && old == peer.contested) {
                return true;
            }
        }
        return isOursGreater(peer) == fresh.isDialled();
    }

    private boolean isOursGreater(Peer peer) {
        return self.toString().compareTo(peer.name.toString()) > 0;
    }

    private boolean install(Peer peer, PeerConnection fresh) {
        synchronized (peer) {
            if (closed || peer.connection != null) {
                return false;
            }
            parts().border().nodeUp(peer.name.toString());
            peer.line.forEach(fresh::sendNow);
            peer.line.clear();
            peer.contested = null;
            peer.connection = fresh;
            fresh.start();
            Call call = peer.calling;
            peer.calling = null;
            if (call != null) {
                call.end().complete(true);
                giveUpDialling(peer, call, fresh);
            }
            return true;
        }
    }

    /** A call of ours that the peer's counts more than; one that counts more is not given up. */
    private void giveUpDialling(Peer peer, Call call, PeerConnection instead) {
        if (!instead.isDialled() && !isOursGreater(peer)) {
            call.dialer().interrupt();
        }
    }

    private void ended(Peer peer, PeerConnection connection) {
        synchronized (peer) {
            if (peer.connection == connection) {
                peer.connection = null;
            }
            parts().border().nodeDown(peer.name.toString(), true);
        }
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
            peer.contested = peer.connection;
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
        List<Thread> dialers = new ArrayList<>();
        for (Peer peer : peers.values()) {
            synchronized (peer) {
                PeerConnection connection = peer.connection;
                if (connection != null) {
                    connection.leave(LEAVING);
                    leaving.add(connection);
                } else if (peer.calling != null) {
                    dialers.add(peer.calling.dialer());
                    giveUp(peer, peer.calling);
                }
            }
        }
        dialers.forEach(Thread::interrupt);
        for (PeerConnection connection : leaving) {
            connection.awaitEnd();
        }
        for (Thread dialer : dialers) {
            dialer.join();
        }
    }
}
