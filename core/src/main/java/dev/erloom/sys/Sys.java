// SPDX-License-Identifier: Apache-2.0
package dev.erloom.sys;

import dev.erloom.process.Address;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Asks a process about itself, or to be debugged, from any thread. Every behaviour answers, and
 * every process that uses {@link SystemMessages}. It answers between two messages: one that is busy
 * answers late.
 *
 * <p>Where no time-out is given it is 5 s. Every method throws {@link
 * dev.erloom.process.ExitException} as a call does: {@code noproc}, {@code timeout}, {@code
 * calling_self}, or the reason with which the process ended; and {@link IllegalArgumentException}
 * when a time-out is negative or the process belongs to another node that does not know such a
 * request.
 *
 * @otp sys
 */
public final class Sys {
    private Sys() {}

    /**
     * Returns the state of a process: the very object, which belongs to that process. One that can
     * be changed must only be looked at while its process is suspended.
     *
     * @otp sys:get_state/1
     */
    public static Object getState(Address process) {
        return getState(process, Gen.DEFAULT_TIMEOUT);
    }

    /**
     * As {@link #getState(Address)}, with a time-out.
     *
     * @otp sys:get_state/2
     */
    public static Object getState(Address process, Duration timeout) {
        return ask(process, new SystemRequest.GetState(), timeout);
    }

    /**
     * Replaces the state of a process by what {@code change} makes of it, which runs in that
     * process.
     *
     * @param <S> the type of the state; the caller vouches for it
     * @return the new state
     * @throws IllegalStateException when {@code change} throws or returns null; the state stays
     *     then
     * @otp sys:replace_state/2
     */
    public static <S> S replaceState(Address process, UnaryOperator<S> change) {
        return replaceState(process, change, Gen.DEFAULT_TIMEOUT);
    }

    /**
     * As {@link #replaceState(Address, UnaryOperator)}, with a time-out.
     *
     * @throws IllegalStateException when {@code change} throws or returns null; the state stays
     *     then
     * @otp sys:replace_state/3
     */
    @SuppressWarnings("unchecked") // the caller vouches for S
    public static <S> S replaceState(Address process, UnaryOperator<S> change, Duration timeout) {
        UnaryOperator<Object> any = (UnaryOperator<Object>) change;
        return (S) ask(process, new SystemRequest.ReplaceState(any), timeout);
    }

    /**
     * Returns what a process says about itself.
     *
     * @throws IllegalStateException when it fails to format that
     * @otp sys:get_status/1
     */
    public static Status getStatus(Address process) {
        return getStatus(process, Gen.DEFAULT_TIMEOUT);
    }

    /**
     * As {@link #getStatus(Address)}, with a time-out.
     *
     * @throws IllegalStateException when it fails to format that
     * @otp sys:get_status/2
     */
    public static Status getStatus(Address process, Duration timeout) {
        return (Status) ask(process, new SystemRequest.GetStatus(), timeout);
    }

    /**
     * Makes a process handle system messages only. All others stay in its mailbox, and calls may
     * time out.
     *
     * @otp sys:suspend/1
     */
    public static void suspend(Address process) {
        suspend(process, Gen.DEFAULT_TIMEOUT);
    }

    /**
     * As {@link #suspend(Address)}, with a time-out.
     *
     * @otp sys:suspend/2
     */
    public static void suspend(Address process, Duration timeout) {
        ask(process, new SystemRequest.Suspend(), timeout);
    }

    /**
     * Makes a suspended process go on with what is in its mailbox, in the order in which it came.
     *
     * @otp sys:resume/1
     */
    public static void resume(Address process) {
        resume(process, Gen.DEFAULT_TIMEOUT);
    }

    /**
     * As {@link #resume(Address)}, with a time-out.
     *
     * @otp sys:resume/2
     */
    public static void resume(Address process, Duration timeout) {
        ask(process, new SystemRequest.Resume(), timeout);
    }

    /**
     * Tells a process to clean up and end with {@code reason}. Returns when it has heard that; to
     * wait for the end see {@link Gen#stop}.
     *
     * @otp sys:terminate/2
     */
    public static void terminate(Address process, ExitReason reason) {
        terminate(process, reason, Gen.DEFAULT_TIMEOUT);
    }

    /**
     * As {@link #terminate(Address, ExitReason)}, with a time-out.
     *
     * @otp sys:terminate/3
     */
    public static void terminate(Address process, ExitReason reason, Duration timeout) {
        ask(process, new Gen.Terminate(reason), timeout);
    }

    /**
     * Makes a process log each of its events, or stops that. The logger is {@code dev.erloom.sys}.
     *
     * @otp sys:trace/2
     */
    public static void trace(Address process, boolean on) {
        ask(process, new SystemRequest.Trace(on), Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Makes a process keep its last 10 events, or stops that.
     *
     * @otp sys:log/2
     */
    public static void log(Address process, boolean on) {
        log(process, on ? DebugOptions.LOGGED : 0);
    }

    /**
     * Makes a process keep its last {@code events} events; none when that is 0.
     *
     * @throws IllegalArgumentException when {@code events} is negative
     * @otp sys:log/2
     */
    public static void log(Address process, int events) {
        ask(process, new SystemRequest.Log(events), Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Returns the events that a process has kept, oldest first.
     *
     * @otp sys:log/2
     */
    @SuppressWarnings("unchecked") // the answer to this request
    public static List<DebugEvent> log(Address process) {
        return (List<DebugEvent>) ask(process, new SystemRequest.GetLog(), Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Makes a process count its messages from now on, or stops that.
     *
     * @otp sys:statistics/2
     */
    public static void statistics(Address process, boolean on) {
        ask(process, new SystemRequest.Count(on), Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Returns what a process has counted; empty when it does not count.
     *
     * @otp sys:statistics/2
     */
    @SuppressWarnings("unchecked") // the answer to this request
    public static Optional<Statistics> statistics(Address process) {
        return (Optional<Statistics>)
                ask(process, new SystemRequest.GetStatistics(), Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Shows a function each event of a process from now on, in that process. Nothing changes when
     * there is one with this id already.
     *
     * @param id what it is removed by
     * @param initial the first state of the function
     * @otp sys:install/2
     */
    public static <F> void install(
            Address process, String id, DebugFunction<F> function, F initial) {
        ask(
                process,
                new SystemRequest.Install(new DebugOptions.Installed<>(id, function, initial)),
                Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Removes a debug function; nothing happens when there is none with this id.
     *
     * @otp sys:remove/2
     */
    public static void remove(Address process, String id) {
        ask(process, new SystemRequest.Remove(id), Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Ends all debugging of a process.
     *
     * @otp sys:no_debug/1
     */
    public static void noDebug(Address process) {
        ask(process, new SystemRequest.NoDebug(), Gen.DEFAULT_TIMEOUT);
    }

    private static Object ask(Address process, Gen.SystemMessage request, Duration timeout) {
        Object answer = Gen.call(process, request, timeout, _ -> Object.class);
        if (answer instanceof SystemRequest.CallbackFailed(Throwable cause)) {
            throw new IllegalStateException(
                    request.getClass().getSimpleName() + " failed in " + process, cause);
        }
        return Objects.requireNonNull(answer, "answer");
    }
}
