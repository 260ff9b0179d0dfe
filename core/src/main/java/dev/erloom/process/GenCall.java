// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that somebody waits for, OTP's {@code {'$gen_call', From, Request}}.
 *
 * <p>A generic server never shows it. A plain process that is called finds it in its mailbox and
 * answers with {@link #reply}. It may be answered from any thread and at any time, once; what comes
 * too late is dropped. When the process ends without an answer its local callers are told why.
 */
public final class GenCall extends Slot {
    private final Object request;
    private final @Nullable ReplyTo remote;

    GenCall(Object request, Waiter caller) {
        super(caller);
        this.request = request;
        this.remote = null;
    }

    GenCall(Object request, NodeImpl node, ReplyTo remote) {
        super(Waiter.nobody(node));
        this.request = request;
        this.remote = remote;
    }

    /** Where the answer to a call from another node goes; implemented by a transport. */
    public interface ReplyTo {
        /** {@return the caller} */
        Pid caller();

        /** Sends the reply. */
        void reply(@Nullable Object value);

        /** Tells the caller's monitor of this call that the server is gone. */
        void fail(ExitReason reason);
    }

    /** {@return what is asked; from another node as its bare term} */
    public Object request() {
        return ExternalTerm.bare(request);
    }

    /**
     * {@return what is asked, mapped to {@code type} if it came from another node}
     *
     * @throws IllegalArgumentException when it does not fit, with the path inside the term
     */
    public Object request(Type type) {
        return request instanceof ExternalTerm external ? external.toJava(type) : request;
    }

    /** {@return the calling process; for a thread that is none, its node's root process} */
    public Pid caller() {
        if (remote != null) {
            return remote.caller();
        }
        return waiter() instanceof ProcessImpl process ? process.pid : waiter().node.root().pid;
    }

    /** {@return where the caller is now, for reports; empty for one on another node} */
    public List<StackTraceElement> callerStack() {
        Thread thread = waiter().thread();
        return thread == null ? List.of() : List.of(thread.getStackTrace());
    }

    /**
     * Answers the caller. Any thread.
     *
     * @otp gen_server:reply/2
     */
    public void reply(@Nullable Object value) {
        if (remote == null) {
            complete(value);
        } else if (complete(value)) {
            remote.reply(value);
        }
    }

    /**
     * Makes the call fail in the caller, as if the server had ended with {@code reason}. Any
     * thread.
     */
    public void fail(ExitReason reason) {
        if (remote == null) {
            complete(new Failure(reason));
        } else if (complete(null)) {
            remote.fail(reason);
        }
    }

    /** {@return whether this call has its answer, or needs none any more} */
    public boolean isAnswered() {
        return isComplete();
    }

    /** The answer of a call that failed. */
    record Failure(ExitReason reason) {}

    @Override
    public String toString() {
        return "call from " + caller() + ": " + request();
    }
}
