// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.sys.FormatStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A process that keeps a state and handles messages one at a time, in the order of its mailbox.
 *
 * <p>Write it as a record: its components are the arguments of {@link #init}, and everything that
 * changes is in {@code S}. The start function makes a new instance each time it runs, so that a
 * restarted server starts afresh. A mutable state is made by {@code init}, in the process, and must
 * not leave it.
 *
 * <p>All callbacks run in the process. An exception that leaves one ends the server: {@link
 * #terminate} runs, then callers that wait, links and monitors are told.
 *
 * @param <M> the protocol: a sealed interface whose records are each a {@link Call} or a {@link
 *     Cast}
 * @param <S> the state
 * @otp gen_server
 */
public interface GenServer<M, S> {

    /**
     * Makes the first state while the starter waits. The name is registered before, so that
     * messages to it queue up.
     *
     * @return {@link #ok}, {@link #ignore}, {@link #stop(ExitReason)} or {@link #error}
     * @throws Exception fails the start with a crash
     */
    Init<S> init() throws Exception;

    /**
     * Handles one message of the protocol.
     *
     * @return {@link #reply}, {@link #noReply} or {@code stop}
     * @throws Exception ends the server
     */
    Next<S> handle(M message, S state) throws Exception;

    /**
     * Handles every other message: {@code Down}, {@code Exit}, {@link Timeout}, timers, strays.
     * Unless overridden it logs the message and goes on.
     *
     * @return {@link #noReply} or {@code stop}
     * @throws Exception ends the server
     */
    default Next<S> handleInfo(Object message, S state) throws Exception {
        ServerReports.unexpected(this, message);
        return noReply(state);
    }

    /**
     * Cleans up. Called when a callback says stop or fails, when the server is told to stop, and
     * when its parent ends while it traps exits; not when an exit signal ends it that it does not
     * trap.
     *
     * @param state the last good state
     * @throws Exception replaces the exit reason
     */
    default void terminate(ExitReason reason, S state) throws Exception {}

    /**
     * Replaces what others must not see, a password for instance, in {@link
     * dev.erloom.sys.Sys#getStatus} and in the report of a failure. Unless overridden it shows
     * everything.
     *
     * @param status what would be shown; message and reason are null in a status
     * @return the same, or another; best made with its methods
     * @throws Exception a note takes the place of the state; nothing else happens
     * @otp gen_server:format_status/1
     */
    default FormatStatus formatStatus(FormatStatus status) throws Exception {
        return status;
    }

    /** {@return an answer of {@link #init}: the server is ready} */
    default Init<S> ok(S state) {
        return new InitValue.Ready<>(state, null, null);
    }

    /** {@return an answer of {@link #init}: it will not run; the starter gets {@code Ignored}} */
    default Init<S> ignore() {
        return new InitValue.Ignore<>();
    }

    /**
     * {@return an answer of {@link #init}: the start fails, and the process ends with {@code
     * reason}}
     */
    default Init<S> stop(ExitReason reason) {
        return new InitValue.Stop<>(reason);
    }

    /**
     * {@return an answer of {@link #init}: the start fails with {@code reason}, but the process
     * ends normally and silently}
     */
    default Init<S> error(ExitReason reason) {
        return new InitValue.Failure<>(reason);
    }

    /**
     * {@return an answer of {@link #handle}: replies to {@code request} and goes on} It must be the
     * very message that is being handled; to answer later keep {@link #from}.
     */
    default <R> Next<S> reply(Call<M, R> request, R value, S state) {
        return new NextValue<>(new NextValue.Answer(request, value), null, state, null, null);
    }

    /** {@return an answer of a callback: goes on} A caller that got no reply goes on waiting. */
    default Next<S> noReply(S state) {
        return new NextValue<>(null, null, state, null, null);
    }

    /**
     * {@return an answer of a callback: {@link #terminate} runs and the server ends} A waiting
     * caller gets {@code reason}.
     */
    default Next<S> stop(ExitReason reason, S state) {
        return new NextValue<>(null, Objects.requireNonNull(reason, "reason"), state, null, null);
    }

    /**
     * {@return an answer of {@link #handle}: {@link #terminate} runs, then {@code request} gets its
     * reply, then the end}
     */
    default <R> Next<S> stop(ExitReason reason, Call<M, R> request, R value, S state) {
        return new NextValue<>(
                new NextValue.Answer(request, value),
                Objects.requireNonNull(reason, "reason"),
                state,
                null,
                null);
    }

    /**
     * Returns who sent {@code request}, to answer later.
     *
     * @throws IllegalArgumentException when it is not the very message that this server is handling
     */
    default <R> From<R> from(Call<M, R> request) {
        return Behaviour.from(request);
    }

    /**
     * Starts a server that is linked to nobody.
     *
     * @otp gen_server:start/3
     */
    static <M, S> StartResult<ServerRef<M>> start(GenServer<M, S> server) {
        return start(server, with -> with);
    }

    /**
     * Starts a server that is linked to nobody, with options.
     *
     * @otp gen_server:start/4
     */
    static <M, S> StartResult<ServerRef<M>> start(
            GenServer<M, S> server, UnaryOperator<StartOptions<M>> with) {
        return ServerLoop.start(server, with.apply(StartOptions.none()), false);
    }

    /**
     * Starts a server that is linked to the caller.
     *
     * @otp gen_server:start_link/3
     */
    static <M, S> StartResult<ServerRef<M>> startLink(GenServer<M, S> server) {
        return startLink(server, with -> with);
    }

    /**
     * Starts a server that is linked to the caller, under a name.
     *
     * @otp gen_server:start_link/4
     */
    static <M, S> StartResult<ServerRef<M>> startLink(GenServer<M, S> server, Name<M> name) {
        return startLink(server, with -> with.name(name));
    }

    /**
     * Starts a server that is linked to the caller and returns when {@link #init} has.
     *
     * @return {@code Started} with a reference to the very process; {@code Ignored}; {@code
     *     AlreadyStarted} when the name is taken, in which case {@code init} was not called; or
     *     {@code Failed} with the reason of {@code stop} or {@code error}, the crash of {@code
     *     init}, or {@code timeout}
     * @throws IllegalStateException when the caller is no process and there is no default node
     * @otp gen_server:start_link/4
     */
    static <M, S> StartResult<ServerRef<M>> startLink(
            GenServer<M, S> server, UnaryOperator<StartOptions<M>> with) {
        return ServerLoop.start(server, with.apply(StartOptions.none()), true);
    }

    /**
     * Starts a server that the caller monitors, and that is linked to nobody.
     *
     * @return as {@link #startLink(GenServer, UnaryOperator)} does; of a start that failed no
     *     {@code Down} is left in the mailbox
     * @throws IllegalStateException when the caller is no process
     * @otp gen_server:start_monitor/4
     */
    static <M, S> StartResult<Monitored<M>> startMonitor(
            GenServer<M, S> server, UnaryOperator<StartOptions<M>> with) {
        return ServerLoop.startMonitor(server, with.apply(StartOptions.none()));
    }

    /**
     * Makes the calling process a server; never returns. It must have been started by {@link
     * dev.erloom.process.ProcLib#start}, and {@link #init} is not called.
     *
     * @param first what it starts with, made by {@link #ok}
     * @param with options; a name must be that of this process already, the time-out and the
     *     options of the process are not used
     * @return nothing; made for {@code throw enterLoop(…)}
     * @throws IllegalStateException when the process was not started so
     * @throws IllegalArgumentException when {@code first} does not say {@code ok}
     * @throws ExitException with {@code process_not_registered} when it does not have the name;
     *     otherwise as a server ends
     * @otp gen_server:enter_loop/4
     */
    static <M, S> ExitException enterLoop(
            GenServer<M, S> server, Init<S> first, UnaryOperator<StartOptions<M>> with) {
        throw ServerLoop.enter(server, first, with.apply(StartOptions.none()));
    }

    /**
     * Asks the servers of one name on several nodes, and waits for all.
     *
     * @param nodes the names of the nodes
     * @param timeout how long to wait for all of them; what comes later is dropped
     * @throws IllegalArgumentException when {@code timeout} is negative, or {@code name} is a via
     *     name
     * @throws IllegalStateException when the caller is no process
     * @otp gen_server:multi_call/4
     */
    static <M, R> MultiCall<R> multiCall(
            List<String> nodes, Name<M> name, Call<M, R> request, Duration timeout) {
        return MultiCall.run(nodes, name, request, timeout);
    }

    /**
     * Tells the servers of one name on several nodes. Returns at once and never fails, whoever is
     * there.
     *
     * @throws IllegalArgumentException when {@code name} is a via name
     * @otp gen_server:abcast/3
     */
    static <M> void abcast(List<String> nodes, Name<M> name, Cast<M> message) {
        nodes.forEach(node -> name.on(node).cast(message));
    }

    /**
     * A server and the monitor that watches it.
     *
     * @param server the server
     * @param monitor the monitor
     * @param <M> the protocol
     */
    record Monitored<M>(ServerRef<M> server, Ref monitor) {}

    /**
     * How a server starts; made by {@code ok}, {@code ignore}, {@code stop} and {@code error}.
     *
     * @param <S> the state
     */
    sealed interface Init<S> permits InitValue {

        /**
         * {@return this answer with an idle time, as {@link Next#timeout}} Only for {@code ok}.
         *
         * @throws IllegalStateException when it has a continuation
         */
        Init<S> timeout(Duration idle);

        /**
         * {@return this answer, and {@code work} runs once the starter has gone on, before any
         * message} Only for {@code ok}.
         *
         * @throws IllegalStateException when it has an idle time
         */
        Init<S> thenContinue(Continuation<S> work);

        /**
         * {@return this answer with a hint that nothing is expected soon; changes nothing that can
         * be seen}
         */
        default Init<S> hibernate() {
            return this;
        }
    }

    /**
     * What a server does next; made by {@code reply}, {@code noReply} and {@code stop}.
     *
     * @param <S> the state
     */
    sealed interface Next<S> permits NextValue {

        /**
         * {@return this answer, and {@code handleInfo} gets a {@link Timeout} when no message comes
         * within {@code idle}} Any message cancels it, a system message starts it again. Zero: only
         * when no message waits.
         *
         * @throws IllegalStateException when this answer stops, or has a continuation
         */
        Next<S> timeout(Duration idle);

        /**
         * {@return this answer, and {@code work} runs right after it, before any message that
         * waits} The idle time is for {@code work} to say.
         *
         * @throws IllegalStateException when this answer stops, or has an idle time
         */
        Next<S> thenContinue(Continuation<S> work);

        /**
         * {@return this answer with a hint that nothing is expected soon; changes nothing that can
         * be seen}
         */
        default Next<S> hibernate() {
            return this;
        }
    }

    /**
     * Work that runs right after a callback, OTP's {@code handle_continue}.
     *
     * @param <S> the state
     */
    @FunctionalInterface
    interface Continuation<S> {

        /**
         * Does the work.
         *
         * @throws Exception ends the server
         */
        Next<S> run(S state) throws Exception;
    }

    /** What {@code handleInfo} gets when the idle time of {@link Next#timeout} has passed. */
    record Timeout() {}
}
