// SPDX-License-Identifier: Apache-2.0
package dev.erloom.agent;

import dev.erloom.agent.AgentServer.Get;
import dev.erloom.agent.AgentServer.GetAndUpdate;
import dev.erloom.agent.AgentServer.InPlace;
import dev.erloom.agent.AgentServer.Later;
import dev.erloom.agent.AgentServer.LaterInPlace;
import dev.erloom.agent.AgentServer.Message;
import dev.erloom.agent.AgentServer.Update;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.SpawnOptions;
import dev.erloom.process.StartResult;
import dev.erloom.process.Timeouts;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import dev.erloom.server.StartOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A state in a process, read and changed by functions that run there, one after the other. Any
 * thread may use it.
 *
 * <p>What a function returns is shared, not copied: hand out values that nobody changes. A function
 * that throws ends the agent, and its caller exits with the reason. Slow functions keep everybody
 * else waiting.
 *
 * @param <S> the state, never null
 * @otp Agent
 */
public final class Agent<S> {
    private final ServerRef<Message<S>> server;

    private Agent(ServerRef<Message<S>> server) {
        this.server = server;
    }

    /**
     * A function of the state.
     *
     * @param <S> the state
     * @param <R> what it returns
     */
    @FunctionalInterface
    public interface Read<S, R extends @Nullable Object> {

        /**
         * Runs in the agent.
         *
         * @throws Exception ends the agent
         */
        R apply(S state) throws Exception;
    }

    /**
     * A function that changes a mutable state.
     *
     * @param <S> the state
     */
    @FunctionalInterface
    public interface Change<S> {

        /**
         * Runs in the agent.
         *
         * @throws Exception ends the agent
         */
        void accept(S state) throws Exception;
    }

    /**
     * What {@link #getAndUpdate} hands out, and the state that stays.
     *
     * @param value any value, or null
     * @param state the new state
     * @param <R> the type of the value
     * @param <S> the type of the state
     */
    public record Got<R extends @Nullable Object, S>(R value, S state) {}

    /** {@return the answer of a function for {@link #getAndUpdate}} */
    public static <R extends @Nullable Object, S> Got<R, S> got(R value, S state) {
        return new Got<>(value, state);
    }

    /**
     * Options of a start; immutable.
     *
     * @param name the handle that shall lead to the agent, made by {@link Agent#named}; or null
     * @param timeout how long making the state may take; default for ever
     * @param spawn options of the process; default none
     * @param <S> the state
     */
    public record Options<S>(
            @Nullable Agent<S> name, Duration timeout, UnaryOperator<SpawnOptions> spawn) {

        /** Makes options; {@code timeout} is not negative. */
        public Options {
            Timeouts.check(timeout, "timeout");
            Objects.requireNonNull(spawn, "spawn");
        }

        private static <S> Options<S> none() {
            return new Options<>(null, Timeouts.INFINITY, options -> options);
        }

        private StartOptions<Message<S>> refine(StartOptions<Message<S>> start) {
            StartOptions<Message<S>> options = start.timeout(timeout).spawn(spawn);
            return name == null ? options : options.name(name.nameToRegister());
        }

        /** {@return these options with a name} */
        public Options<S> name(Agent<S> name) {
            return new Options<>(name, timeout, spawn);
        }

        /**
         * {@return these options with a limit, after which the start fails with {@code timeout}}
         */
        public Options<S> timeout(Duration timeout) {
            return new Options<>(name, timeout, spawn);
        }

        /** {@return these options with others for the process} */
        public Options<S> spawn(UnaryOperator<SpawnOptions> with) {
            return new Options<>(name, timeout, with);
        }
    }

    /**
     * Starts an agent that is linked to nobody.
     *
     * @otp Agent:start/2
     */
    public static <S> StartResult<Agent<S>> start(Callable<? extends S> state) {
        return start(state, with -> with);
    }

    /**
     * Starts an agent that is linked to nobody, with options.
     *
     * @otp Agent:start/2
     */
    public static <S> StartResult<Agent<S>> start(
            Callable<? extends S> state, UnaryOperator<Options<S>> with) {
        Options<S> options = with.apply(Options.none());
        return GenServer.<Message<S>, S>start(serverOf(state), options::refine).map(Agent::new);
    }

    /**
     * Starts an agent that is linked to the caller.
     *
     * @otp Agent:start_link/2
     */
    public static <S> StartResult<Agent<S>> startLink(Callable<? extends S> state) {
        return startLink(state, with -> with);
    }

    /**
     * Starts an agent that is linked to the caller, under a name.
     *
     * @throws IllegalArgumentException when {@code name} was not made by {@link #named}
     * @otp Agent:start_link/2
     */
    public static <S> StartResult<Agent<S>> startLink(Callable<? extends S> state, Agent<S> name) {
        return startLink(state, with -> with.name(name));
    }

    /**
     * Starts an agent that is linked to the caller and returns when its first state is made, by
     * {@code state}, in the agent.
     *
     * @return {@code Started}; {@code AlreadyStarted} when the name is taken; or {@code Failed}
     *     with the crash of {@code state}, {@code {bad_return_value, null}}, or {@code timeout}
     * @throws IllegalArgumentException when the name was not made by {@link #named}
     * @throws IllegalStateException when the caller is no process and there is no default node
     * @otp Agent:start_link/2
     */
    public static <S> StartResult<Agent<S>> startLink(
            Callable<? extends S> state, UnaryOperator<Options<S>> with) {
        Options<S> options = with.apply(Options.none());
        return GenServer.<Message<S>, S>startLink(serverOf(state), options::refine).map(Agent::new);
    }

    private static <S> AgentServer<S> serverOf(Callable<? extends S> state) {
        return new AgentServer<S>(Objects.requireNonNull(state, "state"));
    }

    private Name<Message<S>> nameToRegister() {
        if (server instanceof Name<Message<S>> name) {
            return name;
        }
        throw new IllegalArgumentException(
                "an agent is started under a handle made by named or of a Name, was " + this);
    }

    /**
     * {@return the agent that is, or will be, registered as {@code name}; usually a constant}
     *
     * @throws IllegalArgumentException when {@code name} is empty
     */
    public static <S> Agent<S> named(String name) {
        return new Agent<>(Name.of(name));
    }

    /**
     * {@return the agent behind any other address: a pid, a via name, a name on another node; the
     * caller vouches for {@code S}}
     */
    @SuppressWarnings("unchecked") // what the server is, it says itself when it is called
    public static <S> Agent<S> of(ServerRef<?> server) {
        return new Agent<>((ServerRef<Message<S>>) Objects.requireNonNull(server, "server"));
    }

    /**
     * {@return this named agent as it is on a node of this JVM}
     *
     * @throws IllegalArgumentException when this handle was not made by {@link #named}
     */
    public Agent<S> on(Node node) {
        return new Agent<>(nameToRegister().on(node));
    }

    /** As {@link #get(Read, Duration)}, for 5 s. */
    public <R extends @Nullable Object> R get(Read<? super S, ? extends R> read) {
        return get(read, Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Returns what {@code read} makes of the state.
     *
     * @throws dev.erloom.process.ExitException with {@link ExitReason.CallFailed} around {@code
     *     noproc}, {@code timeout}, {@code calling_self}, or the reason with which the agent ended,
     *     the crash of {@code read} for instance
     * @throws IllegalArgumentException when {@code timeout} is negative, or this is no agent
     * @otp Agent:get/3
     */
    public <R extends @Nullable Object> R get(Read<? super S, ? extends R> read, Duration timeout) {
        return cast(server.call(new Get<>(Objects.requireNonNull(read, "read")), timeout));
    }

    /** As {@link #update(Read, Duration)}, for 5 s. */
    public void update(Read<? super S, ? extends S> change) {
        update(change, Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Replaces the state by what {@code change} makes of it; an agent whose state would be null
     * stops with {@code {bad_return_value, null}}.
     *
     * @throws dev.erloom.process.ExitException as {@link #get(Read, Duration)} does
     * @otp Agent:update/3
     */
    public void update(Read<? super S, ? extends S> change, Duration timeout) {
        server.call(new Update<>(Objects.requireNonNull(change, "change")), timeout);
    }

    /** As {@link #change(Change, Duration)}, for 5 s. */
    public void change(Change<? super S> change) {
        change(change, Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Changes a mutable state in place.
     *
     * @throws dev.erloom.process.ExitException as {@link #get(Read, Duration)} does
     * @otp Agent:update/3
     */
    public void change(Change<? super S> change, Duration timeout) {
        server.call(new InPlace<>(Objects.requireNonNull(change, "change")), timeout);
    }

    /** As {@link #getAndUpdate(Read, Duration)}, for 5 s. */
    public <R extends @Nullable Object> R getAndUpdate(
            Read<? super S, ? extends Got<R, ? extends S>> change) {
        return getAndUpdate(change, Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Returns a value and replaces the state, both as {@code change} says; an agent for which it
     * says nothing stops with {@code {bad_return_value, null}}.
     *
     * @throws dev.erloom.process.ExitException as {@link #get(Read, Duration)} does
     * @otp Agent:get_and_update/3
     */
    public <R extends @Nullable Object> R getAndUpdate(
            Read<? super S, ? extends Got<R, ? extends S>> change, Duration timeout) {
        return cast(
                server.call(new GetAndUpdate<>(Objects.requireNonNull(change, "change")), timeout));
    }

    /**
     * Replaces the state some time later. Returns at once and never fails, also when there is no
     * agent.
     *
     * @otp Agent:cast/2
     */
    public void cast(Read<? super S, ? extends S> change) {
        server.cast(new Later<>(Objects.requireNonNull(change, "change")));
    }

    /**
     * Changes a mutable state in place some time later. Returns at once and never fails, also when
     * there is no agent.
     *
     * @otp Agent:cast/2
     */
    public void castChange(Change<? super S> change) {
        server.cast(new LaterInPlace<>(Objects.requireNonNull(change, "change")));
    }

    /**
     * Stops the agent and waits until it is gone.
     *
     * @throws dev.erloom.process.ExitException as {@link #stop(ExitReason, Duration)} does
     * @otp Agent:stop/1
     */
    public void stop() {
        server.stop();
    }

    /**
     * Stops the agent and waits until it is gone.
     *
     * @throws dev.erloom.process.ExitException with {@code noproc} when there is none, or {@code
     *     timeout}
     * @otp Agent:stop/3
     */
    public void stop(ExitReason reason, Duration timeout) {
        server.stop(reason, timeout);
    }

    /** {@return the process behind this handle now; empty for a name on another node} */
    public Optional<Pid> whereis() {
        return server.whereis();
    }

    /** {@return the address of the agent, for links, monitors and messages} */
    public ServerRef<?> ref() {
        return server;
    }

    /** It is what a function of this very type returned. */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    private static <R extends @Nullable Object> R cast(Object value) {
        return (R) value;
    }

    /** {@return whether {@code other} is a handle with the same address} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Agent<?> agent && server.equals(agent.server);
    }

    @Override
    public int hashCode() {
        return server.hashCode();
    }

    @Override
    public String toString() {
        return "agent " + server;
    }
}
