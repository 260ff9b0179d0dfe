// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Options of the spawn functions; immutable.
 *
 * @param label a name for thread dumps and reports, or null
 * @param linked whether the new process is linked to its parent
 * @param ownThread whether it runs on a platform thread of its own, for code that computes long or
 *     pins
 * @param interruptible whether a fatal signal may interrupt it outside the library's own waits
 * @param exitGrace how long it may take to end after a fatal signal, or null for the node's
 * @param killGrace how long it may take to end after {@code kill}, or null for the node's
 * @param mailboxLimit how many messages may wait, or null for any number
 */
public record SpawnOptions(
        @Nullable String label,
        boolean linked,
        boolean ownThread,
        boolean interruptible,
        @Nullable Duration exitGrace,
        @Nullable Duration killGrace,
        @Nullable MailboxLimit mailboxLimit) {

    static final SpawnOptions DEFAULT =
            new SpawnOptions(null, false, false, true, null, null, null);

    /** Makes options; the graces may not be negative. */
    public SpawnOptions {
        if (exitGrace != null) {
            Timeouts.check(exitGrace, "exitGrace");
        }
        if (killGrace != null) {
            Timeouts.check(killGrace, "killGrace");
        }
    }

    /** {@return these options with a label, which also names the thread} */
    public SpawnOptions label(String label) {
        return new SpawnOptions(
                label, linked, ownThread, interruptible, exitGrace, killGrace, mailboxLimit);
    }

    /** {@return these options with a link to the parent} */
    public SpawnOptions link() {
        return new SpawnOptions(
                label, true, ownThread, interruptible, exitGrace, killGrace, mailboxLimit);
    }

    /** {@return these options with a platform thread instead of a virtual one} */
    public SpawnOptions onPlatformThread() {
        return new SpawnOptions(
                label, linked, true, interruptible, exitGrace, killGrace, mailboxLimit);
    }

    /**
     * Turns interrupts off: for a process that uses channels it shares with others, which an
     * interrupt would close. A fatal signal then reaches it only in the library's own waits and
     * calls.
     */
    public SpawnOptions withoutInterrupts() {
        return new SpawnOptions(
                label, linked, ownThread, false, exitGrace, killGrace, mailboxLimit);
    }

    /**
     * {@return these options with the time the process has to end after a fatal signal before it is
     * declared dead}
     */
    public SpawnOptions exitGrace(Duration grace) {
        return new SpawnOptions(
                label, linked, ownThread, interruptible, grace, killGrace, mailboxLimit);
    }

    /**
     * {@return these options with the time the process has to end after {@code kill} before it is
     * declared dead}
     */
    public SpawnOptions killGrace(Duration grace) {
        return new SpawnOptions(
                label, linked, ownThread, interruptible, exitGrace, grace, mailboxLimit);
    }

    /**
     * {@return these options with a limit for the messages that wait} OTP has no limit of this
     * kind; the nearest is {@code max_heap_size}.
     *
     * @throws IllegalArgumentException when {@code messages} is not positive
     */
    public SpawnOptions mailboxLimit(int messages, MailboxLimit.Overflow overflow) {
        return new SpawnOptions(
                label,
                linked,
                ownThread,
                interruptible,
                exitGrace,
                killGrace,
                new MailboxLimit(messages, overflow));
    }
}
