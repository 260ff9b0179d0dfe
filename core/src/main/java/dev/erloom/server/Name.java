// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Address;
import dev.erloom.process.Gen;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.RegisteredName;
import dev.erloom.process.Timeouts;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name for a server with the protocol {@code M}; it goes on naming the server after each restart.
 * Usually a constant beside the protocol.
 *
 * <p>On its own it means the node of the calling process, elsewhere the default node; {@link
 * #on(Node)} names another.
 *
 * @param <M> the protocol
 */
public final class Name<M> implements ServerRef<M> {
    /** Nobody can have this name. */
    private static final Address NOBODY = RegisteredName.local("undefined");

    private final String text;
    private final @Nullable Via via;
    private final Duration callTimeout;

    private Name(String text, @Nullable Via via, Duration callTimeout) {
        this.text = text;
        this.via = via;
        this.callTimeout = callTimeout;
    }

    /**
     * {@return a name that is registered on one node; an atom to Erlang}
     *
     * @throws IllegalArgumentException when it is empty
     */
    public static <M> Name<M> of(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a name must not be empty");
        }
        return new Name<>(name, null, Gen.DEFAULT_TIMEOUT);
    }

    /** {@return a name in a table of its own, OTP's {@code {via, Module, Term}}} */
    public static <M> Name<M> via(Via via) {
        return new Name<>(via.toString(), Objects.requireNonNull(via, "via"), Gen.DEFAULT_TIMEOUT);
    }

    /** {@return this name on a node of this JVM} */
    public ServerRef<M> on(Node node) {
        return new ServerAddress<>(node, local(), callTimeout);
    }

    /** {@return this name on a node of the cluster, as in {@code {prices, 'cortex@host'}}} */
    public ServerRef<M> on(String node) {
        return new ServerAddress<>(new RegisteredName(local(), node), callTimeout);
    }

    @Override
    public Duration callTimeout() {
        return callTimeout;
    }

    @Override
    public Name<M> callTimeout(Duration time) {
        return new Name<>(text, via, Timeouts.check(time, "time"));
    }

    private String local() {
        if (via != null) {
            throw new IllegalArgumentException("a via name belongs to no node: " + via);
        }
        return text;
    }

    @Nullable Via via() {
        return via;
    }

    /** {@return the text of the name} */
    public String text() {
        return text;
    }

    @Override
    public Optional<Pid> whereis() {
        return via == null ? Node.current().whereis(text) : via.whereis();
    }

    @Override
    public Address target() {
        if (via == null) {
            return RegisteredName.local(text);
        }
        return via.whereis().<Address>map(pid -> pid).orElse(NOBODY);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when nobody has this name
     */
    @Override
    public void send(Object message) {
        Address target = target();
        if (target.equals(NOBODY)) {
            throw new IllegalArgumentException("no process is registered as " + text);
        }
        target.send(message);
    }

    /**
     * {@return whether {@code other} is the same name; the protocol and the time of calls do not
     * count}
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Name<?> name
                && text.equals(name.text)
                && Objects.equals(via, name.via);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
