// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.unlinkAndFlush;

import dev.erloom.process.Down;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import java.time.Duration;

/** Ends one child and waits until it is gone. */
final class ChildShutdown {
    private ChildShutdown() {}

    /**
     * Ends {@code child}; {@return the reason it ended with} Afterwards it has no message in the
     * mailbox of the calling supervisor. A monitor is awaited and not the link, since a child can
     * unlink itself; the wait ends because core declares dead what ignores a kill. The exit signal
     * of the link, where there was one, knows the reason of a child that was dead before.
     */
    static ExitReason run(Pid child, Shutdown how) {
        Ref monitor = monitor(child);
        child.exit(how instanceof Shutdown.BrutalKill ? ExitReason.KILL : ExitReason.SHUTDOWN);
        Down down =
                switch (how) {
                    case Shutdown.BrutalKill() -> receive(monitor);
                    case Shutdown.Infinity() -> receive(monitor);
                    case Shutdown.Timeout(Duration limit) ->
                            receive(monitor, limit).orElseGet(() -> kill(child, monitor));
                };
        return unlinkAndFlush(child).orElse(down.reason());
    }

    private static Down kill(Pid child, Ref monitor) {
        child.exit(ExitReason.KILL);
        return receive(monitor);
    }
}
