// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import org.jspecify.annotations.Nullable;

/** Aliases: references that work as addresses until they are taken back. */
final class Aliases {
    private Aliases() {}

    static void add(ProcessImpl owner, Ref ref, boolean once, boolean monitor) {
        Alias.OfProcess alias = new Alias.OfProcess(owner, once, monitor);
        synchronized (owner) {
            if (owner.life() != ProcessImpl.Life.DEAD) {
                owner.relations().aliases().put(ref, alias);
                owner.node.aliases.put(ref, alias);
            }
        }
    }

    /** {@return whether {@code ref} was an active alias of {@code me}} */
    static boolean unalias(ProcessImpl me, Ref ref) {
        synchronized (me) {
            return removeLocked(me, ref);
        }
    }

    /** With the owner's lock held. */
    static boolean removeLocked(ProcessImpl owner, Ref ref) {
        Relations ties = owner.relationsOrNull();
        if (ties == null
                || ties.aliases == null
                || owner.life() == ProcessImpl.Life.DEAD
                || ties.aliases.remove(ref) == null) {
            return false;
        }
        owner.node.aliases.remove(ref);
        return true;
    }

    /**
     * Delivers a message that was sent to an alias of {@code node}; dropped when it is not active.
     */
    static void deliver(NodeImpl node, Ref ref, Object message) {
        switch (node.aliases.get(ref)) {
            case null -> {}
            case Alias.OfCall call -> {
                if (node.aliases.remove(ref, call)) {
                    call.slot().complete(message);
                }
            }
            case Alias.OfProcess alias -> {
                Relation.Monitor ended = deliver(alias, ref, message);
                if (ended != null) {
                    Monitors.withdraw(ended);
                }
            }
        }
    }

    /** {@return the monitor that this message has ended, if any} */
    private static Relation.@Nullable Monitor deliver(
            Alias.OfProcess alias, Ref ref, Object message) {
        ProcessImpl owner = alias.owner();
        synchronized (owner) {
            Relations ties = owner.relationsOrNull();
            if (ties == null || ties.aliases == null || !ties.aliases.containsKey(ref)) {
                return null;
            }
            owner.deliver(message);
            if (!alias.once() || !removeLocked(owner, ref) || !alias.monitor()) {
                return null;
            }
            Relation.Monitor monitor = Relations.monitorOf(owner, ref);
            if (monitor == null || monitor.queued != null) {
                return null;
            }
            ties.forget(monitor);
            return monitor;
        }
    }
}
