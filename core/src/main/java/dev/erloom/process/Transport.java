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
     * @throws IllegalArgumentException when the signal holds a value that has no external form
     */
    void send(String node, Signal signal);
}
