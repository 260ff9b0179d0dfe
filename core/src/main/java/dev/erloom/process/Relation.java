// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A link or a monitor as its owner holds it; guarded by the owner's lock. */
abstract sealed class Relation {

    /**
     * The {@link Exit} or {@link Down} that waits in the owner's mailbox, if this relation has
     * ended that way.
     */
    MailNode.@Nullable Queued queued;

    /** One end of a link. The other end holds one of its own. */
    static final class Link extends Relation {
        final Pid peer;

        /** False while a remote peer has not yet confirmed the unlink {@link #unlinkId}. */
        boolean active = true;

        long unlinkId;

        Link(Pid peer) {
            this.peer = peer;
        }
    }

    /**
     * A monitor as the watching process holds it; the target holds it as one of its {@link
     * Watch}es.
     */
    static final class Monitor extends Relation implements Watch {
        final Ref ref;
        final ProcessImpl watcher;
        final Address object;
        final MonitorOptions options;

        /**
         * The watched process if it is local; null for a remote one, and for one that never was.
         */
        final @Nullable ProcessImpl target;

        Monitor(
                Ref ref,
                ProcessImpl watcher,
                Address object,
                @Nullable ProcessImpl target,
                MonitorOptions options) {
            this.ref = ref;
            this.watcher = watcher;
            this.object = object;
            this.target = target;
            this.options = options;
        }

        @Override
        public void fired(ExitReason reason) {
            Monitors.fired(this, reason);
        }

        @Override
        public Optional<Pid> by() {
            return Optional.of(watcher.pid);
        }

        Object message(ExitReason reason) {
            Down down = new Down(ref, object, reason);
            return options.tag() == null ? down : new TaggedDown(options.tag(), down);
        }
    }
}
