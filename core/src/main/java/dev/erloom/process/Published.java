// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a process lets every thread of its node read without asking it: a table that it keeps up to
 * date, say. OTP's named ETS table.
 *
 * <p>A value is there until its owner has ended; then the name is free again. The value itself must
 * be safe to read from any thread.
 */
public final class Published {
    private Published() {}

    /** One published value. */
    record Value(ProcessImpl owner, Object value) {}

    /**
     * Publishes a value of the calling process, in the place of what it published under this name
     * before.
     *
     * @throws IllegalArgumentException when another process has published something under this name
     * @throws IllegalStateException when the calling thread is no process
     * @otp ets:new/2
     */
    public static void publish(String name, Object value) {
        ProcessImpl me = ProcessImpl.current("publish");
        me.checkDoom();
        Value mine = new Value(me, Objects.requireNonNull(value, "value"));
        NodeImpl node = me.node;
        Value before = node.published.get(name);
        Value kept =
                node.published.merge(
                        name,
                        mine,
                        (old, fresh) -> old.owner() == me || old.owner().isGone() ? fresh : old);
        if (kept.owner() != me) {
            throw new IllegalArgumentException(
                    "cannot publish as " + name + ": " + kept.owner() + " has that name");
        }
        if (before != null && before.owner() == me) {
            return; // that one is watched
        }
        Watch gone =
                _ ->
                        node.published.computeIfPresent(
                                name, (_, now) -> now.owner() == me ? null : now);
        if (!Monitors.watch(me, node.newRef(), gone)) { // declared dead meanwhile
            gone.fired(ExitReason.NOPROC);
        }
    }

    /**
     * {@return what is published on {@code node} under {@code name}; null when there is nothing, or
     * something that is no {@code type}} It takes no lock and allocates nothing.
     *
     * @otp ets:whereis/1
     */
    public static <T> @Nullable T read(Node node, String name, Class<T> type) {
        Value found = ((NodeImpl) node).published.get(name);
        return found != null && !found.owner().isGone() && type.isInstance(found.value())
                ? type.cast(found.value())
                : null;
    }
}
