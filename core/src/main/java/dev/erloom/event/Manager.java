// SPDX-License-Identifier: Apache-2.0
package dev.erloom.event;

import dev.erloom.event.EventHandler.Removal;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The process of an event manager. It traps exits, to hear of the owners of handlers. */
record Manager() implements GenServer<Manager.Message, Handlers> {

    /** What {@link GenEvent} says to it. */
    sealed interface Message {}

    record Notify(Object event) implements Message, Cast<Message> {
        public Notify {
            Objects.requireNonNull(event, "event");
        }
    }

    record SyncNotify(Object event) implements Message, Call<Message, Boolean> {
        public SyncNotify {
            Objects.requireNonNull(event, "event");
        }
    }

    record Add(HandlerId<?> id, EventHandler<?, ?, ?> handler, @Nullable Pid owner)
            implements Message, Call<Message, HandlerResult<Boolean>> {}

    record Delete(HandlerId<?> id)
            implements Message, Call<Message, HandlerResult<Optional<Object>>> {
        public Delete {
            Objects.requireNonNull(id, "id");
        }
    }

    record Replace(HandlerId<?> old, HandlerId<?> id, EventHandler<?, ?, ?> successor)
            implements Message, Call<Message, HandlerResult<Boolean>> {}

    record Ask(HandlerId<?> id, Object request)
            implements Message, Call<Message, HandlerResult<?>> {
        public Ask {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(request, "request");
        }
    }

    record Which() implements Message, Call<Message, List<HandlerId<?>>> {}

    @Override
    public Init<Handlers> init() {
        Processes.trapExits(true);
        return ok(new Handlers());
    }

    @Override
    public Next<Handlers> handle(Message message, Handlers handlers) {
        return switch (message) {
            case Notify(Object event) -> {
                handlers.event(event);
                yield noReply(handlers);
            }
            case SyncNotify sync -> {
                handlers.event(sync.event);
                yield reply(sync, true, handlers);
            }
            case Add add -> reply(add, handlers.add(add.id, add.handler, add.owner), handlers);
            case Delete delete -> reply(delete, handlers.delete(delete.id), handlers);
            case Replace swap ->
                    reply(swap, handlers.swap(swap.old, swap.id, swap.successor), handlers);
            case Ask ask -> reply(ask, handlers.ask(ask.id, ask.request), handlers);
            case Which which -> reply(which, handlers.ids(), handlers);
        };
    }

    @Override
    public Next<Handlers> handleInfo(Object message, Handlers handlers) {
        if (message instanceof Exit(Pid from, ExitReason reason)) {
            handlers.removeAllOf(from, reason);
        }
        handlers.info(message);
        return noReply(handlers);
    }

    @Override
    public void terminate(ExitReason reason, Handlers handlers) {
        handlers.removeAll(new Removal.Stop());
    }
}
