// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of requests and replies that every behaviour speaks, OTP's {@code gen}. Typed
 * references such as {@link dev.erloom.server.ServerRef} are built on it; use those.
 *
 * <p>A call waits in a slot of its own: its cost does not depend on the caller's mailbox, and what
 * comes after a time-out is dropped. Any thread may call.
 */
public final class Gen {

    /** OTP's default for a call: 5 s. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private Gen() {}

    /**
     * What a behaviour is asked as such, and not as the server of its users, OTP's {@code {system,
     * From, Request}}. The package {@code dev.erloom.sys} holds the requests, and serves them.
     */
    public interface SystemMessage {}

    /**
     * The request to stop, OTP's {@code {system, From, {terminate, Reason}}}.
     *
     * @param reason the reason to end with
     */
    public record Terminate(ExitReason reason) implements SystemMessage {}

    /** A body of the start protocol that knows which messages it understands. */
    public interface Protocol {

        /**
         * Looks at a request or cast on the sender's thread, before it is sent.
         *
         * @throws IllegalArgumentException when it is none of this server's; the sender gets it,
         *     the server never knows
         */
        void check(Object message);
    }

    /**
     * Calls a server and waits for its reply.
     *
     * @param replyType says of a request which type a reply from another node is mapped to
     * @return the reply, null if the server answered with null
     * @throws ExitException with {@link ExitReason.CallFailed} around: {@code noproc} when there is
     *     no such process, {@code timeout}, {@code calling_self}, {@code {nodedown, Node}}, or the
     *     reason with which the server ended; with {@code interrupted} when the calling thread is
     *     interrupted
     * @throws IllegalArgumentException when {@code timeout} is negative, a value cannot be mapped,
     *     or {@code request} is not one that the server understands
     * @throws IllegalStateException when a thread that is no process calls a node that is closed
     * @otp gen_server:call/3
     */
    public static @Nullable Object call(
            Address server, Object request, Duration timeout, Function<Object, Type> replyType) {
        Objects.requireNonNull(request, "request");
        long nanos = Timeouts.nanos(timeout, "timeout");
        NodeImpl node = nodeFor(server);
        Waiter me = Waiter.current(node);
        me.checkDoom();
        Address target = node.resolve(server);
        long until = Timeouts.after(node.now(), nanos);
        Object answer =
                node.isRemote(target)
                        ? node.remote.call(me, target, request, until, replyType)
                        : callLocal(node, me, target, request, until);
        if (answer == Slot.TIMED_OUT) {
            throw failed(ExitReason.TIMEOUT, server, request, timeout);
        }
        if (answer instanceof GenCall.Failure(ExitReason reason)) {
            if (!(me instanceof ProcessImpl) && node.isClosing()) {
                throw new IllegalStateException(node + " is closed");
            }
            throw failed(reason, server, request, timeout);
        }
        return answer;
    }

    private static @Nullable Object callLocal(
            NodeImpl node, Waiter me, Address target, Object request, long until) {
        ProcessImpl process = node.localProcess(target);
        if (process == me) {
            return new GenCall.Failure(ExitReason.CALLING_SELF);
        }
        if (process != null && process.body() instanceof Child<?> child) {
            child.check(request);
        }
        GenCall call = new GenCall(request, me);
        if (process == null || !process.deliver((MailNode) call)) {
            return new GenCall.Failure(ExitReason.NOPROC);
        }
        return call.await(until);
    }

    private static ExitException failed(
            ExitReason reason, Address server, Object request, Duration timeout) {
        return new ExitException(new ExitReason.CallFailed(reason, server, request, timeout));
    }

    /**
     * Sends a request and goes on; needs a process. Its mailbox gets one message: a {@link
     * GenReply} with the reference that is returned, or a {@link Down} of it when the server ends
     * before, cannot be reached or is not there. {@link Processes#demonitor} gives the request up:
     * what comes later is dropped.
     *
     * @return the request, which is a monitor too
     * @throws IllegalArgumentException when {@code request} cannot be mapped, or is not one that
     *     the server understands
     * @otp gen_server:send_request/2
     */
    public static Ref sendRequest(Address server, Object request) {
        Objects.requireNonNull(request, "request");
        return SentRequest.send(ProcessImpl.current("sendRequest"), server, request);
    }

    /**
     * Sends a message that is not answered. Never fails: whoever is not there does not get it.
     *
     * @otp gen_server:cast/2
     */
    public static void cast(Address server, Object message) {
        Objects.requireNonNull(message, "message");
        NodeImpl node = nodeFor(server);
        ProcessImpl me = ProcessImpl.currentOrNull();
        if (me != null) {
            me.checkDoom();
        }
        Address target = node.resolve(server);
        if (node.isRemote(target)) {
            node.remote.send(me, Remote.nodeOf(target), target, new GenCast(message));
            return;
        }
        ProcessImpl process = node.localProcess(target);
        if (process != null) {
            if (process.body() instanceof Child<?> child) {
                child.check(message);
            }
            process.deliver(message);
        }
    }

    /**
     * Tells a behaviour to stop and waits until it has ended.
     *
     * @throws ExitException when it ends with another reason, with that; {@code noproc} when there
     *     is no such process; {@code timeout} when it has not ended in time, it goes on then;
     *     {@code calling_self}
     * @otp proc_lib:stop/3
     */
    public static void stop(Address server, ExitReason reason, Duration timeout) {
        long nanos = Timeouts.nanos(timeout, "timeout");
        NodeImpl node = nodeFor(server);
        Waiter me = Waiter.current(node);
        me.checkDoom();
        Address target = node.resolve(server);
        long until = Timeouts.after(node.now(), nanos);
        Terminate request = new Terminate(reason);
        if (node.isRemote(target)) {
            Object answer = node.remote.stop(me, target, request, until);
            ended(
                    answer instanceof GenCall.Failure(ExitReason end) ? end : ExitReason.TIMEOUT,
                    node.remote.returned(reason));
            return;
        }
        ProcessImpl process = node.localProcess(target);
        if (process == me) {
            throw new ExitException(ExitReason.CALLING_SELF);
        }
        Slot end = new Slot(me);
        Ref ref = node.newRef();
        if (process == null || !Monitors.watch(process, ref, new Watch.BySlot(end, ref, target))) {
            throw new ExitException(ExitReason.NOPROC);
        }
        process.deliver((MailNode) new GenCall(request, Waiter.nobody(node)));
        try {
            ended(
                    end.await(until) instanceof Down(_, _, ExitReason why)
                            ? why
                            : ExitReason.TIMEOUT,
                    reason);
        } finally {
            Monitors.unwatch(process, ref);
        }
    }

    private static void ended(ExitReason why, ExitReason wanted) {
        if (!why.equals(wanted)) {
            throw new ExitException(why);
        }
    }

    /** {@return the node from whose point of view the calling thread sees {@code address}} */
    private static NodeImpl nodeFor(Address address) {
        ProcessImpl me = ProcessImpl.currentOrNull();
        if (me != null) {
            return me.node;
        }
        return switch (address.target()) {
            case Pid pid when pid.home instanceof NodeImpl node -> node;
            case Pid pid when pid.home instanceof RemoteNode peer -> peer.via();
            case NodeImpl.BoundName(NodeImpl node, _) -> node;
            default -> NodeImpl.current();
        };
    }
}
