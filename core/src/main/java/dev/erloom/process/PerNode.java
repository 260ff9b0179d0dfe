// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.Objects;
import java.util.function.Function;

/**
 * One value for each node, made when it is first asked for: what would be a static field in a
 * library that has only one node. It is kept as long as its node.
 *
 * @param <T> the type of the value, which must be safe to use from any thread
 */
public final class PerNode<T> {
    private final Function<Node, T> maker;

    private PerNode(Function<Node, T> maker) {
        this.maker = maker;
    }

    /** {@return a new key; {@code maker} is called once for each node, and may not return null} */
    public static <T> PerNode<T> of(Function<Node, T> maker) {
        return new PerNode<>(Objects.requireNonNull(maker, "maker"));
    }

    /** {@return the value of a node} */
    @SuppressWarnings("unchecked") // the map holds under this key only what maker has made
    public T get(Node node) {
        var values = ((NodeImpl) node).perNode;
        Object value = values.get(this);
        return (T) (value != null ? value : values.computeIfAbsent(this, _ -> made(node)));
    }

    private Object made(Node node) {
        return Objects.requireNonNull(maker.apply(node), "the value of a node");
    }
}
