// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time that deadlines, ticks and retries go by; tests move it by hand. */
interface TimeSource {

    /**
     * Runs {@code task} once when {@code delay} has passed, on any thread. The task must not block.
     */
    Timer after(Duration delay, Runnable task);

    /** Waits until {@code delay} has passed. */
    default void sleep(Duration delay) throws InterruptedException {
        var passed = new CountDownLatch(1);
        Timer timer = after(delay, passed::countDown);
        try {
            passed.await();
        } finally {
            timer.cancel();
        }
    }

    /** {@return the time of the machine; each timer is a parked virtual thread} */
    static TimeSource system() {
        return (delay, task) -> {
            var cancelled = new CountDownLatch(1);
            Thread.ofVirtual()
                    .name("erloom-timer")
                    .start(() -> {
                        try {
                            if (!cancelled.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
                                task.run();
                            }
                        } catch (InterruptedException e) {
                            // nobody but a debugger has this thread: as good as cancelled
                            Thread.currentThread().interrupt();
                        }
                    });
            return cancelled::countDown;
        };
    }

    /** A task that waits for its time. */
    interface Timer {
        /** Makes the task not run, unless it already does or did. */
        void cancel();
    }
}
