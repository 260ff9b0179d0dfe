// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import static dev.erloom.process.Processes.demonitor;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.trapExits;

import dev.erloom.process.Down;
import dev.erloom.process.Exit;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.From;
import dev.erloom.server.GenServer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process that the registrants of a partition are linked to: it removes their entries when they
 * end, and they end when it does. It also gives out the locks of its keys.
 */
record PartitionServer(Entries<?, ?> entries)
        implements GenServer<PartitionServer.Message, PartitionServer.Held> {

    sealed interface Message {}

    /** Waits for a lock; false when the caller has it already. */
    record Lock(Ticket ticket) implements Message, Call<Message, Boolean> {}

    /** Gives a lock back, or waits for it no more. */
    record Unlock(Ticket ticket) implements Message, Cast<Message> {}

    /** One wish for a lock; equal to itself only. */
    static final class Ticket {
        final Object key;

        /** The rest belongs to the partition. */
        private @Nullable From<Boolean> waiting;

        private @Nullable Pid caller;
        private @Nullable Ref watch;

        Ticket(Object key) {
            this.key = key;
        }
    }

    /** The state: the locks, and the ticket of each process that is watched. */
    record Held(Locks<Ticket> locks, Map<Ref, Ticket> tickets) {}

    @Override
    public Init<Held> init() {
        trapExits(true);
        return ok(new Held(new Locks<>(), new HashMap<>()));
    }

    @Override
    public Next<Held> handle(Message message, Held state) {
        return switch (message) {
            case Lock lock -> lock(lock, from(lock), state);
            case Unlock(Ticket ticket) -> {
                release(ticket, state);
                yield noReply(state);
            }
        };
    }

    /** Who asks is watched from now on: it may end while it holds the lock, or while it waits. */
    private Next<Held> lock(Lock lock, From<Boolean> from, Held state) {
        Ticket ticket = lock.ticket();
        Ticket holder = state.locks().holder(ticket.key);
        if (holder != null && from.caller().equals(holder.caller)) {
            return reply(lock, false, state);
        }
        Ref watch = monitor(from.caller());
        ticket.caller = from.caller();
        ticket.watch = watch;
        state.tickets().put(watch, ticket);
        if (state.locks().acquire(ticket.key, ticket)) {
            return reply(lock, true, state);
        }
        ticket.waiting = from;
        return noReply(state);
    }

    private static void release(Ticket ticket, Held state) {
        if (ticket.watch != null && state.tickets().remove(ticket.watch) != null) {
            demonitor(ticket.watch);
            Ticket next = state.locks().release(ticket.key, ticket);
            if (next != null && next.waiting != null) {
                next.waiting.reply(true);
            }
        }
    }

    /** An exit signal that somebody sent who lives is no end. */
    @Override
    public Next<Held> handleInfo(Object message, Held state) {
        if (message instanceof Exit(Pid from, _) && !(from.isLocal() && from.isRunning())) {
            entries.removeAllOf(from);
        } else if (message instanceof Down(Ref watch, _, _)) {
            Ticket ticket = state.tickets().get(watch);
            if (ticket != null) {
                release(ticket, state);
            }
        }
        return noReply(state);
    }
}
