// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import org.jspecify.annotations.Nullable;

/**
 * Where the answer to a request of a process goes that does not wait for it: into its mailbox, as
 * long as the request is open.
 */
record SentRequest(ProcessImpl sender, Ref ref) implements GenCall.ReplyTo {

    /** Sends the request, with a monitor whose reference is the alias for the reply. */
    static Ref send(ProcessImpl me, Address server, Object request) {
        NodeImpl node = me.node;
        Address target = node.resolve(server);
        ProcessImpl process = node.isRemote(target) ? null : node.localProcess(target);
        if (process != null && process.body() instanceof Child<?> child) {
            child.check(request);
        }
        Ref ref =
                Monitors.monitor(me, target, MonitorOptions.NONE.alias(AliasMode.REPLY_DEMONITOR));
        if (process != null) {
            process.deliver((MailNode) new GenCall(request, node, new SentRequest(me, ref)));
        } else if (node.isRemote(target)) {
            try {
                RemoteCall call = new RemoteCall(me.pid, ref, request);
                node.remote.send(me, Remote.nodeOf(target), target, call);
            } catch (IllegalArgumentException unfit) {
                Monitors.demonitorAndFlush(me, ref);
                throw unfit;
            }
        }
        return ref;
    }

    @Override
    public Pid caller() {
        return sender.pid;
    }

    @Override
    public void reply(@Nullable Object value) {
        Aliases.deliver(sender.node, ref, new GenReply(ref, value));
    }

    @Override
    public void fail(ExitReason reason) {
        Relation.Monitor monitor;
        synchronized (sender) {
            monitor = Relations.monitorOf(sender, ref);
        }
        if (monitor != null) {
            Monitors.fired(monitor, reason);
        }
    }
}
