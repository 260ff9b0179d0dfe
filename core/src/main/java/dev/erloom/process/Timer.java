// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import org.jspecify.annotations.Nullable;

/** A message that will be sent. One for a pid belongs to that process and ends with it. */
final class Timer extends Timers.Entry {
    private final NodeImpl node;
    final Ref ref;
    private final Address to;
    private final Object message;

    Timer(NodeImpl node, Ref ref, Address to, Object message) {
        this.node = node;
        this.ref = ref;
        this.to = to;
        this.message = message;
    }

    /** {@return the process that this timer ends with; null when it goes to a name} */
    @Nullable ProcessImpl owner() {
        return to instanceof Pid pid ? pid.process : null;
    }

    /** Starts it; a timer for a dead process is never started. */
    void start(long time) {
        ProcessImpl owner = owner();
        if (owner == null && to instanceof Pid) {
            return;
        }
        node.timersByRef.put(ref, this);
        if (owner != null && !owner.own(this)) {
            node.timersByRef.remove(ref);
            return;
        }
        node.timers.schedule(this, time);
        if ((owner != null && owner.isGone()) || node.isClosed()) {
            cancel();
        }
    }

    /** {@return the nanoseconds that were left; -1 when it had fired or been cancelled} */
    long cancel() {
        long due = due();
        boolean waited = node.timers.cancel(this);
        forget();
        return waited ? Math.max(0, due - node.now()) : -1;
    }

    /** {@return the nanoseconds that are left; -1 when it has fired or been cancelled} */
    long left() {
        long due = due();
        return due == Timeouts.NEVER ? -1 : Math.max(0, due - node.now());
    }

    @Override
    void fire() {
        forget();
        ProcessImpl owner = owner();
        if (owner != null) {
            owner.deliver(message);
        } else if (to instanceof RegisteredName(String name, _)) {
            ProcessImpl named = node.named(name);
            if (named != null) {
                named.deliver(message);
            }
        }
    }

    private void forget() {
        node.timersByRef.remove(ref);
        ProcessImpl owner = owner();
        if (owner != null) {
            owner.disown(this);
        }
    }
}
