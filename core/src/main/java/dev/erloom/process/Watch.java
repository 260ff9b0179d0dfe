// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.Optional;

/** Somebody who wants to know when a process ends. */
interface Watch {

    /** Called at most once, with no lock held, on the thread of the process that ended. */
    void fired(ExitReason reason);

    /** {@return the process that watches; empty for a thread that is none} */
    default Optional<Pid> by() {
        return Optional.empty();
    }

    /** A thread that waits for the end in a slot. */
    record BySlot(Slot slot, Ref ref, Address object) implements Watch {
        @Override
        public void fired(ExitReason reason) {
            slot.complete(new Down(ref, object, reason));
        }

        @Override
        public Optional<Pid> by() {
            return slot.waiter() instanceof ProcessImpl process
                    ? Optional.of(process.pid)
                    : Optional.empty();
        }
    }

    /** A process of another node. */
    record ByPeer(NodeImpl node, Pid watcher, Address object, Ref ref) implements Watch {
        @Override
        public void fired(ExitReason reason) {
            node.remote.watcherGone(this);
            node.remote.signal(
                    watcher.node(), new Signal.MonitorExit(object, watcher, ref, reason));
        }

        @Override
        public Optional<Pid> by() {
            return Optional.of(watcher);
        }
    }
}
