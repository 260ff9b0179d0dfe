// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.StartResult;
import dev.erloom.process.Timeouts;
import dev.erloom.server.Behaviour;
import dev.erloom.server.Call;
import dev.erloom.server.From;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import dev.erloom.server.StartOptions;
import dev.erloom.sys.FormatStatus;
import java.util.function.UnaryOperator;

/**
 * A process that is a state machine: what it does with a message depends on its state.
 *
 * <p>Write it as a record, as a {@link dev.erloom.server.GenServer} is: its components are the
 * arguments of {@link #init}. The state is an enum, or a sealed interface of records; states are
 * the same if they are equal. Everything else is the data, which lives on across states.
 *
 * <p>A message of the protocol that is neither a {@code Call} nor a {@code Cast} cannot be sent: it
 * only comes from the machine itself, as a time-out or a next event. So one {@code switch} over
 * state and message handles all that can happen, and needs no {@code default}.
 *
 * <p>A call on the reference that a start returns waits for ever unless it says otherwise, as in
 * OTP; {@link #name} makes a name with that default.
 *
 * @param <M> the protocol: a sealed interface of records
 * @param <S> the state
 * @param <D> the data
 * @otp gen_statem
 */
public non-sealed interface GenStatem<M, S, D> extends Answers<M, S, D> {

    /**
     * Makes the first state while the starter waits. The name is registered before, so that
     * messages to it queue up. {@link #onEnter} runs once the starter has gone on.
     *
     * @return {@link #ok}, {@link #ignore}, {@link #stop(ExitReason)} or {@link #error}
     * @throws Exception fails the start with a crash
     */
    Init<S, D> init() throws Exception;

    /**
     * Handles one message of the protocol: a call, a cast, a time-out or a next event.
     *
     * @return a transition; null ends the machine with {@code bad_return_from_state_function}
     * @throws Exception ends the machine
     */
    Transition<S, D> handle(M message, S state, D data) throws Exception;

    /**
     * Handles every other message: {@code Down}, {@code Exit}, timers, strays. Unless overridden it
     * logs the message and goes on.
     *
     * @return a transition
     * @throws Exception ends the machine
     */
    default Transition<S, D> handleInfo(Object message, S state, D data) throws Exception {
        StatemReports.unexpected(getClass(), message);
        return keepStateAndData();
    }

    /**
     * Runs when {@code state} is entered, and when it is repeated. It cannot leave the state again,
     * nor postpone, nor insert events: such an answer does not compile. Unless overridden it does
     * nothing.
     *
     * @param from the state before; {@code state} itself at the start and after a repeat
     * @return a transition that stays in {@code state}
     * @throws Exception ends the machine
     */
    default Entered<S, D> onEnter(S from, S state, D data) throws Exception {
        return keepStateAndData();
    }

    /**
     * Cleans up. Called when a callback says stop or fails, when the machine is told to stop, and
     * when its parent ends while it traps exits; not when an exit signal ends it that it does not
     * trap.
     *
     * @param state the last good state
     * @param data the last good data
     * @throws Exception replaces the exit reason
     */
    default void terminate(ExitReason reason, S state, D data) throws Exception {}

    /**
     * Replaces what others must not see, in {@link dev.erloom.sys.Sys#getStatus} and in the report
     * of a failure. Unless overridden it shows everything.
     *
     * @param status what would be shown; its state is a {@link MachineStatus}
     * @return the same, or another; best made with its methods
     * @throws Exception a note takes the place of the state; nothing else happens
     * @otp gen_statem:format_status/1
     */
    default FormatStatus formatStatus(FormatStatus status) throws Exception {
        return status;
    }

    /**
     * Returns who sent {@code request}, to answer later with {@link #reply(From, Object)}.
     *
     * @throws IllegalArgumentException when it is not the very message that this machine is
     *     handling
     */
    default <R> From<R> from(Call<M, R> request) {
        return Behaviour.from(request);
    }

    /** {@return a name on whose machine calls wait for ever unless they say otherwise} */
    static <M> Name<M> name(String name) {
        return Name.<M>of(name).callTimeout(Timeouts.INFINITY);
    }

    /**
     * Starts a machine that is linked to nobody.
     *
     * @otp gen_statem:start/3
     */
    static <M, S, D> StartResult<ServerRef<M>> start(GenStatem<M, S, D> machine) {
        return start(machine, with -> with);
    }

    /**
     * Starts a machine that is linked to nobody, with options.
     *
     * @otp gen_statem:start/4
     */
    static <M, S, D> StartResult<ServerRef<M>> start(
            GenStatem<M, S, D> machine, UnaryOperator<StartOptions<M>> with) {
        return StatemLoop.start(machine, with.apply(StartOptions.none()), false);
    }

    /**
     * Starts a machine that is linked to the caller.
     *
     * @otp gen_statem:start_link/3
     */
    static <M, S, D> StartResult<ServerRef<M>> startLink(GenStatem<M, S, D> machine) {
        return startLink(machine, with -> with);
    }

    /**
     * Starts a machine that is linked to the caller, under a name.
     *
     * @otp gen_statem:start_link/4
     */
    static <M, S, D> StartResult<ServerRef<M>> startLink(GenStatem<M, S, D> machine, Name<M> name) {
        return startLink(machine, with -> with.name(name));
    }

    /**
     * Starts a machine that is linked to the caller and returns when {@link #init} has.
     *
     * @return {@code Started} with a reference to the very process; {@code Ignored}; {@code
     *     AlreadyStarted} when the name is taken, in which case {@code init} was not called; or
     *     {@code Failed} with the reason of {@code stop} or {@code error}, the crash of {@code
     *     init}, or {@code timeout}
     * @throws IllegalStateException when the caller is no process and there is no default node
     * @otp gen_statem:start_link/4
     */
    static <M, S, D> StartResult<ServerRef<M>> startLink(
            GenStatem<M, S, D> machine, UnaryOperator<StartOptions<M>> with) {
        return StatemLoop.start(machine, with.apply(StartOptions.none()), true);
    }

    /**
     * Starts a machine that the caller monitors, and that is linked to nobody.
     *
     * @return as {@link #startLink(GenStatem, UnaryOperator)} does; of a start that failed no
     *     {@code Down} is left in the mailbox
     * @throws IllegalStateException when the caller is no process
     * @otp gen_statem:start_monitor/4
     */
    static <M, S, D> StartResult<GenServer.Monitored<M>> startMonitor(
            GenStatem<M, S, D> machine, UnaryOperator<StartOptions<M>> with) {
        return StatemLoop.startMonitor(machine, with.apply(StartOptions.none()));
    }

    /**
     * Makes the calling process a machine; never returns. It must have been started by {@link
     * dev.erloom.process.ProcLib#start}, and {@link #init} is not called.
     *
     * @param first what it starts with, made by {@link #ok}
     * @param with options; a name must be that of this process already, the time-out and the
     *     options of the process are not used
     * @return nothing; made for {@code throw enterLoop(…)}
     * @throws IllegalStateException when the process was not started so
     * @throws IllegalArgumentException when {@code first} does not say {@code ok}
     * @throws ExitException with {@code process_not_registered} when it does not have the name;
     *     otherwise as a machine ends
     * @otp gen_statem:enter_loop/6
     */
    static <M, S, D> ExitException enterLoop(
            GenStatem<M, S, D> machine, Init<S, D> first, UnaryOperator<StartOptions<M>> with) {
        throw StatemLoop.enter(machine, first, with.apply(StartOptions.none()));
    }

    /**
     * What {@link dev.erloom.sys.Sys#getState} returns and {@link dev.erloom.sys.Sys#replaceState}
     * replaces. To replace the state is no change of state: it is not entered, and what is
     * postponed stays so.
     *
     * @param state the state
     * @param data the data
     * @param <S> the state
     * @param <D> the data
     */
    record StateAndData<S, D>(S state, D data) {

        /** {@return the pair as OTP shows it, {@code {State, Data}}} */
        @Override
        public String toString() {
            return "{" + state + ", " + data + "}";
        }
    }
}
