// SPDX-License-Identifier: Apache-2.0
package dev.erloom.testing;

import java.time.Duration;

/**
 * Waits until a thread is blocked.
 *
 * <p>A thread cannot announce that it is parked: whatever it does to say so, it does while it runs.
 * So this is the one place that looks at a thread again and again, and it gives up with the
 * thread's stack. A test takes it only when it must know that somebody is inside a wait, and no
 * message, monitor or clock can tell.
 */
public final class Parked {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Parked() {}

    /** Returns once {@code thread} is blocked, waits or sleeps. */
    public static void await(Thread thread) {
        long start = System.nanoTime();
        while (true) {
            switch (thread.getState()) {
                case BLOCKED, WAITING, TIMED_WAITING -> {
                    return;
                }
                case TERMINATED -> throw new AssertionError(thread + " has ended");
                case NEW, RUNNABLE -> Thread.yield();
            }
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                AssertionError running = new AssertionError(thread + " does not wait");
                running.setStackTrace(thread.getStackTrace());
                throw running;
            }
        }
    }
}
