// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import org.jspecify.annotations.Nullable;

/**
 * Links, seen from the process that makes or ends one.
 *
 * <p>Both ends of a local link are changed in one step under both locks, taken in the order of the
 * pids: nobody ever sees half a link, and a link and an unlink that cross need no protocol. Only a
 * link to another node has one.
 */
final class Links {
    private Links() {}

    static void link(ProcessImpl me, Pid to) {
        me.checkDoom();
        if (to.equals(me.pid)) {
            return;
        }
        if (to.home != me.node) {
            me.node.remote.link(me, to);
        } else if (!linkLocal(me, to) && !noproc(me, to)) {
            throw new IllegalArgumentException("cannot link to " + to + ": noproc");
        }
    }

    /** {@return whether {@code to} was there to be linked} */
    static boolean linkLocal(ProcessImpl me, Pid to) {
        ProcessImpl peer = to.process;
        if (peer == null) {
            return false;
        }
        synchronized (first(me, peer)) {
            synchronized (second(me, peer)) {
                if (peer.isReleased()) {
                    return isExitComing(me, peer.pid);
                }
                if (!me.isReleased()) {
                    me.relations().linkTo(peer.pid);
                    peer.relations().linkTo(me.pid);
                }
                return true;
            }
        }
    }

    /** The peer is telling its links of its end, and has not come to this one. */
    private static boolean isExitComing(ProcessImpl me, Pid peer) {
        Relation.Link link = Relations.linkOf(me, peer);
        return link != null && link.queued == null;
    }

    /** A process that traps exits gets the failure as a message; false when it does not trap. */
    private static boolean noproc(ProcessImpl me, Pid to) {
        synchronized (me) {
            if (me.trapsExits() && !me.isReleased()) {
                Relation.Link link = me.relations().linkTo(to);
                link.queued = new MailNode.Queued(new Exit(to, ExitReason.NOPROC), link);
                me.deliver(link.queued);
            }
            return me.trapsExits();
        }
    }

    /**
     * Ends a link, if there is one. An EXIT that is queued stays.
     *
     * @return the reason of a peer that has ended and was just about to tell; else null
     */
    static @Nullable ExitReason unlink(ProcessImpl me, Pid from) {
        if (from.home != me.node) {
            me.node.remote.unlink(me, from);
            return null;
        }
        ProcessImpl peer = from.process;
        if (peer == null || peer == me) {
            return null;
        }
        synchronized (first(me, peer)) {
            synchronized (second(me, peer)) {
                boolean wasLinked = deactivate(me, peer.pid);
                deactivate(peer, me.pid);
                return wasLinked && peer.isReleased() ? peer.reason() : null;
            }
        }
    }

    private static boolean deactivate(ProcessImpl process, Pid peer) {
        Relation.Link link = Relations.linkOf(process, peer);
        if (link == null || link.queued != null) {
            return false;
        }
        process.relations().forget(link);
        return true;
    }

    /** Ends a link and removes the EXIT that it has queued; the owner only. */
    static @Nullable ExitReason unlinkAndFlush(ProcessImpl me, Pid from) {
        ExitReason untold = unlink(me, from);
        MailNode.Queued queued = queued(me, from);
        return queued != null && me.flush(queued) instanceof Exit(_, ExitReason reason)
                ? reason
                : untold;
    }

    private static MailNode.@Nullable Queued queued(ProcessImpl me, Pid from) {
        synchronized (me) {
            Relation.Link link = Relations.linkOf(me, from);
            return link == null ? null : link.queued;
        }
    }

    private static ProcessImpl first(ProcessImpl one, ProcessImpl other) {
        return one.pid.number < other.pid.number ? one : other;
    }

    private static ProcessImpl second(ProcessImpl one, ProcessImpl other) {
        return one.pid.number < other.pid.number ? other : one;
    }
}
