// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Buries the processes of a node that did not end in time, one after the other, on a thread that
 * lives while there are some.
 *
 * <p>It is no virtual thread: those to be buried may hold all carriers. And it is one thread, since
 * a node that is overloaded may have many processes that only did not get to run in time; those of
 * them that end before their turn comes end as usual.
 */
final class Undertaker {
    private final Queue<ProcessImpl> due = new ArrayDeque<>();
    private boolean works;

    /** Buries {@code process} soon; called on the thread of the clock, which must not be kept. */
    void bury(ProcessImpl process) {
        synchronized (due) {
            due.add(process);
            if (works) {
                return;
            }
            works = true;
        }
        start();
    }

    private void start() {
        Thread.ofPlatform()
                .daemon()
                .inheritInheritableThreadLocals(false)
                .name("erloom-undertaker")
                .start(this::work);
    }

    private void work() {
        boolean isDone = false;
        try {
            for (ProcessImpl process = next(); process != null; process = next()) {
                process.bury();
            }
            isDone = true;
        } finally {
            if (!isDone) { // a logger failed: that thread ends with it, the work goes on
                start();
            }
        }
    }

    private @Nullable ProcessImpl next() {
        synchronized (due) {
            ProcessImpl next = due.poll();
            works = next != null;
            return next;
        }
    }
}
