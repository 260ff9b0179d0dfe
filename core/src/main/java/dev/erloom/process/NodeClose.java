// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** How a node ends: in order as long as its deadline allows, then by killing what is left. */
final class NodeClose {
    private enum State {
        RUNNING,
        CLOSING,
        KILLING,
        CLOSED
    }

    private final NodeImpl node;
    private final Object lock = new Object();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Runnable> actions = new ArrayList<>();

    /** The processes that wait for the end, those of other nodes too. */
    private final Set<Slot> joiners = new HashSet<>();

    private volatile State state = State.RUNNING;

    /** The process of this node that closes it; it exits with {@code shutdown} on its own. */
    private @Nullable ProcessImpl closer;

    NodeClose(NodeImpl node) {
        this.node = node;
    }

    boolean isClosing() {
        return state != State.RUNNING;
    }

    boolean isKilling() {
        return state.compareTo(State.KILLING) >= 0;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    void checkOpen() {
        if (isClosing()) {
            throw new IllegalStateException(node + " is closed");
        }
    }

    /** Adds what has to be done when no process lives any more. */
    void onClose(Runnable action) {
        synchronized (lock) {
            checkOpen();
            actions.add(action);
        }
    }

    void close() {
        ProcessImpl me = ProcessImpl.currentOrNull();
        boolean isInside = me != null && me.node == node;
        synchronized (lock) {
            if (state == State.RUNNING) {
                state = State.CLOSING;
                closer = isInside ? me : null;
                Thread.ofPlatform().name("erloom-close").start(this::run);
            }
        }
        if (isInside) {
            throw new ExitException(ExitReason.SHUTDOWN);
        }
        awaitClosed();
    }

    /** A process that waits here can be ended as in every other wait: its node may be the one. */
    void join() {
        ProcessImpl me = ProcessImpl.currentOrNull();
        if (me == null) {
            awaitClosed();
            return;
        }
        Slot end = new Slot(me);
        synchronized (lock) {
            if (isClosed()) {
                return;
            }
            joiners.add(end);
        }
        try {
            end.await(Timeouts.NEVER);
        } finally {
            synchronized (lock) {
                joiners.remove(end);
            }
        }
    }

    private void awaitClosed() {
        boolean interrupted = false;
        while (true) {
            try {
                closed.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            shutDownChildren();
            state = State.KILLING;
            for (ProcessImpl process : node.processes.values()) {
                process.exitSignal(node.root().pid, ExitReason.KILL);
            }
            awaitNoProcess();
            List<Runnable> last;
            synchronized (lock) {
                last = List.copyOf(actions);
            }
            last.forEach(Runnable::run);
        } finally {
            node.timers.close();
            synchronized (lock) {
                state = State.CLOSED;
                joiners.forEach(joiner -> joiner.complete(null));
            }
            node.timersByRef.clear();
            node.remote.endCalls();
            closed.countDown();
        }
    }

    /**
     * Sends {@code shutdown} to what foreign threads have started, the youngest first, one after
     * the other; then waits for the process that closes the node, which sends it to itself.
     */
    private void shutDownChildren() {
        ProcessImpl root = node.root();
        List<Pid> children;
        synchronized (root) {
            Relations ties = root.relationsOrNull();
            children = ties == null ? List.of() : new ArrayList<>(ties.links().keySet());
        }
        long until =
                Timeouts.after(node.now(), Timeouts.nanos(node.options.shutdown(), "shutdown"));
        for (Pid child : children.reversed()) {
            ProcessImpl process = child.process;
            if (process != null) {
                process.exitSignal(root.pid, ExitReason.SHUTDOWN);
                if (!awaitEnd(process, until)) {
                    return;
                }
            }
        }
        if (closer != null) {
            awaitEnd(closer, until);
        }
    }

    private boolean awaitEnd(ProcessImpl process, long until) {
        Slot end = new Slot(Waiter.current(node));
        Ref ref = node.newRef();
        if (Monitors.watch(process, ref, new Watch.BySlot(end, ref, process.pid))
                && end.await(until) == Slot.TIMED_OUT) {
            Reports.closeTimedOut(node, process);
            return false;
        }
        return true;
    }

    private void awaitNoProcess() {
        synchronized (lock) {
            boolean interrupted = false;
            // not isEmpty: a sum over counters, which is wrong for a moment while others spawn
            while (node.processes.values().iterator().hasNext()) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void processEnded() {
        if (isKilling() && node.processes.isEmpty()) {
            synchronized (lock) {
                lock.notifyAll();
            }
        }
    }
}
