// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import org.jspecify.annotations.Nullable;

/** Monitors, from both ends. Never two locks at a time. */
final class Monitors {
    private Monitors() {}

    static Ref monitor(ProcessImpl me, Address address, MonitorOptions options) {
        me.checkDoom();
        NodeImpl node = me.node;
        Address target = node.resolve(address);
        if (target instanceof Ref) {
            throw new IllegalArgumentException("monitor takes a pid or a name, was " + address);
        }
        Ref ref = node.newRef();
        ProcessImpl process = node.localProcess(target);
        Address object = target instanceof RegisteredName name ? node.qualified(name) : target;
        Relation.Monitor monitor = new Relation.Monitor(ref, me, object, process, options);
        synchronized (me) {
            if (me.life() != ProcessImpl.Life.DEAD) {
                me.relations().monitors().put(ref, monitor);
            }
        }
        if (process == me) {
            return ref; // and no alias, as on the BEAM
        }
        if (options.alias() != null) {
            boolean once = options.alias() == AliasMode.REPLY_DEMONITOR;
            Aliases.add(me, ref, once, options.alias() != AliasMode.EXPLICIT_UNALIAS);
        }
        if (node.isRemote(object)) {
            node.remote.monitor(monitor);
        } else if (process == null || !watch(process, ref, monitor)) {
            fired(monitor, ExitReason.NOPROC);
        } else if (me.isGone()) {
            withdraw(monitor);
        }
        return ref;
    }

    /** Adds a watch to a local process; false when it is dead. */
    static boolean watch(ProcessImpl process, Ref ref, Watch watch) {
        synchronized (process) {
            if (process.life() == ProcessImpl.Life.DEAD) {
                return false;
            }
            process.relations().watches().put(ref, watch);
            return true;
        }
    }

    static @Nullable Watch unwatch(ProcessImpl process, Ref ref) {
        synchronized (process) {
            Relations ties = process.relationsOrNull();
            return ties == null || ties.watches == null || process.life() == ProcessImpl.Life.DEAD
                    ? null
                    : ties.watches.remove(ref);
        }
    }

    /** Queues the {@link Down} of a monitor, if it is still there. */
    static void fired(Relation.Monitor monitor, ExitReason reason) {
        ProcessImpl me = monitor.watcher;
        AliasMode mode = monitor.options.alias();
        synchronized (me) {
            if (Relations.monitorOf(me, monitor.ref) != monitor || monitor.queued != null) {
                return;
            }
            if (mode != null && mode != AliasMode.EXPLICIT_UNALIAS) {
                Aliases.removeLocked(me, monitor.ref);
            }
            monitor.queued = new MailNode.Queued(monitor.message(reason), monitor);
            me.deliver(monitor.queued);
        }
    }

    /** Ends a monitor; true when it was there and had not fired. A queued {@link Down} stays. */
    static boolean demonitor(ProcessImpl me, Ref ref) {
        Relation.Monitor monitor = removeUnfired(me, ref);
        if (monitor == null) {
            return false;
        }
        withdraw(monitor);
        return monitor.target != me; // on the BEAM a monitor of oneself never was one
    }

    /** Takes a monitor off its owner, if it has not fired; an alias that lives with it goes too. */
    private static Relation.@Nullable Monitor removeUnfired(ProcessImpl me, Ref ref) {
        synchronized (me) {
            Relation.Monitor monitor = Relations.monitorOf(me, ref);
            if (monitor == null || monitor.queued != null) {
                return null;
            }
            me.relations().forget(monitor);
            AliasMode mode = monitor.options.alias();
            if (mode != null && mode != AliasMode.EXPLICIT_UNALIAS) {
                Aliases.removeLocked(me, ref);
            }
            return monitor;
        }
    }

    /** As {@link #demonitor}, and removes a queued {@link Down}; the owner only. */
    static boolean demonitorAndFlush(ProcessImpl me, Ref ref) {
        if (demonitor(me, ref)) {
            return true;
        }
        MailNode.Queued queued = queued(me, ref);
        if (queued != null) {
            me.flush(queued);
        }
        return false;
    }

    /** {@return the queued end of a monitor, or null} */
    static MailNode.@Nullable Queued queued(ProcessImpl me, Ref ref) {
        synchronized (me) {
            Relation.Monitor monitor = Relations.monitorOf(me, ref);
            return monitor == null ? null : monitor.queued;
        }
    }

    static boolean isMonitor(ProcessImpl me, Ref ref) {
        synchronized (me) {
            return Relations.monitorOf(me, ref) != null;
        }
    }

    /** Tells the watched side that nobody waits any more. */
    static void withdraw(Relation.Monitor monitor) {
        if (monitor.target != null) {
            unwatch(monitor.target, monitor.ref);
        } else if (monitor.watcher.node.isRemote(monitor.object)) {
            monitor.watcher.node.remote.demonitor(monitor);
        }
    }
}
