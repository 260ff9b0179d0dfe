// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Address;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.Pid;
import dev.erloom.process.Timeouts;
import java.time.Duration;
import java.util.Optional;

/**
 * The client's side of a server with the protocol {@code M}, here or on another node. Any thread
 * may use it.
 *
 * <p>A call that fails exits its caller: it throws an {@link dev.erloom.process.ExitException}. No
 * method throws {@link InterruptedException}: in a process a fatal signal never has this form, and
 * a thread that is interrupted gets an {@code ExitException} too, with its interrupt status still
 * set.
 *
 * @param <M> the protocol
 */
public sealed interface ServerRef<M> extends Address permits Name, ServerAddress {

    /** {@return the server behind a pid; the caller vouches for {@code M}} */
    static <M> ServerRef<M> of(Pid pid) {
        return new ServerAddress<>(pid);
    }

    /**
     * {@return how long a call waits that does not say so itself} 5 s, OTP's default; the reference
     * that {@code GenStatem.startLink} returns waits for ever.
     */
    Duration callTimeout();

    /**
     * {@return this reference, but its calls wait for {@code time} unless they say otherwise}
     *
     * @throws IllegalArgumentException when {@code time} is negative
     */
    ServerRef<M> callTimeout(Duration time);

    /**
     * Asks and waits for {@link #callTimeout()}, that is 5 s unless it was set.
     *
     * @throws dev.erloom.process.ExitException as {@link #call(Call, Duration)} does
     * @otp gen_server:call/2
     */
    default <R> R call(Call<M, R> request) {
        return call(request, callTimeout());
    }

    /**
     * Asks and waits. A reply that comes too late is dropped and never shows up anywhere.
     *
     * @param timeout how long; zero takes only what is there at once, {@link Timeouts#INFINITY}
     *     waits for ever
     * @throws dev.erloom.process.ExitException with {@link ExitReason.CallFailed} around {@code
     *     noproc} (there is no such process), {@code timeout}, {@code calling_self}, {@code
     *     {nodedown, Node}}, or the reason with which the server ended
     * @throws IllegalArgumentException when {@code timeout} is negative, or {@code request} is not
     *     one of the server's protocol
     * @otp gen_server:call/3
     */
    default <R> R call(Call<M, R> request, Duration timeout) {
        return Protocols.reply(request, Gen.call(this, request, timeout, Protocols::replyType));
    }

    /**
     * Asks and goes on: the response comes into the mailbox of the calling process.
     *
     * @throws IllegalStateException when the caller is no process
     * @throws IllegalArgumentException when {@code request} is not one of the server's protocol
     * @otp gen_server:send_request/2
     */
    default <R> Request<R> sendRequest(Call<M, R> request) {
        return Request.send(this, request);
    }

    /**
     * Tells. Returns at once and never fails, also when nobody is there.
     *
     * @throws IllegalArgumentException when {@code message} is not one of the server's protocol
     * @otp gen_server:cast/2
     */
    default void cast(Cast<M> message) {
        Gen.cast(this, message);
    }

    /** {@return the process behind this reference now; empty for a name on another node} */
    Optional<Pid> whereis();

    /**
     * Stops the server with {@code normal} and waits until it is gone.
     *
     * @throws dev.erloom.process.ExitException as {@link #stop(ExitReason, Duration)} does
     * @otp gen_server:stop/1
     */
    default void stop() {
        stop(ExitReason.NORMAL, Timeouts.INFINITY);
    }

    /**
     * Stops the server and waits until it is gone; its {@code terminate} runs.
     *
     * @throws dev.erloom.process.ExitException with {@code noproc} when there is no such process,
     *     {@code calling_self}, {@code timeout} (the server goes on stopping), or the reason with
     *     which it ended when that is another
     * @otp gen_server:stop/3
     */
    default void stop(ExitReason reason, Duration timeout) {
        Gen.stop(this, reason, timeout);
    }

    @Override
    default void send(Object message) {
        target().send(message);
    }

    @Override
    Address target();
}
