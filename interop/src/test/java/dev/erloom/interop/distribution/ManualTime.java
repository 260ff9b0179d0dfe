// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Time that stands still until a test moves it; what is due then runs on the test's thread. */
final class ManualTime implements TimeSource {
    private final List<Waiting> waiting = new ArrayList<>();
    private long now;

    /** A record in all but equality: two timers may be alike. */
    private static final class Waiting {
        private final long due;
        private final Runnable task;

        Waiting(long due, Runnable task) {
            this.due = due;
            this.task = task;
        }

        long due() {
            return due;
        }
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable task) {
        var timer = new Waiting(now + delay.toNanos(), task);
        waiting.add(timer);
        notifyAll();
        return () -> remove(timer);
    }

    private synchronized void remove(Waiting timer) {
        waiting.remove(timer);
        notifyAll();
    }

    void advance(Duration by) {
        long until;
        synchronized (this) {
            until = now + by.toNanos();
        }
        for (var next = takeDue(until); next.isPresent(); next = takeDue(until)) {
            next.get().task.run();
        }
        synchronized (this) {
            now = until;
        }
    }

    private synchronized Optional<Waiting> takeDue(long until) {
        Optional<Waiting> first =
                waiting.stream()
                        .filter(timer -> timer.due() <= until)
                        .min(Comparator.comparingLong(Waiting::due));
        first.ifPresent(timer -> {
            now = timer.due();
            waiting.remove(timer);
        });
        return first;
    }

    /** Blocks until {@code count} timers wait. */
    synchronized void awaitTimers(int count) throws InterruptedException {
        while (waiting.size() != count) {
            wait();
        }
    }

    /** Blocks until a timer waits that is due in exactly {@code time}. */
    synchronized void awaitTimer(Duration time) throws InterruptedException {
        while (waiting.stream().noneMatch(timer -> timer.due() == now + time.toNanos())) {
            wait();
        }
    }

    synchronized int timers() {
        return waiting.size();
    }
}
