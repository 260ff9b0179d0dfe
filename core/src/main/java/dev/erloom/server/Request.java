// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Address;
import dev.erloom.process.Down;
import dev.erloom.process.Gen;
import dev.erloom.process.GenReply;
import dev.erloom.process.Match;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that a process has sent and not waited for. It is open until its response was taken, or
 * it was given up; its response comes into the mailbox of that process, which alone may use it.
 *
 * <p>The methods that take a response throw {@link IllegalStateException} when the request is no
 * longer open or the caller is not the process that sent it, and {@link IllegalArgumentException}
 * when a reply from another node cannot be mapped.
 *
 * @param <R> the type of the reply
 * @otp gen_server:request_id/0
 */
public final class Request<R> {
    private final Pid sender;
    private final Address server;
    private final Ref ref;
    private final Type replyType;
    private boolean open = true;

    private Request(Address server, Ref ref, Type replyType) {
        this.sender = Processes.self();
        this.server = server;
        this.ref = ref;
        this.replyType = replyType;
    }

    static <R> Request<R> send(Address server, Call<?, R> request) {
        return new Request<>(
                server, Gen.sendRequest(server, request), Protocols.replyType(request));
    }

    /**
     * Waits for the response, and gives the request up when it does not come in time: a late reply
     * is dropped.
     *
     * @throws IllegalArgumentException when {@code timeout} is negative
     * @otp gen_server:receive_response/2
     */
    public Response<R> receiveResponse(Duration timeout) {
        Response<R> response = waitResponse(timeout);
        return response instanceof Response.TimedOut<R> ? giveUp() : response;
    }

    /**
     * Waits for the response; the request stays open when it does not come in time.
     *
     * @throws IllegalArgumentException when {@code timeout} is negative
     * @otp gen_server:wait_response/2
     */
    public Response<R> waitResponse(Duration timeout) {
        Timeouts.check(timeout, "timeout");
        checkOpen();
        return Processes.receive(this::match, timeout)
                .map(this::response)
                .orElseGet(Response.TimedOut::new);
    }

    /**
     * Looks whether a message that the process has received, in {@code handleInfo} for instance, is
     * the response; empty when it is something else.
     *
     * @otp gen_server:check_response/2
     */
    public Optional<Response<R>> checkResponse(Object message) {
        checkOpen();
        return isResponse(message) ? Optional.of(response(message)) : Optional.empty();
    }

    /** {@return whether the response was neither taken nor given up} */
    public boolean isOpen() {
        return open;
    }

    Ref ref() {
        return ref;
    }

    void checkOpen() {
        if (!sender.equals(Processes.self())) {
            throw new IllegalStateException(
                    "only " + sender + " may wait for its request, not " + Processes.self());
        }
        if (!open) {
            throw new IllegalStateException(this + " is no longer open");
        }
    }

    private Match<Object> match(Object message) {
        return isResponse(message) ? Match.take(message) : Match.skip();
    }

    private boolean isResponse(Object message) {
        return ref.equals(refOf(message));
    }

    /** {@return the request that a message may be the response to; null when it is none} */
    static @Nullable Ref refOf(Object message) {
        return switch (message) {
            case GenReply reply -> reply.request();
            case Down down -> down.ref();
            default -> null;
        };
    }

    /** Makes the response of the message that is one. */
    @SuppressWarnings("unchecked") // an R, or mapped to one, as in Protocols.reply
    Response<R> response(Object message) {
        open = false;
        return switch (message) {
            case GenReply reply -> new Response.Reply<>((R) reply.value(replyType));
            case Down down -> new Response.Failed<>(down.reason(), server);
            default -> throw new AssertionError(message);
        };
    }

    /** Ends the request, unless its response has arrived just now. */
    Response<R> giveUp() {
        Processes.demonitor(ref);
        Response<R> last =
                Processes.receive(this::match, Duration.ZERO)
                        .map(this::response)
                        .orElseGet(Response.TimedOut::new);
        open = false;
        return last;
    }

    @Override
    public String toString() {
        return "request " + ref + " to " + server;
    }
}
