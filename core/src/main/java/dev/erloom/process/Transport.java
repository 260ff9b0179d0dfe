// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * Carries signals to other nodes; implemented by {@code erloom-interop}. Any thread may call it.
 *
 * <p>A transport connects on first use. When a node cannot be reached, or is lost, it says so with
 * {@link Border#nodeDown}, and the core turns that into {@code noconnection}.
 */
public interface Transport {

    /**
     * Hands over one signal for {@code node}. Returns at once, except that a {@link Signal.Send}
     * may wait while the peer is slow; nothing else ever waits.
     *
     * <p>Once {@link Border#nodeDown} was called for a connection, no signal is accepted for that
     * connection any more.
     *
     * @throws ExitException when the thread is interrupted while a message waits; it was not sent
     *     then, and the interrupt status is set
     * @throws IllegalArgumentException when the signal holds a value that has no external form
     */
    void send(String node, Signal signal);

    /**
     * {@return {@code reason} as it would come back from another node} What that node cannot know,
     * such as a Java class, is something else then.
     */
    default ExitReason returned(ExitReason reason) {
        return reason;
    }
}
