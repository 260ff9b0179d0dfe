// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The start protocol: starts a process and waits until it says that it is ready, OTP's {@code
 * proc_lib}. Behaviours are built on it, and so are special processes of one's own.
 *
 * <p>A process that is started this way has ancestors, and its crash is reported unless the reason
 * is normal, shutdown or {shutdown, _}.
 */
public final class ProcLib {
    private ProcLib() {}

    /**
     * What the new process runs.
     *
     * @param <T> the handle that the starter gets
     */
    @FunctionalInterface
    public interface Body<T> {

        /**
         * Prepares, tells {@code ready} how that went, and goes on with its work.
         *
         * @throws Exception whatever the body does not handle; it becomes the exit reason
         */
        void run(Ready<T> ready) throws Exception;
    }

    /**
     * How a new process answers its starter, once.
     *
     * @param <T> the handle that the starter gets
     */
    public sealed interface Ready<T> permits Child {

        /**
         * Lets the starter go on with {@code value}.
         *
         * @otp proc_lib:init_ack/1
         */
        void started(T value);

        /**
         * Ends this process with {@code exit}; the starter gets {@code result} when it is gone.
         *
         * @return nothing; made for {@code throw ready.failed(…)}
         * @otp proc_lib:init_fail/2
         */
        ExitException failed(StartResult<T> result, ExitReason exit);
    }

    /**
     * Options of a start; immutable.
     *
     * @param name what to register the process as before its body runs, or null
     * @param timeout how long to wait for the process; default for ever
     * @param spawn options of the process; {@code linked} decides whether it is linked to the
     *     starter
     * @param initialCall what the body is called in reports
     */
    public record Options(
            @Nullable String name, Duration timeout, SpawnOptions spawn, String initialCall) {

        /** Makes options; {@code timeout} is not negative and {@code name} not reserved. */
        public Options {
            Timeouts.check(timeout, "timeout");
            if (name != null) {
                Names.check(name);
            }
        }

        /** {@return options of a process that is linked to its starter} */
        public static Options linked(String initialCall) {
            return new Options(null, Timeouts.INFINITY, SpawnOptions.DEFAULT.link(), initialCall);
        }

        /** {@return options of a process that is not linked} */
        public static Options unlinked(String initialCall) {
            return new Options(null, Timeouts.INFINITY, SpawnOptions.DEFAULT, initialCall);
        }

        /** {@return these options with a name} */
        public Options name(@Nullable String name) {
            return new Options(name, timeout, spawn, initialCall);
        }

        /** {@return these options with a time limit for the start} */
        public Options timeout(Duration timeout) {
            return new Options(name, timeout, spawn, initialCall);
        }

        /** {@return these options with others for the process} */
        public Options spawn(SpawnOptions spawn) {
            return new Options(name, timeout, spawn, initialCall);
        }
    }

    /**
     * Starts a process and waits until it is ready, has failed, has ended, or the time is up; then
     * it is killed and its end awaited. When the start fails nothing is left of it: no name, and no
     * exit signal for a starter that traps exits. A starter that is linked and does not trap exits
     * goes down with a process that ends abnormally.
     *
     * @throws IllegalStateException when the caller is no process and there is no default node
     * @otp proc_lib:start_link/5
     */
    public static <T> StartResult<T> start(Body<T> body, Options options) {
        return start(body, options, false).result();
    }

    /**
     * A start and the monitor that watches it.
     *
     * @param result how the start ended
     * @param monitor the monitor
     * @param <T> the handle of the process
     */
    public record Monitored<T>(StartResult<T> result, Ref monitor) {}

    /**
     * Starts a process as {@link #start} does, and monitors it from its first moment: the {@link
     * Down} comes for a start that fails, too.
     *
     * @throws IllegalStateException when the caller is no process
     * @otp proc_lib:start_monitor/5
     */
    public static <T> Monitored<T> startMonitor(Body<T> body, Options options) {
        ProcessImpl.current("startMonitor");
        Started<T> started = start(body, options, true);
        return new Monitored<>(started.result(), Objects.requireNonNull(started.monitor()));
    }

    /** A start, and its monitor if there was to be one. */
    private record Started<T>(StartResult<T> result, @Nullable Ref monitor) {}

    private static <T> Started<T> start(Body<T> body, Options options, boolean monitored) {
        Objects.requireNonNull(body, "body");
        NodeImpl node = NodeImpl.current();
        ProcessImpl me = ProcessImpl.currentOrNull();
        Waiter waiter = Waiter.current(node);
        waiter.checkDoom();
        if (me == null && node.isClosing()) {
            throw new IllegalStateException(node + " is closed");
        }
        ProcessImpl starter = me == null ? node.root() : me;
        Slot answer = new Slot(waiter);
        Child.Start<T> start = new Child.Start<>(options.name(), answer);
        Child<T> child = new Child<>(body, options.initialCall(), ancestors(starter), start);
        ProcessImpl process = node.prepare(child, options.spawn(), starter.pid);
        Ref monitor = monitored && me != null ? monitor(me, process) : null;
        Ref ref = node.newRef();
        Monitors.watch(process, ref, new Watch.BySlot(answer, ref, process.pid));
        boolean linked = options.spawn().linked();
        if (linked && me != null) {
            Links.linkLocal(me, process.pid);
        }
        process.start();
        Object result = awaitAnswer(answer, options.timeout(), starter, process);
        Monitors.unwatch(process, ref);
        if (result == Child.READY) {
            process.trimTies();
            if (linked && me == null) {
                Links.linkLocal(starter, process.pid);
            }
            return new Started<>(start.result(), monitor);
        }
        StartResult<T> failure =
                result instanceof Down(_, _, ExitReason reason)
                        ? start.failure(reason)
                        : abandon(starter, process);
        if (me != null) {
            Links.unlinkAndFlush(me, process.pid);
            me.checkDoom();
        }
        return new Started<>(failure, monitor);
    }

    private static Ref monitor(ProcessImpl me, ProcessImpl prepared) {
        try {
            return Monitors.monitor(me, prepared.pid, MonitorOptions.NONE);
        } catch (DoomError doom) { // what is prepared must be started, or it never ends
            prepared.exitSignal(me.pid, ExitReason.KILL);
            prepared.start();
            throw doom;
        }
    }

    private static @Nullable Object awaitAnswer(
            Slot answer, Duration timeout, ProcessImpl starter, ProcessImpl process) {
        NodeImpl node = process.node;
        try {
            return answer.await(Timeouts.after(node.now(), Timeouts.nanos(timeout, "timeout")));
        } catch (ExitException interrupted) { // nobody waits for this child any more
            Links.unlink(starter, process.pid);
            process.exitSignal(starter.pid, ExitReason.KILL);
            throw interrupted;
        }
    }

    /** The starter lives on when its child is too slow: unlink, kill, wait for the end. */
    private static <T> StartResult<T> abandon(ProcessImpl starter, ProcessImpl process) {
        Links.unlink(starter, process.pid);
        Slot end = new Slot(Waiter.current(process.node));
        Ref ref = process.node.newRef();
        if (Monitors.watch(process, ref, new Watch.BySlot(end, ref, process.pid))) {
            process.exitSignal(starter.pid, ExitReason.KILL);
            end.await(Timeouts.NEVER);
        }
        return new StartResult.Failed<>(ExitReason.TIMEOUT);
    }

    /** Parent first: the name of each ancestor where it has one, else its pid. */
    static List<Object> ancestors(ProcessImpl parent) {
        String name = parent.registeredName();
        Object first = name == null ? parent.pid : name;
        return parent.body() instanceof Kin kin
                ? Stream.concat(Stream.of(first), kin.ancestors().stream()).toList()
                : List.of(first);
    }

    /**
     * {@return the ancestors of the calling process, parent first, each by name or else by pid;
     * empty for a process that was not started by this protocol}
     */
    public static List<Object> ancestors() {
        return ProcessImpl.current("ancestors").body() instanceof Kin kin
                ? kin.ancestors()
                : List.of();
    }

    /**
     * {@return on whose behalf the calling process runs, the nearest first: for a task its owner,
     * then those for which the owner runs; empty for a process that runs for nobody in particular,
     * and for an ordinary thread} Elixir's {@code $callers}; not inherited by processes that the
     * caller spawns.
     */
    public static List<Pid> callers() {
        ProcessImpl me = ProcessImpl.currentOrNull();
        return me != null && me.body() instanceof Kin kin ? kin.callers() : List.of();
    }

    /**
     * {@return what {@link #callers()} shall be in a process that runs on behalf of the caller: the
     * caller, then those for which it runs; empty for an ordinary thread}
     */
    public static List<Pid> callersFromHere() {
        ProcessImpl me = ProcessImpl.currentOrNull();
        return me == null
                ? List.of()
                : Stream.concat(Stream.of(me.pid), callers().stream()).toList();
    }

    /**
     * Takes the message that a monitored process has sent through the monitor's alias, or the
     * {@link Down} of one that ended without: whichever says how it went, however long the mailbox
     * is. A reply ends the monitor and takes its {@link Down} with it.
     *
     * @param monitor the monitor; when it is gone this is a selective receive
     * @param isReply says of a message whether it is the reply; called often, must not throw
     * @return empty when {@code after} has passed; the monitor stays
     * @throws IllegalArgumentException when {@code after} is negative
     */
    public static Optional<Object> receiveReply(
            Ref monitor, Predicate<Object> isReply, Duration after) {
        ProcessImpl me = ProcessImpl.current("receiveReply");
        long nanos = Timeouts.nanos(after, "after");
        long until = nanos == 0 ? Receive.AT_ONCE : Timeouts.after(me.node.now(), nanos);
        return Optional.ofNullable(Replies.take(me, monitor, isReply, until));
    }

    /**
     * {@return whether the calling process has this monitor: it has not been taken back, nor has
     * its {@link Down} been taken from the mailbox}
     */
    public static boolean isMonitor(Ref ref) {
        return Monitors.isMonitor(ProcessImpl.current("isMonitor"), ref);
    }

    /**
     * Ends a link, if there is one, and sends an exit signal: both or nothing, whatever happens to
     * the calling process meanwhile. So the other gets either this signal or that of the link.
     */
    public static void unlinkAndExit(Pid pid, ExitReason reason) {
        Objects.requireNonNull(reason, "reason");
        ProcessImpl me = ProcessImpl.current("unlinkAndExit");
        me.checkDoom();
        Links.unlink(me, pid);
        pid.home.exit(me, pid, reason); // goes out also for a caller that is doomed by now
    }

    /**
     * {@return whether the calling process traps exits}
     *
     * @otp erlang:process_info/2
     */
    public static boolean trapsExits() {
        ProcessImpl me = ProcessImpl.current("trapsExits");
        synchronized (me) {
            return me.trapsExits();
        }
    }

    /**
     * {@return the body that the calling process was started with; null when it was started in
     * another way}
     */
    public static @Nullable Object body() {
        ProcessImpl me = ProcessImpl.currentOrNull();
        return me != null && me.body() instanceof Child<?> child ? child.body() : null;
    }

    /**
     * Makes the calling process go on as {@code body}: what asks for {@link #body()}, or checks
     * what is sent to this process, asks that one from now on. Its {@code run} is not called.
     *
     * @throws IllegalStateException when the process was not started by this protocol
     */
    public static void become(Body<?> body) {
        Objects.requireNonNull(body, "body");
        ProcessImpl me = ProcessImpl.current("become");
        if (!(me.body() instanceof Child<?> child)) {
            throw new IllegalStateException(me.pid + " was not started by ProcLib.start");
        }
        child.become(body);
    }

    /** {@return the calling process for a line of a log: its pid, and its name and label if any} */
    public static String describe() {
        return Reports.describe(ProcessImpl.current("describe"));
    }

    /**
     * Ends the calling process if a fatal signal has reached it. A behaviour calls this before it
     * runs what such a process must not run any more, its clean-up for instance.
     *
     * @throws DoomError when the process is to end
     */
    public static void checkSignals() {
        ProcessImpl.current("checkSignals").checkDoom();
    }

    /** {@return whether the calling thread is a process; any thread may ask} */
    public static boolean isProcess() {
        return ProcessImpl.currentOrNull() != null;
    }
}
