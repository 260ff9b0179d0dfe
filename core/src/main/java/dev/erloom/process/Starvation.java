// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds processes that compute so long that others get no turn: a virtual thread leaves its carrier
 * only where it waits.
 *
 * <p>It starts a virtual thread now and then. When that has not run at the next look, every carrier
 * is held, and the processes that are running are to blame.
 */
final class Starvation extends Timers.Entry {
    private final NodeImpl node;
    private final Duration limit;
    private final Set<Pid> reported = new HashSet<>();
    private volatile boolean gotTurn = true;

    private Starvation(NodeImpl node, Duration limit) {
        this.node = node;
        this.limit = limit;
    }

    static void watch(NodeImpl node, Duration limit) {
        new Starvation(node, limit).again();
    }

    private void again() {
        node.timers.schedule(this, Timeouts.after(node.now(), Timeouts.nanos(limit, "limit")));
    }

    @Override
    void fire() {
        if (gotTurn) {
            gotTurn = false;
            reported.retainAll(node.processes());
            Thread.ofVirtual().start(() -> gotTurn = true);
        } else {
            node.processes.values().forEach(this::report);
        }
        again();
    }

    private void report(ProcessImpl process) {
        Thread thread = process.thread();
        if (process.isWaiting()
                || !thread.isVirtual()
                || thread.getState() != Thread.State.RUNNABLE
                || reported.contains(process.pid)) {
            return;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        if (stack.length > 0 && !isOfScheduler(stack[0]) && reported.add(process.pid)) {
            Reports.hog(process, limit, stack);
        }
    }

    /** A thread that has left its carrier stands in the scheduler's own code. */
    private static boolean isOfScheduler(StackTraceElement frame) {
        return frame.getClassName().startsWith("java.lang.VirtualThread")
                || frame.getClassName().startsWith("jdk.internal.vm.");
    }
}
