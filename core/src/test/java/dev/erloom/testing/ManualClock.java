// SPDX-License-Identifier: Apache-2.0
package dev.erloom.testing;

import dev.erloom.process.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A clock that stands still until a test moves it. */
public final class ManualClock implements Clock {
    private static final long NEVER = Long.MAX_VALUE;

    private final List<ManualAlarm> alarms = new ArrayList<>();
    private long now;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    /**
     * Moves time. Whatever becomes due on the way goes off in the order of its time, on the calling
     * thread, before this returns.
     */
    public void advance(Duration by) {
        long until = nanoTime() + by.toNanos();
        while (true) {
            ManualAlarm next = takeNext(until);
            if (next == null) {
                return;
            }
            next.action.run();
        }
    }

    /**
     * Waits until somebody waits for a time that is at most {@code in} away, so that the next
     * {@link #advance} finds it.
     *
     * @throws InterruptedException when the calling thread is interrupted
     */
    public synchronized void awaitAlarm(Duration in) throws InterruptedException {
        while (alarms.stream().noneMatch(alarm -> alarm.time <= now + in.toNanos())) {
            wait();
        }
    }

    private synchronized @Nullable ManualAlarm takeNext(long until) {
        ManualAlarm next = null;
        for (ManualAlarm alarm : alarms) {
            if (alarm.time <= until && (next == null || alarm.time < next.time)) {
                next = alarm;
            }
        }
        if (next == null) {
            now = until;
        } else {
            now = Math.max(now, next.time);
            next.time = NEVER;
        }
        return next;
    }

    @Override
    public synchronized Alarm alarm(Runnable action) {
        ManualAlarm alarm = new ManualAlarm(action);
        alarms.add(alarm);
        return alarm;
    }

    private final class ManualAlarm implements Alarm {
        private final Runnable action;
        private long time = NEVER;

        ManualAlarm(Runnable action) {
            this.action = action;
        }

        @Override
        public void setTo(long nanoTime) {
            synchronized (ManualClock.this) {
                time = nanoTime;
                ManualClock.this.notifyAll();
            }
        }

        @Override
        public void close() {
            synchronized (ManualClock.this) {
                alarms.remove(this);
            }
        }
    }
}
