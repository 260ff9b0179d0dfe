// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ties between this node's processes and those of other nodes.
 *
 * <p>A tie is entered here before its signal is handed to the transport, and a signal that the
 * transport takes during or after the report of a lost connection goes to the next one: so each tie
 * is found by {@link #connectionLost} or carried by the next connection. One that is both is taken
 * back once its signal was handed over.
 */
final class Remote {

    /** What the node is called, and how it reaches others. */
    private record Distributed(String name, int creation, Transport transport, Border border) {}

    /** A link that has one end here. */
    record LinkTie(ProcessImpl process, Pid peer) {}

    /** A monitor that watches another node, for a process or for a call. */
    sealed interface Outgoing {
        record ByProcess(Relation.Monitor monitor) implements Outgoing {}

        record ByCall(Slot slot, Address object) implements Outgoing {}
    }

    /** A monitor of another node that watches a process here. */
    record Incoming(Watch.ByPeer watch, ProcessImpl target) {}

    private final NodeImpl node;
    private final AtomicLong unlinkIds = new AtomicLong();

    /**
     * Held while a link is made or a peer's unlink is obeyed, until the signal for that is handed
     * over: the peer must not see a new link before the answer to its unlink, since it ignores
     * links until then.
     */
    private final Object linkOrder = new Object();

    final Set<LinkTie> links = ConcurrentHashMap.newKeySet();
    final Map<Ref, Outgoing> outgoing = new ConcurrentHashMap<>();
    final Map<Ref, Incoming> incoming = new ConcurrentHashMap<>();
    private volatile @Nullable Distributed distributed;

    Remote(NodeImpl node) {
        this.node = node;
    }

    Border open(String name, int creation, Transport transport) {
        synchronized (this) {
            if (distributed != null) {
                throw new IllegalStateException(node + " is distributed already");
            }
            Border border = new Border(node, this);
            distributed = new Distributed(name, creation, transport, border);
            return border;
        }
    }

    void close() {
        distributed = null;
    }

    String name() {
        Distributed now = distributed;
        return now == null ? node.options.name() : now.name();
    }

    int creation() {
        Distributed now = distributed;
        return now == null ? 0 : now.creation();
    }

    // From here to there

    void send(@Nullable ProcessImpl from, String to, Address address, Object message) {
        try {
            signal(to, new Signal.Send(node.senderOf(from), address, message));
        } finally {
            if (from != null) {
                from.checkDoom();
            }
        }
    }

    /** Hands a signal to the transport; false when this node has none. */
    boolean signal(String to, Signal signal) {
        Distributed now = distributed;
        if (now == null) {
            return false;
        }
        now.transport().send(to, signal);
        return true;
    }

    ExitReason returned(ExitReason reason) {
        Distributed now = distributed;
        return now == null ? reason : now.transport().returned(reason);
    }

    /**
     * {@return the pid as the transport's reader would make it} Pids of strangers in this JVM come
     * as they are.
     */
    private Pid normal(Pid pid) {
        return pid.home instanceof NodeImpl stranger
                ? new Pid(
                        new RemoteNode(node, stranger.name(), stranger.creation()),
                        pid.number,
                        null)
                : pid;
    }

    void link(ProcessImpl me, Pid to) {
        Pid peer = normal(to);
        boolean isSent;
        synchronized (linkOrder) {
            synchronized (me) {
                if (me.isReleased()) {
                    return;
                }
                Relation.Link link = me.relations().linkTo(peer);
                link.active = true;
                link.unlinkId = 0;
                links.add(new LinkTie(me, peer));
            }
            isSent = signal(peer.node(), new Signal.Link(me.pid, peer));
        }
        if (isSent) {
            takeBackIfLost(me, peer);
        } else {
            linkBroken(me, peer, ExitReason.NOCONNECTION);
        }
    }

    /**
     * A connection that was lost has ended a link while the next one carried it: unlinks the peer.
     */
    private void takeBackIfLost(ProcessImpl me, Pid peer) {
        long id;
        synchronized (me) {
            Relation.Link link = Relations.linkOf(me, peer);
            if (me.isReleased() || (link != null && link.queued == null)) {
                return;
            }
            Relation.Link back = me.relations().linkTo(peer);
            back.active = false;
            back.unlinkId = id = unlinkIds.incrementAndGet();
            links.add(new LinkTie(me, peer));
        }
        signal(peer.node(), new Signal.Unlink(id, me.pid, peer));
    }

    void unlink(ProcessImpl me, Pid from) {
        Pid peer = normal(from);
        long id;
        synchronized (me) {
            Relation.Link link = Relations.linkOf(me, peer);
            if (link == null || !link.active || link.queued != null) {
                return;
            }
            link.active = false;
            link.unlinkId = id = unlinkIds.incrementAndGet();
        }
        signal(peer.node(), new Signal.Unlink(id, me.pid, peer));
    }

    void monitor(Relation.Monitor monitor) {
        outgoing.put(monitor.ref, new Outgoing.ByProcess(monitor));
        Pid watcher = monitor.watcher.pid;
        if (!signal(
                nodeOf(monitor.object), new Signal.Monitor(watcher, monitor.object, monitor.ref))) {
            outgoing.remove(monitor.ref);
            Monitors.fired(monitor, ExitReason.NOCONNECTION);
        } else if (monitor.watcher.isGone()) {
            demonitor(monitor);
        } else if (!outgoing.containsKey(monitor.ref)) { // as with a link
            signal(
                    nodeOf(monitor.object),
                    new Signal.Demonitor(watcher, monitor.object, monitor.ref));
        }
    }

    void demonitor(Relation.Monitor monitor) {
        if (outgoing.remove(monitor.ref) != null) {
            Pid watcher = monitor.watcher.pid;
            signal(
                    nodeOf(monitor.object),
                    new Signal.Demonitor(watcher, monitor.object, monitor.ref));
        }
    }

    static String nodeOf(Address address) {
        return switch (address) {
            case Pid pid -> pid.node();
            case Ref ref -> ref.node();
            case RegisteredName(_, String node) -> node;
            default -> throw new IllegalArgumentException("no address of another node: " + address);
        };
    }

    /**
     * Calls a server of another node: monitor, request with an alias for the reply, wait,
     * demonitor.
     *
     * @return the reply, {@link Slot#TIMED_OUT} or a {@link GenCall.Failure}
     */
    @Nullable Object call(
            Waiter me, Address to, Object request, long until, Function<Object, Type> replyType) {
        Slot slot = new Slot(me);
        Ref ref = node.newRef();
        node.aliases.put(ref, new Alias.OfCall(slot));
        Object answer;
        try {
            answer = ask(slot, ref, to, request, until);
        } finally {
            node.aliases.remove(ref);
        }
        return answer instanceof ExternalTerm external
                ? external.toJava(replyType.apply(request))
                : answer;
    }

    /**
     * Sends a request to a server of another node and waits for its end; nobody takes the reply.
     *
     * @return {@link Slot#TIMED_OUT} or a {@link GenCall.Failure} with the reason of the end
     */
    @Nullable Object stop(Waiter me, Address to, Gen.Terminate request, long until) {
        return ask(new Slot(me), node.newRef(), to, request, until);
    }

    private @Nullable Object ask(Slot slot, Ref ref, Address to, Object request, long until) {
        Pid caller = slot.waiter() instanceof ProcessImpl process ? process.pid : node.root().pid;
        String peer = nodeOf(to);
        outgoing.put(ref, new Outgoing.ByCall(slot, to));
        try {
            RemoteCall message = new RemoteCall(caller, ref, request);
            if (node.isClosed()
                    || !signal(peer, new Signal.Monitor(caller, to, ref))
                    || !signal(peer, new Signal.Send(caller, to, message))) {
                slot.complete(new GenCall.Failure(new ExitReason.NodeDown(peer)));
            } else if (!outgoing.containsKey(ref)) { // as with a link
                signal(peer, new Signal.Demonitor(caller, to, ref));
            }
            return slot.await(until);
        } finally {
            if (outgoing.remove(ref) != null) {
                signal(peer, new Signal.Demonitor(caller, to, ref));
            }
        }
    }

    // From there to here, all on the reader of one connection

    void receive(Signal signal) {
        switch (signal) {
            case Signal.Send(_, Address to, Object message) -> deliver(to, message);
            case Signal.Link(Pid from, Pid to) -> linked(from, to);
            case Signal.Unlink(long id, Pid from, Pid to) -> {
                synchronized (linkOrder) {
                    unlinked(from, to);
                    signal(from.node(), new Signal.UnlinkAck(id, to, from));
                }
            }
            case Signal.UnlinkAck(long id, Pid from, Pid to) -> unlinkConfirmed(id, from, to);
            case Signal.LinkExit(Pid from, Pid to, ExitReason reason) -> {
                if (to.process != null) {
                    linkBroken(to.process, from, reason);
                }
            }
            case Signal.Exit(Pid from, Pid to, ExitReason reason) -> {
                if (to.process != null) {
                    to.process.exitSignal(from, reason);
                }
            }
            case Signal.Monitor(Pid watcher, Address object, Ref ref) ->
                    monitored(watcher, object, ref);
            case Signal.Demonitor(_, _, Ref ref) -> {
                Incoming gone = incoming.remove(ref);
                if (gone != null) {
                    Monitors.unwatch(gone.target(), ref);
                }
            }
            case Signal.MonitorExit(_, _, Ref ref, ExitReason reason) -> watchedEnded(ref, reason);
        }
    }

    private void deliver(Address to, Object message) {
        if (to instanceof Ref alias) {
            Aliases.deliver(node, alias, message);
            return;
        }
        ProcessImpl process = node.localProcess(to);
        if (process == null) {
            return;
        }
        if (message instanceof GenCall call) {
            process.deliver((MailNode) call);
        } else {
            process.deliver(message);
        }
    }

    void exit(Pid from, Address to, ExitReason reason) {
        ProcessImpl process =
                to instanceof Ref ref && node.aliases.get(ref) instanceof Alias.OfProcess alias
                        ? alias.owner()
                        : node.localProcess(to);
        if (process != null) {
            process.exitSignal(from, reason);
        }
    }

    private void linked(Pid from, Pid to) {
        ProcessImpl process = to.process;
        boolean alive = false;
        if (process != null) {
            synchronized (process) {
                alive = !process.isReleased();
                if (alive) {
                    process.relations().linkTo(from);
                    links.add(new LinkTie(process, from));
                }
            }
        }
        if (!alive) {
            signal(from.node(), new Signal.LinkExit(to, from, ExitReason.NOPROC));
        }
    }

    private void unlinked(Pid from, Pid to) {
        ProcessImpl process = to.process;
        if (process == null) {
            return;
        }
        synchronized (process) {
            Relation.Link link = Relations.linkOf(process, from);
            if (link != null && link.active && link.queued == null) {
                process.relations().forget(link);
                linkGone(process, from);
            }
        }
    }

    private void unlinkConfirmed(long id, Pid from, Pid to) {
        ProcessImpl process = to.process;
        if (process == null) {
            return;
        }
        synchronized (process) {
            Relation.Link link = Relations.linkOf(process, from);
            if (link != null && !link.active && link.unlinkId == id) {
                process.relations().forget(link);
                linkGone(process, from);
            }
        }
    }

    /** The peer of a link ended or cannot be reached. An inactive link goes without a trace. */
    private void linkBroken(ProcessImpl process, Pid peer, ExitReason reason) {
        boolean isFatal;
        synchronized (process) {
            linkGone(process, peer);
            Relation.Link link = Relations.linkOf(process, peer);
            if (link != null && !link.active) {
                process.relations().forget(link);
                return;
            }
            isFatal = process.linkEnds(peer, reason);
        }
        if (isFatal) {
            process.strike();
        }
    }

    /**
     * With the lock of the process held, as wherever a tie and its link change; or after its end.
     */
    void linkGone(ProcessImpl process, Pid peer) {
        links.remove(new LinkTie(process, peer));
    }

    private void monitored(Pid watcher, Address object, Ref ref) {
        ProcessImpl process = node.localProcess(object);
        Watch.ByPeer watch = new Watch.ByPeer(node, watcher, object, ref);
        if (process != null) {
            incoming.put(ref, new Incoming(watch, process));
        }
        if (process == null || !Monitors.watch(process, ref, watch)) {
            watch.fired(ExitReason.NOPROC);
        }
    }

    void watcherGone(Watch.ByPeer watch) {
        incoming.remove(watch.ref());
    }

    /** Ends the monitor that belongs to a call, as if the server had ended with {@code reason}. */
    void failCall(Ref monitor, ExitReason reason) {
        Incoming call = incoming.remove(monitor);
        if (call != null && Monitors.unwatch(call.target(), monitor) != null) {
            call.watch().fired(reason);
        }
    }

    private void watchedEnded(Ref ref, ExitReason reason) {
        Outgoing watcher = outgoing.remove(ref);
        if (watcher != null) {
            tell(watcher, reason);
        }
    }

    private static void tell(Outgoing watcher, ExitReason reason) {
        switch (watcher) {
            case Outgoing.ByProcess(Relation.Monitor monitor) -> Monitors.fired(monitor, reason);
            case Outgoing.ByCall(Slot slot, Address object) ->
                    slot.complete(
                            new GenCall.Failure(
                                    reason instanceof ExitReason.NoConnection
                                            ? new ExitReason.NodeDown(nodeOf(object))
                                            : reason));
        }
    }

    /** Breaks every tie with a node: EXIT and DOWN with {@code noconnection}. */
    void connectionLost(String peer) {
        for (LinkTie tie : links) {
            if (tie.peer().node().equals(peer)) {
                linkBroken(tie.process(), tie.peer(), ExitReason.NOCONNECTION);
            }
        }
        outgoing.forEach((ref, watcher) -> {
            if (peer.equals(objectOf(watcher)) && outgoing.remove(ref, watcher)) {
                tell(watcher, ExitReason.NOCONNECTION);
            }
        });
        incoming.forEach((ref, watched) -> {
            if (watched.watch().watcher().node().equals(peer) && incoming.remove(ref, watched)) {
                Monitors.unwatch(watched.target(), ref);
            }
        });
    }

    private static String objectOf(Outgoing watcher) {
        return switch (watcher) {
            case Outgoing.ByProcess(Relation.Monitor monitor) -> nodeOf(monitor.object);
            case Outgoing.ByCall(_, Address object) -> nodeOf(object);
        };
    }

    /** Ends what foreign threads still wait for: the node has closed, and with it its clock. */
    void endCalls() {
        outgoing.values()
                .forEach(watcher -> {
                    if (watcher instanceof Outgoing.ByCall) {
                        tell(watcher, ExitReason.NOCONNECTION);
                    }
                });
    }

    /** Tells those who asked that a node came or went. */
    void tellNodeWatchers(Object event) {
        Objects.requireNonNull(event, "event");
        node.nodeWatchers.forEach(process -> process.deliver(event));
    }
}
