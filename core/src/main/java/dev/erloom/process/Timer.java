// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import org.jspecify.annotations.Nullable;

/** Something that a process, or an ordinary thread, wants done later; known by a reference. */
abstract class Timer extends Timers.Entry {
    final NodeImpl node;
    final Ref ref;

    /** The process that this timer ends with; null when it ends with none. */
    final @Nullable ProcessImpl owner;

    Timer(NodeImpl node, Ref ref, @Nullable ProcessImpl owner) {
        this.node = node;
        this.ref = ref;
        this.owner = owner;
    }

    /** Starts it; the timer of a dead process is never started. */
    final void start(long time) {
        node.timersByRef.put(ref, this);
        if (owner != null && !owner.own(this)) {
            node.timersByRef.remove(ref);
            return;
        }
        schedule(time);
    }

    private void schedule(long time) {
        node.timers.schedule(this, time);
        if ((owner != null && owner.isGone()) || node.isClosed()) {
            cancel();
        }
    }

    /** Makes it fire once more, unless it was cancelled while it was not in the heap. */
    final void again(long time) {
        schedule(time);
        if (!node.timersByRef.containsKey(ref)) {
            cancel();
        }
    }

    /** {@return the nanoseconds that were left; -1 when it had fired or been cancelled} */
    final long cancel() {
        long due = due();
        forget();
        boolean waited = node.timers.cancel(this);
        return waited ? Math.max(0, due - node.now()) : -1;
    }

    /** {@return the nanoseconds that are left; -1 when it has fired or been cancelled} */
    final long left() {
        long due = due();
        return due == Timeouts.NEVER ? -1 : Math.max(0, due - node.now());
    }

    final void forget() {
        node.timersByRef.remove(ref);
        if (owner != null) {
            owner.disown(this);
        }
    }

    /** A message that will be sent once. One for a pid belongs to that process. */
    static final class Message extends Timer {
        private final Address to;
        private final Object message;

        Message(NodeImpl node, Ref ref, Address to, Object message) {
            super(node, ref, to instanceof Pid pid ? pid.process : null);
            this.to = to;
            this.message = message;
        }

        @Override
        void fire() {
            forget();
            if (owner != null) {
                owner.deliver(message);
            } else if (to instanceof RegisteredName(String name, _)) {
                ProcessImpl named = node.named(name);
                if (named != null) {
                    named.deliver(message);
                }
            }
        }
    }

    /** Something to be done once, in the thread of the clock. */
    static final class Once extends Timer {
        private final Runnable action;

        Once(NodeImpl node, Ref ref, Runnable action) {
            super(node, ref, null);
            this.action = action;
        }

        @Override
        void fire() {
            forget();
            action.run();
        }
    }

    /** Something to be done each time a period is over. It does not drift. */
    static final class Repeated extends Timer {
        private final long period;
        private final Runnable action;
        private long next;

        Repeated(
                NodeImpl node, Ref ref, @Nullable ProcessImpl owner, long period, Runnable action) {
            super(node, ref, owner);
            this.period = period;
            this.action = action;
            this.next = Timeouts.after(node.now(), period);
        }

        void start() {
            start(next);
        }

        @Override
        void fire() {
            action.run();
            next = Timeouts.after(next, period);
            again(next);
        }
    }

    /**
     * A process that is started each time a period is over, but never before the last one ended.
     */
    static final class InTurn extends Timer implements Watch {
        private final long period;
        private final ProcessBody body;
        private long next;

        InTurn(NodeImpl node, Ref ref, @Nullable ProcessImpl owner, long period, ProcessBody body) {
            super(node, ref, owner);
            this.period = period;
            this.body = body;
            this.next = Timeouts.after(node.now(), period);
        }

        void start() {
            start(next);
        }

        @Override
        void fire() {
            ProcessImpl process = node.prepare(body, SpawnOptions.DEFAULT, node.root().pid);
            Monitors.watch(process, ref, this);
            process.start();
        }

        /** What was missed while the last run took too long is made up for, one after the other. */
        @Override
        public void fired(ExitReason reason) {
            next = Timeouts.after(next, period);
            again(next);
        }
    }
}
