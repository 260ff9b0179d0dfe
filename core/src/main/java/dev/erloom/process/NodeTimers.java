// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The timers that processes start. */
final class NodeTimers {
    private NodeTimers() {}

    static Ref start(NodeImpl node, long due, Address to, Object message) {
        Ref ref = node.newRef();
        start(node, due, to, ref, message);
        return ref;
    }

    static Ref startTagged(NodeImpl node, long due, Address to, Object message) {
        Ref ref = node.newRef();
        start(node, due, to, ref, new TimerFired(ref, message));
        return ref;
    }

    private static void start(NodeImpl node, long due, Address to, Ref ref, Object message) {
        Objects.requireNonNull(message, "message");
        Address target = target(node, to);
        if (!(target instanceof Pid pid) || pid.process != null) {
            new Timer.Message(node, ref, target, message).start(due);
        }
    }

    /** {@return the pid or name that a timer sends to} */
    static Address target(NodeImpl node, Address to) {
        Address target = node.resolve(to);
        if (node.isRemote(target) || target instanceof Ref) {
            throw new IllegalArgumentException(
                    "a timer takes a pid or name of its own node, was " + to);
        }
        return target;
    }

    static Optional<Duration> cancel(NodeImpl node, Ref ref) {
        Timer timer = node.timersByRef.get(ref);
        return timer == null ? Optional.empty() : duration(timer.cancel());
    }

    static Optional<Duration> left(NodeImpl node, Ref ref) {
        Timer timer = node.timersByRef.get(ref);
        return timer == null ? Optional.empty() : duration(timer.left());
    }

    private static Optional<Duration> duration(long nanos) {
        return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }
}
