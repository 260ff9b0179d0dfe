// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pubsub;

import dev.erloom.process.Node;

/** The adapter of a node that is alone. */
record LocalAdapter(PubSub pubSub, Node node) implements Adapter {

    @Override
    public BroadcastResult broadcast(String topic, Object message, Dispatcher dispatcher) {
        return new BroadcastResult.Ok();
    }

    /** What is for a node that nobody knows is dropped (pg2.ex, direct_broadcast/5). */
    @Override
    public BroadcastResult directBroadcast(
            String to, String topic, Object message, Dispatcher dispatcher) {
        if (to.equals(nodeName())) {
            pubSub.localBroadcast(topic, message, dispatcher);
        }
        return new BroadcastResult.Ok();
    }

    @Override
    public String nodeName() {
        return node.name();
    }
}
