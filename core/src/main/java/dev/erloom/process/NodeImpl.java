// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tables of a node. */
final class NodeImpl implements Node, Home {
    private static final AtomicReference<@Nullable NodeImpl> DEFAULT = new AtomicReference<>();

    /** The node for which a foreign thread runs a start function. */
    private static final ScopedValue<NodeImpl> STARTING = ScopedValue.newInstance();

    final NodeOptions options;
    final Timers timers;
    final Remote remote = new Remote(this);
    final Map<Pid, ProcessImpl> processes = new ConcurrentHashMap<>();
    final Map<String, ProcessImpl> names = new ConcurrentHashMap<>();
    final Names naming = new Names(this);
    final ConcurrentHashMap<Ref, Alias> aliases = new ConcurrentHashMap<>();
    final Map<Ref, Timer> timersByRef = new ConcurrentHashMap<>();
    final ConcurrentHashMap<PerNode<?>, Object> perNode = new ConcurrentHashMap<>();
    final ConcurrentHashMap<String, Published.Value> published = new ConcurrentHashMap<>();
    final Set<ProcessImpl> nodeWatchers = ConcurrentHashMap.newKeySet();
    final AtomicInteger zombies = new AtomicInteger();
    final Undertaker undertaker = new Undertaker();
    private final AtomicLong processNumbers = new AtomicLong();
    private final AtomicLong refNumbers = new AtomicLong();
    private final ProcessImpl root;
    private final NodeClose close = new NodeClose(this);

    private NodeImpl(NodeOptions options) {
        this.options = options;
        this.timers = new Timers(options.clock());
        this.root = RootProcess.start(this);
        if (options.starvation() != null) {
            Starvation.watch(this, options.starvation());
        }
    }

    static NodeImpl start(NodeOptions options) {
        if (!options.isDefault()) {
            return new NodeImpl(options);
        }
        NodeImpl node = new NodeImpl(options);
        if (!DEFAULT.compareAndSet(null, node)) {
            node.close();
            throw new IllegalStateException("there is a default node already: " + DEFAULT.get());
        }
        return node;
    }

    static NodeImpl current() {
        NodeImpl node = currentOrNull();
        if (node == null) {
            throw new IllegalStateException(
                    "this thread is no process and there is no default node: use node.start(...), node.spawn(...) or"
                            + " NAME.on(node), or start the node with asDefault()");
        }
        return node;
    }

    /** {@return the current node; ends a process that is doomed} */
    static NodeImpl caller() {
        ProcessImpl me = ProcessImpl.currentOrNull();
        if (me != null) {
            me.checkDoom();
        }
        return current();
    }

    static @Nullable NodeImpl currentOrNull() {
        ProcessImpl me = ProcessImpl.currentOrNull();
        if (me != null) {
            return me.node;
        }
        return STARTING.isBound() ? STARTING.get() : DEFAULT.get();
    }

    // Identity

    @Override
    public String name() {
        return remote.name();
    }

    @Override
    public int creation() {
        return remote.creation();
    }

    Ref newRef() {
        return Ref.local(this, refNumbers.incrementAndGet());
    }

    long now() {
        return timers.now();
    }

    ProcessImpl root() {
        return root;
    }

    /** {@return who a signal comes from: the process, or the root for a foreign thread} */
    Pid senderOf(@Nullable ProcessImpl from) {
        return from == null ? root.pid : from.pid;
    }

    // Processes

    Thread newThread(ProcessImpl process, SpawnOptions with) {
        Thread thread =
                with.ownThread()
                        ? Thread.ofPlatform()
                                .daemon()
                                .inheritInheritableThreadLocals(false)
                                .unstarted(process)
                        : options.threads().newThread(process);
        if (with.label() != null) {
            thread.setName(with.label());
        }
        return thread;
    }

    /**
     * Makes a process that does not run yet. The table has it before the state is looked at, so
     * that none escapes.
     */
    ProcessImpl prepare(ProcessBody body, SpawnOptions with, @Nullable Pid parent) {
        ProcessImpl process =
                new ProcessImpl(
                        this, Pid.ownNumber(processNumbers.incrementAndGet()), body, with, parent);
        processes.put(process.pid, process);
        if (close.isKilling()) {
            process.exitSignal(process.pid, ExitReason.KILL);
        }
        return process;
    }

    /** Starts a process; {@code parent} is null for one that a foreign thread starts. */
    ProcessImpl spawn(ProcessBody body, SpawnOptions with, @Nullable ProcessImpl parent) {
        ProcessImpl process = prepare(body, with, senderOf(parent));
        if (with.linked()) {
            Links.linkLocal(parent == null ? root : parent, process.pid);
        }
        process.start();
        return process;
    }

    void forget(ProcessImpl process) {
        processes.remove(process.pid);
        close.processEnded();
    }

    @Override
    public Pid spawn(ProcessBody body) {
        return spawn(body, with -> with);
    }

    @Override
    public Pid spawn(ProcessBody body, UnaryOperator<SpawnOptions> with) {
        ProcessImpl me = ownCaller();
        return spawn(body, with.apply(SpawnOptions.DEFAULT), me).pid;
    }

    /**
     * {@return the calling process if it is one of this node} Every other caller is foreign, and
     * refused while closing.
     */
    private @Nullable ProcessImpl ownCaller() {
        ProcessImpl me = ProcessImpl.currentOrNull();
        if (me != null && me.node == this) {
            me.checkDoom();
            return me;
        }
        close.checkOpen();
        return null;
    }

    @Override
    public void run(ProcessBody body) {
        Waiter me = Waiter.current(this);
        ownCaller();
        ProcessImpl process = prepare(body, SpawnOptions.DEFAULT, senderOf(ownCaller()));
        Slot end = new Slot(me);
        Monitors.watch(process, newRef(), new Watch.BySlot(end, newRef(), process.pid));
        process.start();
        if (end.await(Timeouts.NEVER) instanceof Down(_, _, ExitReason reason)
                && !(reason instanceof ExitReason.Normal)) {
            throw new ExitException(reason);
        }
    }

    @Override
    public <T> T call(Callable<? extends T> body) {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        run(() -> result.set(body.call()));
        T value = result.get();
        if (value == null) {
            throw new IllegalStateException("the body of call returned null");
        }
        return value;
    }

    @Override
    public <T> T start(Starter<T> starter) {
        try {
            StartResult<T> result =
                    ownCaller() == null
                            ? ScopedValue.where(STARTING, this).call(starter::start)
                            : starter.start();
            return result.orElseThrow();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ExitException(new ExitReason.Crash(e));
        }
    }

    @Override
    public List<Pid> processes() {
        return new ArrayList<>(processes.keySet());
    }

    @Override
    public int zombies() {
        return zombies.get();
    }

    @Override
    public Duration uptime() {
        return Duration.ofNanos(now());
    }

    @Override
    public Duration monotonicTime() {
        return Duration.ofNanos(now());
    }

    @Override
    public int pendingTimers() {
        return timers.size();
    }

    @Override
    public boolean isAlive(Pid pid) {
        ProcessImpl me = ProcessImpl.currentOrNull();
        if (me != null && me.node != this) {
            throw new IllegalArgumentException("isAlive takes a local pid, was " + pid);
        }
        ProcessImpl process = pid.process;
        return process != null
                && (process.life() == ProcessImpl.Life.RUNNING || awaitRelease(process));
    }

    /** Waits until an ending process has released what is its own; then it is not alive. */
    private boolean awaitRelease(ProcessImpl process) {
        ProcessImpl me = ProcessImpl.currentOrNull();
        if (me == process) {
            return false;
        }
        Slot released = new Slot(Waiter.current(me == null ? this : me.node));
        synchronized (process) {
            if (process.life().compareTo(ProcessImpl.Life.RELEASED) >= 0) {
                return false;
            }
            process.relations().releaseWaiters().add(released);
        }
        released.await(Timeouts.NEVER);
        return false;
    }

    // Addresses

    /** {@return where signals for {@code address} go: a pid, an alias, or a name} */
    Address resolve(Address address) {
        Address target = address.target();
        return target instanceof BoundName(NodeImpl node, String name)
                ? new RegisteredName(name, node == this ? "" : node.name())
                : target;
    }

    boolean isRemote(Address target) {
        return switch (target) {
            case Pid pid -> pid.home != this;
            case Ref ref -> ref.home != this;
            case RegisteredName(_, String node) -> !node.isEmpty() && !node.equals(name());
            default -> false;
        };
    }

    /** {@return the local process behind {@code target}, or null} */
    @Nullable ProcessImpl localProcess(Address target) {
        return switch (target) {
            case Pid pid when pid.home == this -> pid.process;
            case RegisteredName registered when !isRemote(registered) -> named(registered.name());
            default -> null;
        };
    }

    RegisteredName qualified(RegisteredName registered) {
        return registered.node().isEmpty()
                ? new RegisteredName(registered.name(), name())
                : registered;
    }

    @Nullable ProcessImpl named(String name) {
        return names.get(name);
    }

    @Override
    public Address address(String name) {
        return new BoundName(this, Names.check(name));
    }

    /** The name of a process of a node of this JVM. */
    record BoundName(NodeImpl node, String name) implements Address {
        @Override
        public void send(Object message) {
            node.send(RegisteredName.local(name), message);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    // Signals

    /** Sends to a name as seen from this node. */
    void send(RegisteredName to, Object message) {
        ProcessImpl me = ProcessImpl.currentOrNull();
        if (me != null) {
            me.checkDoom();
        }
        if (isRemote(to)) {
            remote.send(me, to.node(), to, message);
            return;
        }
        ProcessImpl process = named(to.name());
        if (process != null) {
            process.deliver(message);
        } else if (to.node().isEmpty()) {
            throw new IllegalArgumentException("no process is registered as " + to.name());
        }
    }

    @Override
    public void send(@Nullable ProcessImpl from, Address to, Object message) {
        if (from != null && from.node != this) {
            from.node.remote.send(from, name(), to, message);
        } else if (to instanceof Ref alias) {
            Aliases.deliver(this, alias, message);
        }
    }

    @Override
    public void exit(@Nullable ProcessImpl from, Pid to, ExitReason reason) {
        if (from != null && from.node != this) {
            from.node.remote.signal(name(), new Signal.Exit(from.pid, to, reason));
        } else if (to.process != null) {
            to.process.exitSignal(senderOf(from), reason);
            if (to.process == from) {
                from.checkDoom();
            }
        }
    }

    // Names

    @Override
    public void register(String name, Pid pid) {
        naming.register(name, pid);
    }

    @Override
    public void unregister(String name) {
        naming.unregister(name);
    }

    @Override
    public Optional<Pid> whereis(String name) {
        ProcessImpl process = named(name);
        return process == null ? Optional.empty() : Optional.of(process.pid);
    }

    @Override
    public List<String> registered() {
        return List.copyOf(names.keySet());
    }

    // The end

    @Override
    public Border distribute(String name, int creation, Transport transport) {
        close.checkOpen();
        return remote.open(name, creation, transport);
    }

    void onClose(Runnable action) {
        close.onClose(action);
    }

    boolean isClosing() {
        return close.isClosing();
    }

    boolean isClosed() {
        return close.isClosed();
    }

    @Override
    public void join() {
        close.join();
    }

    @Override
    public void close() {
        DEFAULT.compareAndSet(this, null);
        close.close();
    }

    @Override
    public String toString() {
        return "node " + name();
    }
}
