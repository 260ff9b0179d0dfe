// SPDX-License-Identifier: Apache-2.0
package dev.erloom.event;

import dev.erloom.event.EventHandler.Next;
import dev.erloom.event.EventHandler.Removal;
import dev.erloom.process.DoomError;
import dev.erloom.process.Excerpt;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The handlers of one manager, the newest first. */
final class Handlers {
    private static final System.Logger LOG = System.getLogger("dev.erloom.event");

    /** A handler that is in use. */
    private static final class Installed {
        final HandlerId<?> id;
        final EventHandler<Object, Object, Object> handler;
        final @Nullable Pid owner;
        Object state;

        Installed(
                HandlerId<?> id,
                EventHandler<Object, Object, Object> handler,
                @Nullable Pid owner,
                Object state) {
            this.id = id;
            this.handler = handler;
            this.owner = owner;
            this.state = state;
        }
    }

    /** Something that runs a user's code. */
    private interface Step<T> {
        @Nullable T run() throws Exception;
    }

    private final List<Installed> installed = new ArrayList<>();

    List<HandlerId<?>> ids() {
        List<HandlerId<?>> ids = new ArrayList<>();
        installed.forEach(one -> ids.add(one.id));
        return ids;
    }

    HandlerResult<Boolean> add(
            HandlerId<?> id, EventHandler<?, ?, ?> handler, @Nullable Pid owner) {
        EventHandler<Object, Object, Object> untyped = untyped(handler);
        if (owner != null) {
            Processes.link(owner);
        }
        return install(id, untyped, owner, untyped::init);
    }

    private HandlerResult<Boolean> install(
            HandlerId<?> id,
            EventHandler<Object, Object, Object> handler,
            @Nullable Pid owner,
            Step<Object> init) {
        HandlerResult<Object> state = run(init);
        if (state instanceof HandlerResult.Ok<Object>(Object first)) {
            installed.addFirst(new Installed(id, handler, owner, first));
            return new HandlerResult.Ok<>(true);
        }
        unlink(owner);
        return new HandlerResult.Failed<>(reasonOf(state));
    }

    void event(Object event) {
        for (Installed one : List.copyOf(installed)) {
            step(one, event, () -> one.handler.handleEvent(event, one.state));
        }
    }

    void info(Object message) {
        for (Installed one : List.copyOf(installed)) {
            step(one, message, () -> one.handler.handleInfo(message, one.state));
        }
    }

    HandlerResult<?> ask(HandlerId<?> id, Object request) {
        Optional<Installed> asked = find(id);
        return asked.<HandlerResult<?>>map(
                        one -> step(one, request, () -> one.handler.handleCall(request, one.state)))
                .orElseGet(HandlerResult.NoHandler::new);
    }

    HandlerResult<Optional<Object>> delete(HandlerId<?> id) {
        Optional<Installed> found = find(id);
        return found.isEmpty()
                ? new HandlerResult.NoHandler<>()
                : remove(found.get(), new Removal.Deleted(), ExitReason.NORMAL);
    }

    HandlerResult<Boolean> swap(
            HandlerId<?> old, HandlerId<?> id, EventHandler<?, ?, ?> successor) {
        Optional<Installed> found = find(old);
        if (found.isPresent()) {
            return swap(found.get(), id, successor);
        }
        EventHandler<Object, Object, Object> handler = untyped(successor);
        return install(id, handler, null, () -> handler.init(null));
    }

    private HandlerResult<Boolean> swap(
            Installed old, HandlerId<?> id, EventHandler<?, ?, ?> successor) {
        EventHandler<Object, Object, Object> handler = untyped(successor);
        Object left =
                terminate(old, new Removal.SwappedOut())
                                instanceof HandlerResult.Ok<Optional<Object>>(var value)
                        ? value.orElse(null)
                        : null;
        tell(old, ExitReason.of(new HandlerRemoved.Swapped(id)));
        return install(id, handler, old.owner, () -> handler.init(left));
    }

    /** The owner of handlers has ended. */
    void removeAllOf(Pid owner, ExitReason reason) {
        for (Installed one : List.copyOf(installed)) {
            if (owner.equals(one.owner)) {
                terminate(one, new Removal.OwnerEnded(reason));
            }
        }
    }

    void removeAll(Removal why) {
        for (Installed one : List.copyOf(installed)) {
            remove(one, why, ExitReason.SHUTDOWN);
        }
    }

    private Optional<Installed> find(HandlerId<?> id) {
        return installed.stream().filter(one -> one.id.equals(id)).findFirst();
    }

    /** Runs a callback of one handler and does what it says; the answer is that of a call. */
    private HandlerResult<?> step(Installed one, Object message, Step<Next<Object>> callback) {
        HandlerResult<Next<Object>> result = run(callback);
        if (!(result instanceof HandlerResult.Ok<Next<Object>>(var next))) {
            return crashed(one, message, reasonOf(result));
        }
        return switch ((HandlerNext<Object>) next) {
            case HandlerNext.Go<Object>(Object state, var answer) -> {
                one.state = state;
                yield answered(one, message, answer);
            }
            case HandlerNext.Remove<Object>(var answer) -> {
                remove(one, new Removal.Removed(), ExitReason.NORMAL);
                yield answered(one, message, answer);
            }
            case HandlerNext.Swap<Object>(Object state, var id, var successor) -> {
                one.state = state;
                yield swap(one, new HandlerId<>(id.handler(), one.id.id()), successor);
            }
        };
    }

    @SuppressWarnings("NullAway") // a reply may be null, as that of a server
    private HandlerResult<?> answered(
            Installed one, Object request, HandlerNext.@Nullable Answer answer) {
        if (answer == null) {
            return new HandlerResult.Failed<>(new ExitReason.BadReturnValue("no reply"));
        }
        if (isSame(answer.request(), request)) {
            return new HandlerResult.Ok<>(answer.value());
        }
        return crashed(
                one,
                request,
                new ExitReason.BadReturnValue("a reply to " + Excerpt.of(answer.request())));
    }

    @SuppressWarnings("ReferenceEquality") // equal requests of two callers are two requests
    private static boolean isSame(Object one, Object other) {
        return one == other;
    }

    private HandlerResult<?> crashed(Installed one, Object message, ExitReason reason) {
        LOG.log(
                Level.ERROR,
                () ->
                        "event handler "
                                + one.id
                                + " crashed in "
                                + Processes.self()
                                + ": "
                                + Excerpt.of(reason)
                                + "\n    last event: "
                                + Excerpt.of(message)
                                + "\n    state: "
                                + Excerpt.of(one.state));
        remove(one, new Removal.Crashed(reason), reason);
        return new HandlerResult.Failed<>(reason);
    }

    private HandlerResult<Optional<Object>> remove(Installed one, Removal why, ExitReason reason) {
        HandlerResult<Optional<Object>> left = terminate(one, why);
        tell(one, reason);
        unlink(one.owner);
        return left;
    }

    private HandlerResult<Optional<Object>> terminate(Installed one, Removal why) {
        installed.remove(one);
        return run(() -> Optional.ofNullable(one.handler.terminate(why, one.state)));
    }

    private static void tell(Installed one, ExitReason reason) {
        if (one.owner != null) {
            one.owner.send(new HandlerRemoved(one.id, reason));
        }
    }

    /** The link to an owner lasts as long as there is a handler of it. */
    private void unlink(@Nullable Pid owner) {
        if (owner != null && installed.stream().noneMatch(one -> owner.equals(one.owner))) {
            Processes.unlink(owner);
        }
    }

    /** The one place where the code of handlers is called; what it throws costs that handler. */
    private static <T> HandlerResult<T> run(Step<T> step) {
        T value;
        try {
            value = step.run();
        } catch (DoomError doom) {
            throw doom;
        } catch (ExitException exit) {
            return new HandlerResult.Failed<>(exit.reason());
        } catch (Exception | Error crash) { // whatever a handler throws ends it, and it alone
            return new HandlerResult.Failed<>(new ExitReason.Crash(crash));
        }
        return value == null
                ? new HandlerResult.Failed<>(new ExitReason.BadReturnValue("null"))
                : new HandlerResult.Ok<>(value);
    }

    private static ExitReason reasonOf(HandlerResult<?> result) {
        return result instanceof HandlerResult.Failed<?>(ExitReason reason)
                ? reason
                : ExitReason.NORMAL;
    }

    @SuppressWarnings("unchecked") // GenEvent takes only handlers of its events
    private static EventHandler<Object, Object, Object> untyped(EventHandler<?, ?, ?> handler) {
        return (EventHandler<Object, Object, Object>) handler;
    }

    @Override
    public String toString() {
        return ids().toString();
    }
}
