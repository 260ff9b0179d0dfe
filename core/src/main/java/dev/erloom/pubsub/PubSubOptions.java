// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pubsub;

import dev.erloom.process.Node;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Options of {@link PubSub#startLink(PubSub, java.util.function.UnaryOperator)}; immutable. Each
 * size is at least 1.
 */
public final class PubSubOptions {
    private static final int PROCESSORS_EACH = 4;

    static final PubSubOptions DEFAULT =
            new PubSubOptions(null, null, null, pubSub -> new LocalAdapter(pubSub, Node.current()));

    private final @Nullable Integer pool;
    private final @Nullable Integer broadcastPool;
    private final @Nullable Integer registry;
    private final Function<PubSub, Adapter> adapter;

    private PubSubOptions(
            @Nullable Integer pool,
            @Nullable Integer broadcastPool,
            @Nullable Integer registry,
            Function<PubSub, Adapter> adapter) {
        this.pool = pool;
        this.broadcastPool = broadcastPool;
        this.registry = registry;
        this.adapter = adapter;
    }

    /** {@return these options with so many processes that receive from other nodes; default 1} */
    public PubSubOptions poolSize(int size) {
        return new PubSubOptions(positive("poolSize", size), broadcastPool, registry, adapter);
    }

    /**
     * {@return these options, and only so many of the pool are sent to; default all} While a pool
     * grows, its old nodes go on sending to the old size.
     */
    public PubSubOptions broadcastPoolSize(int size) {
        return new PubSubOptions(pool, positive("broadcastPoolSize", size), registry, adapter);
    }

    /**
     * {@return these options with so many partitions of the subscriptions; default the size of the
     * pool if that is given, else one for each four processors}
     */
    public PubSubOptions registrySize(int size) {
        return new PubSubOptions(pool, broadcastPool, positive("registrySize", size), adapter);
    }

    /** {@return these options with a way to other nodes, made anew at each start; default none} */
    public PubSubOptions adapter(Function<PubSub, Adapter> maker) {
        return new PubSubOptions(
                pool, broadcastPool, registry, Objects.requireNonNull(maker, "maker"));
    }

    private static int positive(String what, int size) {
        if (size < 1) {
            throw new IllegalArgumentException(what + " must be >= 1, was " + size);
        }
        return size;
    }

    /** {@return how many processes receive from other nodes} */
    public int poolSize() {
        return pool == null ? 1 : pool;
    }

    /** {@return how many of the pool are sent to} */
    public int broadcastPoolSize() {
        return broadcastPool == null ? poolSize() : broadcastPool;
    }

    /** {@return how many partitions the subscriptions have} */
    public int registrySize() {
        if (registry != null) {
            return registry;
        }
        return pool != null
                ? pool
                : Math.ceilDiv(Runtime.getRuntime().availableProcessors(), PROCESSORS_EACH);
    }

    Adapter newAdapter(PubSub pubSub) {
        return Objects.requireNonNull(adapter.apply(pubSub), "the adapter");
    }

    PubSubOptions checked() {
        if (poolSize() < broadcastPoolSize()) {
            throw new IllegalArgumentException(
                    "poolSize must be >= broadcastPoolSize "
                            + broadcastPoolSize()
                            + ", was "
                            + poolSize());
        }
        return this;
    }
}
