// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Address;
import dev.erloom.process.Gen;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Timeouts;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server at a fixed address: a pid, or a name on a node. */
record ServerAddress<M>(Address target, Supplier<Optional<Pid>> lookup, Duration callTimeout)
        implements ServerRef<M> {

    ServerAddress(Pid pid) {
        this(pid, () -> Optional.of(pid), Gen.DEFAULT_TIMEOUT);
    }

    ServerAddress(Node node, String name, Duration callTimeout) {
        this(node.address(name), () -> node.whereis(name), callTimeout);
    }

    /** A name on another node. */
    ServerAddress(Address target, Duration callTimeout) {
        this(target, Optional::empty, callTimeout);
    }

    @Override
    public ServerRef<M> callTimeout(Duration time) {
        return new ServerAddress<>(target, lookup, Timeouts.check(time, "time"));
    }

    @Override
    public Optional<Pid> whereis() {
        return lookup.get();
    }

    /** {@return whether {@code other} is the same address} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerAddress<?> address && target.equals(address.target);
    }

    @Override
    public int hashCode() {
        return target.hashCode();
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
