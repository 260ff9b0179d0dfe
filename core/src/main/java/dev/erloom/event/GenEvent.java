// SPDX-License-Identifier: Apache-2.0
package dev.erloom.event;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.StartResult;
import dev.erloom.process.Timeouts;
import dev.erloom.server.Call;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event manager: a process that passes each event to its handlers, the one that was added last
 * first. Any thread may use it.
 *
 * <p>Requests exit their caller as a call of a {@link ServerRef} does when there is no manager.
 * Those without a time limit of their own wait for ever.
 *
 * @param <E> the events
 * @otp gen_event
 */
public final class GenEvent<E> {
    private final ServerRef<Manager.Message> manager;

    private GenEvent(ServerRef<Manager.Message> manager) {
        this.manager = manager.callTimeout(Timeouts.INFINITY);
    }

    /** {@return the manager behind a pid; the caller vouches for {@code E}} */
    public static <E> GenEvent<E> of(Pid pid) {
        return new GenEvent<>(ServerRef.of(pid));
    }

    /** {@return the manager with this name, which may be started later} */
    public static <E> GenEvent<E> named(String name) {
        return new GenEvent<>(Name.of(name));
    }

    /**
     * Starts a manager that is linked to nobody; it has no handlers yet.
     *
     * @otp gen_event:start/0
     */
    public static <E> StartResult<GenEvent<E>> start() {
        return GenServer.start(new Manager()).map(GenEvent::new);
    }

    /**
     * Starts a manager that is linked to the caller; it has no handlers yet.
     *
     * @otp gen_event:start_link/0
     */
    public static <E> StartResult<GenEvent<E>> startLink() {
        return GenServer.startLink(new Manager()).map(GenEvent::new);
    }

    /**
     * Starts a manager that is linked to the caller, under the name of {@code named}.
     *
     * @throws IllegalArgumentException when that is no name
     * @otp gen_event:start_link/1
     */
    public static <E> StartResult<GenEvent<E>> startLink(GenEvent<E> named) {
        if (!(named.manager instanceof Name<Manager.Message> name)) {
            throw new IllegalArgumentException("only a name can be given, was " + named);
        }
        return GenServer.startLink(new Manager(), name).map(GenEvent::new);
    }

    /**
     * Passes an event to all handlers. Returns at once, also when nobody is there.
     *
     * @otp gen_event:notify/2
     */
    public void notify(E event) {
        manager.cast(new Manager.Notify(event));
    }

    /**
     * Passes an event to all handlers and waits until each has handled it.
     *
     * @otp gen_event:sync_notify/2
     */
    public void syncNotify(E event) {
        manager.call(new Manager.SyncNotify(event));
    }

    /**
     * Adds a handler, to be addressed by its class.
     *
     * @return its address, or why it failed to start
     * @otp gen_event:add_handler/3
     */
    public <Q> HandlerResult<HandlerId<Q>> addHandler(EventHandler<E, Q, ?> handler) {
        return add(new HandlerId<>(handler.getClass(), Optional.empty()), handler, null);
    }

    /**
     * Adds a handler, to be addressed by its class and {@code id}. Nothing checks that there is
     * only one of an address; the newest is meant then.
     *
     * @return its address, or why it failed to start
     * @otp gen_event:add_handler/3
     */
    public <Q> HandlerResult<HandlerId<Q>> addHandler(EventHandler<E, Q, ?> handler, Object id) {
        return add(new HandlerId<>(handler.getClass(), Optional.of(id)), handler, null);
    }

    /**
     * Adds a handler that is tied to the calling process: it is removed when that ends, and that
     * gets a {@link HandlerRemoved} when the handler is removed.
     *
     * @return its address, or why it failed to start
     * @throws IllegalStateException when the caller is no process
     * @otp gen_event:add_sup_handler/3
     */
    public <Q> HandlerResult<HandlerId<Q>> addSupHandler(EventHandler<E, Q, ?> handler) {
        return add(
                new HandlerId<>(handler.getClass(), Optional.empty()), handler, Processes.self());
    }

    /**
     * Adds a handler with an id that is tied to the calling process.
     *
     * @return its address, or why it failed to start
     * @throws IllegalStateException when the caller is no process
     * @otp gen_event:add_sup_handler/3
     */
    public <Q> HandlerResult<HandlerId<Q>> addSupHandler(EventHandler<E, Q, ?> handler, Object id) {
        return add(new HandlerId<>(handler.getClass(), Optional.of(id)), handler, Processes.self());
    }

    private <Q> HandlerResult<HandlerId<Q>> add(
            HandlerId<Q> id, EventHandler<E, Q, ?> handler, @Nullable Pid owner) {
        return switch (manager.call(new Manager.Add(id, handler, owner))) {
            case HandlerResult.Ok<Boolean>(_) -> new HandlerResult.Ok<>(id);
            case HandlerResult.Failed<Boolean>(ExitReason why) -> new HandlerResult.Failed<>(why);
            case HandlerResult.NoHandler<Boolean>() -> new HandlerResult.NoHandler<>();
        };
    }

    /**
     * Removes a handler.
     *
     * @return what its {@code terminate} has returned, empty for null; or why that failed
     * @otp gen_event:delete_handler/3
     */
    public HandlerResult<Optional<Object>> deleteHandler(HandlerId<?> handler) {
        return manager.call(new Manager.Delete(handler));
    }

    /**
     * Replaces a handler by another, which is started with what the old one's {@code terminate}
     * returns; with null when there is none. A supervised one stays so.
     *
     * @return the address of the new handler, or why it failed to start
     * @otp gen_event:swap_handler/3
     */
    public <Q> HandlerResult<HandlerId<Q>> swapHandler(
            HandlerId<?> old, EventHandler<E, Q, ?> successor) {
        HandlerId<Q> id = new HandlerId<>(successor.getClass(), old.id());
        return switch (manager.call(new Manager.Replace(old, id, successor))) {
            case HandlerResult.Ok<Boolean>(_) -> new HandlerResult.Ok<>(id);
            case HandlerResult.Failed<Boolean>(ExitReason why) -> new HandlerResult.Failed<>(why);
            case HandlerResult.NoHandler<Boolean>() -> new HandlerResult.NoHandler<>();
        };
    }

    /**
     * Asks one handler and waits up to 5 s.
     *
     * @return its reply, or why it failed; it is removed then
     * @otp gen_event:call/3
     */
    public <Q, R> HandlerResult<R> call(HandlerId<Q> handler, Call<Q, R> request) {
        return call(handler, request, Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Asks one handler and waits.
     *
     * @return its reply, or why it failed; it is removed then
     * @throws IllegalArgumentException when {@code timeout} is negative
     * @otp gen_event:call/4
     */
    @SuppressWarnings("unchecked") // a handler replies to a Call<Q, R> with an R
    public <Q, R> HandlerResult<R> call(
            HandlerId<Q> handler, Call<Q, R> request, Duration timeout) {
        return (HandlerResult<R>) manager.call(new Manager.Ask(handler, request), timeout);
    }

    /**
     * {@return the addresses of all handlers, the newest first}
     *
     * @otp gen_event:which_handlers/1
     */
    public List<HandlerId<?>> whichHandlers() {
        return manager.call(new Manager.Which());
    }

    /** {@return the process; empty for a name that nobody has} */
    public Optional<Pid> whereis() {
        return manager.whereis();
    }

    /**
     * Stops the manager with {@code normal} and waits until it is gone; each handler's {@code
     * terminate} runs.
     *
     * @otp gen_event:stop/1
     */
    public void stop() {
        stop(ExitReason.NORMAL, Timeouts.INFINITY);
    }

    /**
     * Stops the manager and waits until it is gone.
     *
     * @otp gen_event:stop/3
     */
    public void stop(ExitReason reason, Duration timeout) {
        manager.stop(reason, timeout);
    }

    /** {@return whether {@code other} is the same manager; the events do not count} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GenEvent<?> event && manager.equals(event.manager);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(manager);
    }

    @Override
    public String toString() {
        return "event manager " + manager;
    }
}
