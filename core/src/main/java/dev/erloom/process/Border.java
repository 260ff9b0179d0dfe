// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * The side of a distributed node that a {@link Transport} talks to. Any thread may call it; the
 * signals of one peer are delivered in their order by one thread at a time.
 */
public final class Border {
    private final NodeImpl node;
    private final Remote remote;

    Border(NodeImpl node, Remote remote) {
        this.node = node;
        this.remote = remote;
    }

    /**
     * {@return the pid with these numbers on {@code node}; a process of this node and incarnation
     * is found}
     */
    public Pid pid(String node, int creation, int id, int serial) {
        long number = Pid.number(id, serial);
        Home home = home(node, creation);
        Pid pid = new Pid(home, number, null);
        ProcessImpl process = home == this.node ? this.node.processes.get(pid) : null;
        return process == null ? pid : process.pid;
    }

    /** {@return the reference with these words, first word first, of {@code node}} */
    public Ref ref(String node, int creation, int... words) {
        return Ref.of(home(node, creation), words);
    }

    private Home home(String name, int creation) {
        return name.equals(node.name()) && creation == node.creation()
                ? node
                : new RemoteNode(node, name, creation);
    }

    /**
     * {@return a call from another node, to be delivered as the message of a {@link Signal.Send}}
     */
    public GenCall call(Object request, GenCall.ReplyTo replyTo) {
        return new GenCall(request, node, replyTo);
    }

    /**
     * {@return whether {@code ref} is the alias of a call that waits} Its message is to be the bare
     * reply. Some peers answer an alias at the pid of its owner.
     */
    public boolean isCall(Ref ref) {
        return node.aliases.get(ref) instanceof Alias.OfCall;
    }

    /**
     * {@return whether {@code ref} is the alias of a request whose sender does not wait} Its
     * message is to be a {@link GenReply}.
     */
    public boolean isRequest(Ref ref) {
        return node.aliases.get(ref) instanceof Alias.OfProcess alias
                && alias.once()
                && alias.monitor();
    }

    /** Applies a signal that came from another node. Unknown processes are answered as OTP does. */
    public void deliver(Signal signal) {
        remote.receive(signal);
    }

    /**
     * Applies an exit signal that was sent to an address other than a pid; dropped when nobody is
     * behind it.
     */
    public void exit(Pid from, Address to, ExitReason reason) {
        remote.exit(from, to, reason);
    }

    /**
     * Makes a call from another node fail: the monitor that its caller holds fires with {@code
     * reason}.
     *
     * @param monitor the reference of that monitor, which is the call's alias
     */
    public void failCall(Ref monitor, ExitReason reason) {
        remote.failCall(monitor, reason);
    }

    /** Says that a connection stands. Called before any signal of it is delivered. */
    public void nodeUp(String peer) {
        remote.tellNodeWatchers(new NodeUp(peer));
    }

    /**
     * Says that a node cannot be reached. Called once the transport accepts no more signals for the
     * connection that is gone, and after the last signal of it was delivered. Until this has
     * returned, the transport takes no signal for the next connection; whoever has one waits.
     *
     * @param wasUp whether {@link #nodeUp} was called for this connection
     */
    public void nodeDown(String peer, boolean wasUp) {
        remote.connectionLost(peer);
        if (wasUp) {
            remote.tellNodeWatchers(new NodeDown(peer));
        }
    }

    /** Runs {@code action} when the node closes, after its last process has ended. */
    public void onClose(Runnable action) {
        node.onClose(action);
    }

    /** Takes the node off the network; its name and its pids become local again. */
    public void close() {
        remote.close();
    }
}
