// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a process says about itself and to others; made for {@code import static
 * dev.erloom.process.Processes.*}.
 *
 * <p>{@code spawn}, {@code sendAfter}, {@code startTimer}, {@code cancelTimer}, {@code whereis}
 * work on every thread and act on {@link Node#current}. Everything else needs a process and throws
 * {@link IllegalStateException} elsewhere.
 *
 * <p>In a process that has received a fatal signal every method here ends the process, except those
 * that take something back: {@code unlink}, {@code demonitor}, {@code unalias}, {@code unregister},
 * {@code cancelTimer}.
 */
public final class Processes {
    private Processes() {}

    /**
     * The two results of {@link #spawnMonitor}.
     *
     * @param pid the new process
     * @param ref the monitor
     */
    public record Spawned(Pid pid, Ref ref) {}

    private static ProcessImpl me(String what) {
        return ProcessImpl.current(what);
    }

    /**
     * {@return the calling process}
     *
     * @otp erlang:self/0
     */
    public static Pid self() {
        return me("self").pid;
    }

    /**
     * {@return the process that started this one; for one that an ordinary thread started, its
     * node's root}
     */
    public static Optional<Pid> parent() {
        return Optional.ofNullable(me("parent").parent());
    }

    // Spawn

    /**
     * Starts a process that is linked to nobody.
     *
     * @otp erlang:spawn/1
     */
    public static Pid spawn(ProcessBody body) {
        return spawn(body, with -> with);
    }

    /**
     * Starts a process with options.
     *
     * @otp erlang:spawn_opt/2
     */
    public static Pid spawn(ProcessBody body, UnaryOperator<SpawnOptions> with) {
        return NodeImpl.current().spawn(body, with);
    }

    /**
     * Starts a process that is linked to the caller from its first moment.
     *
     * @otp erlang:spawn_link/1
     */
    public static Pid spawnLink(ProcessBody body) {
        return spawn(body, SpawnOptions::link);
    }

    /**
     * Starts a process that the caller monitors from its first moment: its {@link Down} never says
     * {@code noproc}.
     *
     * @otp erlang:spawn_monitor/1
     */
    public static Spawned spawnMonitor(ProcessBody body) {
        return spawnMonitor(body, with -> with, with -> with);
    }

    /**
     * Starts a process that the caller monitors, with options for both.
     *
     * @otp erlang:spawn_opt/2
     */
    public static Spawned spawnMonitor(
            ProcessBody body,
            UnaryOperator<SpawnOptions> with,
            UnaryOperator<MonitorOptions> monitor) {
        ProcessImpl me = me("spawnMonitor");
        me.checkDoom();
        SpawnOptions options = with.apply(SpawnOptions.DEFAULT);
        MonitorOptions watching = monitor.apply(MonitorOptions.NONE);
        ProcessImpl process = me.node.prepare(body, options, me.pid);
        try {
            if (options.linked()) {
                Links.linkLocal(me, process.pid);
            }
            return new Spawned(process.pid, Monitors.monitor(me, process.pid, watching));
        } finally {
            process.start(); // also when the caller is doomed just now: what is prepared must end
        }
    }

    /**
     * Starts a process and answers with a message: a {@link SpawnReply} with the pid is in the
     * caller's mailbox before this returns.
     *
     * @return what the answer carries; with {@link SpawnRequest#monitor} it is the monitor too
     * @otp erlang:spawn_request/2
     */
    public static Ref spawnRequest(ProcessBody body, UnaryOperator<SpawnRequest> with) {
        ProcessImpl me = me("spawnRequest");
        SpawnRequest request = with.apply(SpawnRequest.DEFAULT);
        MonitorOptions watching = request.monitorOptions();
        Spawned spawned =
                watching == null
                        ? new Spawned(spawn(body, _ -> request.spawn()), me.node.newRef())
                        : spawnMonitor(body, _ -> request.spawn(), _ -> watching);
        if (request.replies()) {
            me.deliver(new SpawnReply(request.tag(), spawned.ref(), spawned.pid()));
        }
        return spawned.ref();
    }

    // Receive

    /** Takes the oldest message; waits for ever. */
    public static Object receive() {
        return Objects.requireNonNull(Receive.any(me("receive"), Timeouts.NEVER));
    }

    /**
     * Takes the oldest message; empty when none has come in time.
     *
     * @throws IllegalArgumentException when {@code after} is negative
     */
    public static Optional<Object> receive(Duration after) {
        ProcessImpl me = me("receive");
        return Optional.ofNullable(Receive.any(me, until(me, after)));
    }

    /**
     * Takes the oldest message of a type and leaves the others in their order; waits for ever. A
     * sealed type makes the switch over the result exhaustive. A message from another node is taken
     * when it can be mapped to the type.
     */
    public static <T> T receive(Class<T> type) {
        return Objects.requireNonNull(
                Receive.select(me("receive"), Receive.ofType(type), Timeouts.NEVER));
    }

    /**
     * As {@link #receive(Class)}; empty when {@code after} has passed, counted from now and not
     * from the last message.
     *
     * @throws IllegalArgumentException when {@code after} is negative
     */
    public static <T> Optional<T> receive(Class<T> type, Duration after) {
        ProcessImpl me = me("receive");
        return Optional.ofNullable(Receive.select(me, Receive.ofType(type), until(me, after)));
    }

    /**
     * As {@link #receive(Class)} for messages that {@code guard} accepts too. A guard that throws
     * does not accept.
     */
    public static <T> T receive(Class<T> type, Predicate<? super T> guard) {
        return Objects.requireNonNull(
                Receive.select(me("receive"), guarded(type, guard), Timeouts.NEVER));
    }

    /**
     * As {@link #receive(Class, Predicate)}; empty when {@code after} has passed.
     *
     * @throws IllegalArgumentException when {@code after} is negative
     */
    public static <T> Optional<T> receive(
            Class<T> type, Predicate<? super T> guard, Duration after) {
        ProcessImpl me = me("receive");
        return Optional.ofNullable(Receive.select(me, guarded(type, guard), until(me, after)));
    }

    private static <T> Receive.Test<T> guarded(Class<T> type, Predicate<? super T> guard) {
        Receive.Test<T> ofType = Receive.ofType(type);
        return message -> {
            T typed = ofType.of(message);
            if (typed == null) {
                return null;
            }
            try {
                return guard.test(typed) ? typed : null;
            } catch (
                    RuntimeException
                            failed) { // a guard that fails is one that does not match, as in OTP
                return null;
            }
        };
    }

    /**
     * Takes the oldest message for which {@code clauses} answers {@link Match#take}, and leaves the
     * others; waits for ever. What the function throws is thrown here, and the message stays.
     */
    public static <T> T receive(Function<Object, Match<T>> clauses) {
        return Objects.requireNonNull(
                Receive.select(me("receive"), taken(clauses), Timeouts.NEVER));
    }

    /**
     * As {@link #receive(Function)}; empty when {@code after} has passed.
     *
     * @throws IllegalArgumentException when {@code after} is negative
     */
    public static <T> Optional<T> receive(Function<Object, Match<T>> clauses, Duration after) {
        ProcessImpl me = me("receive");
        return Optional.ofNullable(Receive.select(me, taken(clauses), until(me, after)));
    }

    private static <T> Receive.Test<T> taken(Function<Object, Match<T>> clauses) {
        return message ->
                clauses.apply(ExternalTerm.bare(message)) instanceof Taken<T>(T value)
                        ? value
                        : null;
    }

    /**
     * Takes the {@link Down} of one monitor, however long the mailbox is; waits for ever.
     *
     * @throws IllegalArgumentException when {@code monitor} is no monitor of this process, or its
     *     end was taken already
     */
    public static Down receive(Ref monitor) {
        return Objects.requireNonNull(Receive.down(me("receive"), monitor, Timeouts.NEVER));
    }

    /**
     * As {@link #receive(Ref)}; empty when {@code after} has passed.
     *
     * @throws IllegalArgumentException when {@code after} is negative, or {@code monitor} is no
     *     monitor of this process
     */
    public static Optional<Down> receive(Ref monitor, Duration after) {
        ProcessImpl me = me("receive");
        return Optional.ofNullable(Receive.down(me, monitor, until(me, after)));
    }

    /** {@return how many messages wait in the mailbox of the calling process} */
    public static int messageQueueLength() {
        return me("messageQueueLength").mailbox.size();
    }

    private static long until(ProcessImpl me, Duration after) {
        long nanos = Timeouts.nanos(after, "after");
        return nanos == 0 ? Receive.AT_ONCE : Timeouts.after(me.node.now(), nanos);
    }

    /**
     * Waits on the node's clock; a fatal signal still ends the process.
     *
     * @throws IllegalArgumentException when {@code time} is negative
     * @otp timer:sleep/1
     */
    public static void sleep(Duration time) {
        ProcessImpl me = me("sleep");
        Slot never = new Slot(me);
        me.checkDoom();
        never.await(Timeouts.after(me.node.now(), Timeouts.nanos(time, "time")));
    }

    // Links, monitors, aliases

    /**
     * Links the caller and {@code pid}: when one ends, the other gets its exit signal. Linking
     * twice, or to oneself, changes nothing.
     *
     * @throws IllegalArgumentException when the process is dead and the caller does not trap exits;
     *     a caller that traps exits gets an {@link Exit} with {@code noproc} instead
     * @otp erlang:link/1
     */
    public static void link(Pid pid) {
        Links.link(me("link"), pid);
    }

    /**
     * Ends a link, if there is one. The other process can affect the caller no more, but an {@link
     * Exit} that is queued stays.
     *
     * @otp erlang:unlink/1
     */
    public static void unlink(Pid pid) {
        Links.unlink(me("unlink"), pid);
    }

    /**
     * Ends a link, and removes the {@link Exit} that it has queued, however long the mailbox is.
     *
     * @return the reason of the linked process's end, if it has ended; OTP's idiom of unlinking and
     *     then looking for the {@code 'EXIT'}
     */
    public static Optional<ExitReason> unlinkAndFlush(Pid pid) {
        return Optional.ofNullable(Links.unlinkAndFlush(me("unlinkAndFlush"), pid));
    }

    /**
     * Makes the caller get a {@link Down} when a process ends; at once, with {@code noproc}, when
     * there is none. A name is looked up now and never again. Each call makes a monitor of its own.
     *
     * @otp erlang:monitor/2
     */
    public static Ref monitor(Address process) {
        return Monitors.monitor(me("monitor"), process, MonitorOptions.NONE);
    }

    /**
     * As {@link #monitor(Address)}, with options.
     *
     * @otp erlang:monitor/3
     */
    public static Ref monitor(Address process, UnaryOperator<MonitorOptions> with) {
        return Monitors.monitor(me("monitor"), process, with.apply(MonitorOptions.NONE));
    }

    /**
     * Ends a monitor and removes a {@link Down} that is queued, OTP's {@code [flush, info]}.
     *
     * @return whether the monitor was there and had not fired; false for a monitor of oneself, and
     *     for anything that is no monitor of this process
     * @otp erlang:demonitor/2
     */
    public static boolean demonitor(Ref monitor) {
        return Monitors.demonitorAndFlush(me("demonitor"), monitor);
    }

    /**
     * Ends a monitor and leaves a {@link Down} that is queued, OTP's {@code [info]}.
     *
     * @return whether the monitor was there and had not fired; false for a monitor of oneself, and
     *     for anything that is no monitor of this process
     * @otp erlang:demonitor/1
     */
    public static boolean demonitorWithoutFlush(Ref monitor) {
        return Monitors.demonitor(me("demonitor"), monitor);
    }

    /**
     * Makes an address of the calling process that works until it is taken back.
     *
     * @otp erlang:alias/0
     */
    public static Ref alias() {
        return alias(false);
    }

    /**
     * Makes an address of the calling process that works for one message.
     *
     * @otp erlang:alias/1
     */
    public static Ref replyAlias() {
        return alias(true);
    }

    private static Ref alias(boolean once) {
        ProcessImpl me = me("alias");
        me.checkDoom();
        Ref ref = me.node.newRef();
        Aliases.add(me, ref, once, false);
        return ref;
    }

    /**
     * Takes an alias back: what is sent to it from now on is dropped, what has arrived stays.
     *
     * @return whether it was an active alias of the calling process
     * @otp erlang:unalias/1
     */
    public static boolean unalias(Ref alias) {
        return Aliases.unalias(me("unalias"), alias);
    }

    // Exits

    /**
     * Sets whether exit signals become {@link Exit} messages; false at first. An {@link Exit} that
     * is queued stays.
     *
     * @return the old value
     * @otp erlang:process_flag/2
     */
    public static boolean trapExits(boolean trap) {
        ProcessImpl me = me("trapExits");
        me.checkDoom();
        return me.trapExits(trap);
    }

    /**
     * Ends the calling process, unless somebody catches the exception. Never returns, so that
     * {@code throw exit(SHUTDOWN)} reads well and compiles.
     *
     * @throws ExitException always
     * @otp erlang:exit/1
     */
    public static ExitException exit(ExitReason reason) {
        throw new ExitException(reason);
    }

    /**
     * Leaves the calling process's stack, waits until its mailbox is not empty, and goes on with
     * {@code next}, whose return ends the process. Everything else goes on: signals, timers, the
     * dictionary. Never returns, so that {@code throw hibernate(…)} reads well and compiles.
     *
     * @implNote {@code finally} blocks on the way run, which OTP does not have; a {@code catch} of
     *     every {@link Throwable} must let it pass. A callback of a behaviour cannot use it.
     * @otp erlang:hibernate/3
     */
    public static Error hibernate(ProcessBody next) {
        me("hibernate").checkDoom();
        throw new Hibernation(Objects.requireNonNull(next, "next"));
    }

    // Timers

    /**
     * Sends {@code message} to the calling process after {@code delay}.
     *
     * @throws IllegalArgumentException when {@code delay} is negative
     * @otp erlang:send_after/3
     */
    public static Ref sendAfter(Duration delay, Object message) {
        return sendAfter(delay, self(), message);
    }

    /**
     * Sends {@code message} after {@code delay}, never early. The timer ends with the process it is
     * for; a name is looked up when the time has come.
     *
     * @throws IllegalArgumentException when {@code delay} is negative or {@code to} belongs to
     *     another node
     * @otp erlang:send_after/3
     */
    public static Ref sendAfter(Duration delay, Address to, Object message) {
        NodeImpl node = NodeImpl.caller();
        long due = Timeouts.after(node.now(), Timeouts.nanos(delay, "delay"));
        return NodeTimers.start(node, due, to, message);
    }

    /**
     * Sends {@code message} when {@link #monotonicTime} is {@code time}; at once when that has
     * passed.
     *
     * @throws IllegalArgumentException when {@code to} belongs to another node
     * @otp erlang:send_after/4
     */
    public static Ref sendAt(Duration time, Address to, Object message) {
        NodeImpl node = NodeImpl.caller();
        return NodeTimers.start(
                node, time.isNegative() ? 0 : Timeouts.nanos(time, "time"), to, message);
    }

    /**
     * Sends a {@link TimerFired} with {@code message} after {@code delay}.
     *
     * @throws IllegalArgumentException when {@code delay} is negative or {@code to} belongs to
     *     another node
     * @otp erlang:start_timer/3
     */
    public static Ref startTimer(Duration delay, Address to, Object message) {
        NodeImpl node = NodeImpl.caller();
        long due = Timeouts.after(node.now(), Timeouts.nanos(delay, "delay"));
        return NodeTimers.startTagged(node, due, to, message);
    }

    /**
     * Cancels a timer of this node. Says nothing about a message that is queued.
     *
     * @return the time that was left; empty when it had fired, was cancelled, or is no timer
     * @otp erlang:cancel_timer/1
     */
    public static Optional<Duration> cancelTimer(Ref timer) {
        return NodeTimers.cancel(NodeImpl.current(), timer);
    }

    /**
     * Returns the time that is left until a timer of this node fires.
     *
     * @return empty when it has fired, was cancelled, or is no timer
     * @otp erlang:read_timer/1
     */
    public static Optional<Duration> readTimer(Ref timer) {
        return NodeTimers.left(NodeImpl.current(), timer);
    }

    /**
     * Cancels a timer as {@link #cancelTimer} does, and sends what that returns to the calling
     * process.
     *
     * @otp erlang:cancel_timer/2
     */
    public static void cancelTimerAsync(Ref timer) {
        ProcessImpl me = me("cancelTimerAsync");
        me.deliver(new TimerCancelled(timer, cancelTimer(timer)));
    }

    /**
     * Reads a timer as {@link #readTimer} does, and sends what that returns to the calling process.
     *
     * @otp erlang:read_timer/2
     */
    public static void readTimerAsync(Ref timer) {
        ProcessImpl me = me("readTimerAsync");
        me.deliver(new TimerRead(timer, readTimer(timer)));
    }

    /** {@return the time since the node started, on its clock} */
    public static Duration monotonicTime() {
        return Duration.ofNanos(NodeImpl.current().now());
    }

    // Names

    /**
     * Registers the calling process under a name of its node.
     *
     * @throws IllegalArgumentException when the name is taken or reserved, or the process has one
     *     already
     * @otp erlang:register/2
     */
    public static void register(String name) {
        ProcessImpl me = me("register");
        me.checkDoom();
        me.node.register(name, me.pid);
    }

    /**
     * Frees a name of this node.
     *
     * @throws IllegalArgumentException when nobody has it
     * @otp erlang:unregister/1
     */
    public static void unregister(String name) {
        NodeImpl.current().unregister(name);
    }

    /**
     * {@return who is registered as {@code name} on this node}
     *
     * @otp erlang:whereis/1
     */
    public static Optional<Pid> whereis(String name) {
        return NodeImpl.current().whereis(name);
    }

    /**
     * Sets whether the calling process gets {@link NodeUp} and {@link NodeDown} messages; false at
     * first.
     *
     * @otp net_kernel:monitor_nodes/1
     */
    public static void monitorNodes(boolean on) {
        ProcessImpl me = me("monitorNodes");
        if (on) {
            me.checkDoom();
            me.node.nodeWatchers.add(me);
            if (me.isGone()) {
                me.node.nodeWatchers.remove(me);
            }
        } else {
            me.node.nodeWatchers.remove(me);
        }
    }

    // Dictionary

    /**
     * Keeps a value in the calling process's own dictionary.
     *
     * @return what was under {@code key}, or null
     * @otp erlang:put/2
     */
    public static @Nullable Object put(Object key, Object value) {
        return me("put").dictionary().put(key, value);
    }

    /**
     * {@return what the calling process keeps under {@code key}, or null}
     *
     * @otp erlang:get/1
     */
    public static @Nullable Object get(Object key) {
        return me("get").dictionary().get(key);
    }

    /** {@return what the calling process keeps under {@code key}, {@code otherwise} if nothing} */
    public static Object get(Object key, Object otherwise) {
        return me("get").dictionary().getOrDefault(key, otherwise);
    }

    /**
     * {@return the keys under which the calling process keeps {@code value}, in no order}
     *
     * @otp erlang:get_keys/1
     */
    public static List<Object> keys(Object value) {
        return me("keys").dictionary().entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * {@return a copy of the calling process's dictionary}
     *
     * @otp erlang:get/0
     */
    public static Map<Object, Object> dictionary() {
        return me("dictionary").dictionaryCopy();
    }

    /**
     * Empties the calling process's dictionary.
     *
     * @return what was in it
     * @otp erlang:erase/0
     */
    public static Map<Object, Object> eraseAll() {
        ProcessImpl me = me("eraseAll");
        Map<Object, Object> before = me.dictionaryCopy();
        me.dictionary().clear();
        return before;
    }

    /**
     * Sets what the calling process is called in reports, thread dumps and {@link ProcessInfo}.
     *
     * @otp proc_lib:set_label/1
     */
    public static void setLabel(Object label) {
        me("setLabel").setLabel(Objects.requireNonNull(label, "label"));
    }

    /**
     * Removes a value from the calling process's dictionary.
     *
     * @return what was under {@code key}, or null
     * @otp erlang:erase/1
     */
    public static @Nullable Object erase(Object key) {
        return me("erase").dictionary().remove(key);
    }
}
