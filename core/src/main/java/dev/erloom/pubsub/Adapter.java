// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pubsub;

import dev.erloom.process.StartResult;

/**
 * What brings the messages of a {@link PubSub} to other nodes. There is one for each start of the
 * pub-sub; its methods are called by any thread.
 *
 * <p>What arrives from another node it gives to {@link PubSub#localBroadcast(String, Object,
 * Dispatcher)}. What one process broadcasts must reach each subscriber in that order, so it must
 * take one way: say one of the pool's workers, chosen by the sender.
 */
public interface Adapter {

    /**
     * Starts the processes that the adapter needs, linked to the caller, which is the process of
     * the pub-sub. When they end, the pub-sub ends too.
     *
     * @return {@code Ignored} when it needs none, which is the default; the pub-sub does not start
     *     when this fails
     * @throws Exception fails the start of the pub-sub
     */
    default StartResult<?> startLink(PubSubOptions options) throws Exception {
        return new StartResult.Ignored<>();
    }

    /**
     * Sends a message to all other nodes.
     *
     * @return {@code Failed} to keep it from the subscribers of this node too
     */
    BroadcastResult broadcast(String topic, Object message, Dispatcher dispatcher);

    /** Sends a message to one node, perhaps this one; one that is not known may be passed over. */
    BroadcastResult directBroadcast(
            String node, String topic, Object message, Dispatcher dispatcher);

    /** {@return what this node is called by {@link #directBroadcast}} */
    String nodeName();
}
