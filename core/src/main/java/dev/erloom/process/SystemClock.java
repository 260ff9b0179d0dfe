// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The machine's monotonic clock. */
enum SystemClock implements Clock {
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Alarm alarm(Runnable action) {
        return new AlarmThread(action);
    }

    /**
     * One daemon thread that sleeps until the time that was set last; started by the first setting.
     */
    private static final class AlarmThread implements Alarm {
        private static final long NEVER = Long.MAX_VALUE;

        private final Runnable action;
        private final Object lock = new Object();
        private volatile long time = NEVER;
        private volatile boolean closed;
        private volatile @Nullable Thread thread;

        AlarmThread(Runnable action) {
            this.action = action;
        }

        @Override
        public void setTo(long nanoTime) {
            synchronized (lock) {
                if (closed) {
                    return;
                }
                time = nanoTime;
                if (thread == null) {
                    thread = Thread.ofPlatform().daemon().name("erloom-clock").start(this::run);
                    return;
                }
            }
            LockSupport.unpark(thread);
        }

        private void run() {
            while (!closed) {
                long due = time;
                if (due == NEVER) {
                    LockSupport.park(this);
                } else if (due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(this, due - System.nanoTime());
                } else if (takeDue()) {
                    action.run();
                }
            }
        }

        private boolean takeDue() {
            synchronized (lock) {
                if (time == NEVER || time - System.nanoTime() > 0) {
                    return false;
                }
                time = NEVER;
                return true;
            }
        }

        @Override
        public void close() {
            Thread ended;
            synchronized (lock) {
                closed = true;
                ended = thread;
            }
            if (ended != null && ended != Thread.currentThread()) {
                LockSupport.unpark(ended);
                awaitEnd(ended);
            }
        }

        private static void awaitEnd(Thread ended) {
            boolean interrupted = false;
            while (ended.isAlive()) {
                try {
                    ended.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
