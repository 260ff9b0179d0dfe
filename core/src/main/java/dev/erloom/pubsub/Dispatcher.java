// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pubsub;

import dev.erloom.process.Pid;
import dev.erloom.registry.Entry;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How the subscribers of a topic get a message. Runs in the process that broadcasts, or in one of
 * the adapter for a message from another node.
 */
@FunctionalInterface
public interface Dispatcher {

    /** Sends the message to each subscriber, except to the one it is from. */
    Dispatcher SEND =
            (subscribers, from, message) -> {
                for (Entry<String, Object> subscriber : subscribers) {
                    if (!subscriber.pid().equals(from)) {
                        subscriber.pid().send(message);
                    }
                }
            };

    /**
     * Gives subscribers a message. Called once for each partition of the subscriptions that has
     * any, and not at all when nobody has subscribed. What it throws comes out of the broadcast.
     *
     * @param subscribers who has subscribed, with what as the value; a live view
     * @param from who shall not get it; null when everybody shall
     * @param message the message
     */
    void dispatch(
            Collection<Entry<String, Object>> subscribers, @Nullable Pid from, Object message);
}
