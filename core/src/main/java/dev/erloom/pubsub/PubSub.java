// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pubsub;

import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.StartResult;
import dev.erloom.registry.Registry;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to whoever has subscribed to a topic: Phoenix's {@code PubSub}.
 *
 * <p>This is a name, usually a constant, as {@link Name} is; the subscriptions belong to the node
 * on which {@link #startLink} ran. It means that of the calling process's node, elsewhere that of
 * the default node; {@link #on} names another. The messages go to other nodes when an {@link
 * Adapter} brings them there.
 *
 * <p>A broadcast is a loop of sends in the calling thread; no process is in between. What one
 * process broadcasts reaches each subscriber in that order. A subscriber gets the message itself,
 * as if it had been sent to it.
 *
 * <p>Each method throws {@link IllegalArgumentException} when no such pub-sub runs on the node.
 */
public final class PubSub {
    private final String name;
    private final Registry<String, Object> registry;

    private PubSub(String name, @Nullable Node node) {
        this.name = name;
        Registry<String, Object> anywhere = Registry.duplicate(name);
        this.registry = node == null ? anywhere : anywhere.on(node);
    }

    /**
     * {@return the pub-sub of this name} Its subscriptions are a {@link Registry} with duplicate
     * keys, partitioned by process, of the same name.
     *
     * @throws IllegalArgumentException when it is empty
     */
    public static PubSub of(String name) {
        return new PubSub(name, null);
    }

    /** Starts a pub-sub with default options; see the other method. */
    public static StartResult<PubSub> startLink(PubSub pubSub) {
        return startLink(pubSub, with -> with);
    }

    /**
     * Starts a pub-sub that is linked to the caller, as a child of a supervisor is.
     *
     * @return {@code Started}; {@code AlreadyStarted}; or {@code Failed} when the adapter does not
     *     start, or the name is taken
     * @throws IllegalArgumentException when an option is out of range, or the pool is smaller than
     *     the part of it that is sent to
     */
    public static StartResult<PubSub> startLink(PubSub pubSub, UnaryOperator<PubSubOptions> with) {
        PubSubOptions options = with.apply(PubSubOptions.DEFAULT).checked();
        return GenServer.startLink(
                        new PubSubServer(pubSub, options),
                        Name.<PubSubServer.Nothing>of(pubSub.name + ".Supervisor"))
                .map(_ -> pubSub);
    }

    /** {@return this pub-sub on a node of this JVM; to broadcast from any thread} */
    public PubSub on(Node node) {
        return new PubSub(name, Objects.requireNonNull(node, "node"));
    }

    /** {@return its name} */
    public String name() {
        return name;
    }

    Registry<String, Object> registry() {
        return registry;
    }

    private Adapter adapter() {
        return registry.meta(PubSubServer.ADAPTER)
                .orElseThrow(() -> new IllegalArgumentException(name + " is no pub-sub"));
    }

    /** {@return what this node is called by {@link #directBroadcast}} */
    public String nodeName() {
        return adapter().nodeName();
    }

    // Subscribing

    /**
     * Subscribes the calling process to a topic. Who subscribes twice gets each message twice. The
     * subscription ends with the process.
     *
     * @throws IllegalStateException when the calling thread is no process
     */
    public void subscribe(String topic) {
        registry.register(topic).orElseThrow();
    }

    /** As {@link #subscribe(String)}, with something for the {@link Dispatcher} to look at. */
    public void subscribe(String topic, Object metadata) {
        registry.register(topic, metadata).orElseThrow();
    }

    /**
     * Ends all subscriptions of the calling process to a topic; nothing happens when it has none.
     *
     * @throws IllegalStateException when the calling thread is no process
     */
    public void unsubscribe(String topic) {
        registry.unregister(topic);
    }

    // Broadcasting

    /** Sends a message to the subscribers of a topic on all nodes. */
    public BroadcastResult broadcast(String topic, Object message) {
        return broadcast(topic, message, Dispatcher.SEND);
    }

    /** As {@link #broadcast(String, Object)}, in another way. */
    public BroadcastResult broadcast(String topic, Object message, Dispatcher dispatcher) {
        return send(null, topic, message, dispatcher);
    }

    /** Sends a message to the subscribers of a topic on all nodes, except to {@code from}. */
    public BroadcastResult broadcastFrom(Pid from, String topic, Object message) {
        return broadcastFrom(from, topic, message, Dispatcher.SEND);
    }

    /** As {@link #broadcastFrom(Pid, String, Object)}, in another way. */
    public BroadcastResult broadcastFrom(
            Pid from, String topic, Object message, Dispatcher dispatcher) {
        return send(Objects.requireNonNull(from, "from"), topic, message, dispatcher);
    }

    /** What the adapter refuses nobody gets, on this node neither. */
    private BroadcastResult send(
            @Nullable Pid from, String topic, Object message, Dispatcher dispatcher) {
        Objects.requireNonNull(dispatcher, "dispatcher");
        Objects.requireNonNull(message, "message");
        BroadcastResult result =
                Objects.requireNonNull(
                        adapter().broadcast(topic, message, dispatcher),
                        "the answer of the adapter");
        if (result instanceof BroadcastResult.Ok) {
            deliver(from, topic, message, dispatcher);
        }
        return result;
    }

    /** Sends a message to the subscribers of a topic on this node. */
    public void localBroadcast(String topic, Object message) {
        localBroadcast(topic, message, Dispatcher.SEND);
    }

    /** As {@link #localBroadcast(String, Object)}, in another way. */
    public void localBroadcast(String topic, Object message, Dispatcher dispatcher) {
        deliver(null, topic, message, dispatcher);
    }

    /** Sends a message to the subscribers of a topic on this node, except to {@code from}. */
    public void localBroadcastFrom(Pid from, String topic, Object message) {
        localBroadcastFrom(from, topic, message, Dispatcher.SEND);
    }

    /** As {@link #localBroadcastFrom(Pid, String, Object)}, in another way. */
    public void localBroadcastFrom(Pid from, String topic, Object message, Dispatcher dispatcher) {
        deliver(Objects.requireNonNull(from, "from"), topic, message, dispatcher);
    }

    private void deliver(@Nullable Pid from, String topic, Object message, Dispatcher dispatcher) {
        Objects.requireNonNull(dispatcher, "dispatcher");
        Objects.requireNonNull(message, "message");
        registry.dispatch(topic, subscribers -> dispatcher.dispatch(subscribers, from, message));
    }

    /**
     * Sends a message to the subscribers of a topic on one node. Without an adapter this is the
     * only node there is, and what is for another one is dropped.
     */
    public BroadcastResult directBroadcast(String node, String topic, Object message) {
        return directBroadcast(node, topic, message, Dispatcher.SEND);
    }

    /** As {@link #directBroadcast(String, String, Object)}, in another way. */
    public BroadcastResult directBroadcast(
            String node, String topic, Object message, Dispatcher dispatcher) {
        return adapter()
                .directBroadcast(
                        Objects.requireNonNull(node, "node"),
                        topic,
                        Objects.requireNonNull(message, "message"),
                        Objects.requireNonNull(dispatcher, "dispatcher"));
    }

    /** {@return whether {@code other} is the same pub-sub} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PubSub pubSub && registry.equals(pubSub.registry);
    }

    @Override
    public int hashCode() {
        return registry.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
