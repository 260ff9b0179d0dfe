// SPDX-License-Identifier: Apache-2.0
package dev.erloom.event;

import dev.erloom.process.ExitReason;
import dev.erloom.server.Call;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One of the handlers of an event manager, with a state of its own.
 *
 * <p>Write it as a record. Its callbacks run in the manager's process. An exception that leaves one
 * removes this handler, with a report; the manager and the other handlers go on.
 *
 * @param <E> the events
 * @param <Q> the requests that it answers, a sealed interface of records that are {@link Call}s;
 *     {@code Void} when it answers none
 * @param <S> the state
 * @otp gen_event
 */
public interface EventHandler<E, Q, S> {

    /**
     * Makes the first state.
     *
     * @throws Exception the handler is not added
     */
    S init() throws Exception;

    /**
     * Makes the first state from what another handler has left, whose place this one takes. Unless
     * overridden it does what {@link #init()} does.
     *
     * @param left what its {@link #terminate} has returned; null when there was no such handler, or
     *     it left nothing
     * @throws Exception the handler is not added; the other one is gone nevertheless
     */
    default S init(@Nullable Object left) throws Exception {
        return init();
    }

    /**
     * Handles an event.
     *
     * @return {@link #ok}, {@link #remove} or {@link #swap}
     * @throws Exception removes this handler
     */
    Next<S> handleEvent(E event, S state) throws Exception;

    /**
     * Answers a request. Unless overridden it fails.
     *
     * @return {@link #reply}, or {@link #replyAndRemove}
     * @throws Exception removes this handler, and the caller gets the reason
     */
    default Next<S> handleCall(Q request, S state) throws Exception {
        throw new UnsupportedOperationException(getClass().getName() + " answers no request");
    }

    /**
     * Handles a message that is no event. Unless overridden it ignores it.
     *
     * @throws Exception removes this handler
     */
    default Next<S> handleInfo(Object message, S state) throws Exception {
        return ok(state);
    }

    /**
     * Cleans up when this handler is removed, for whatever reason.
     *
     * @return what {@link GenEvent#deleteHandler} returns, and what the successor is started with;
     *     may be null
     * @throws Exception goes to who deletes the handler, and changes nothing else
     */
    default @Nullable Object terminate(Removal why, S state) throws Exception {
        return null;
    }

    /** {@return an answer of a callback: goes on} */
    default Next<S> ok(S state) {
        return new HandlerNext.Go<>(state, null);
    }

    /** {@return an answer of {@link #handleCall}: replies and goes on} */
    default <R> Next<S> reply(Call<Q, R> request, R value, S state) {
        return new HandlerNext.Go<>(state, new HandlerNext.Answer(request, value));
    }

    /** {@return an answer of a callback: this handler is removed} */
    default Next<S> remove() {
        return new HandlerNext.Remove<>(null);
    }

    /** {@return an answer of {@link #handleCall}: replies, and this handler is removed} */
    default <R> Next<S> replyAndRemove(Call<Q, R> request, R value) {
        return new HandlerNext.Remove<>(new HandlerNext.Answer(request, value));
    }

    /** {@return an answer of a callback: {@code successor} takes the place of this handler} */
    default Next<S> swap(S state, EventHandler<E, ?, ?> successor) {
        return new HandlerNext.Swap<>(
                state,
                new HandlerId<>(successor.getClass(), java.util.Optional.empty()),
                Objects.requireNonNull(successor, "successor"));
    }

    /**
     * What becomes of a handler; made by {@code ok}, {@code reply}, {@code remove} and {@code
     * swap}.
     *
     * @param <S> the state
     */
    sealed interface Next<S> permits HandlerNext {}

    /** Why a handler is removed. */
    sealed interface Removal {

        /** Somebody has deleted it. */
        record Deleted() implements Removal {}

        /** It has removed itself. */
        record Removed() implements Removal {}

        /** Another one takes its place. */
        record SwappedOut() implements Removal {}

        /** The manager ends. */
        record Stop() implements Removal {}

        /**
         * The process has ended that added it with supervision.
         *
         * @param reason why that ended
         */
        record OwnerEnded(ExitReason reason) implements Removal {}

        /**
         * It has failed.
         *
         * @param reason why
         */
        record Crashed(ExitReason reason) implements Removal {}
    }
}
