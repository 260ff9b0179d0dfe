// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.exit;

import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.ExitReason.ShutdownWith;
import dev.erloom.server.Puppet.End;
import java.util.List;

/** How servers end; arguments of parameterized tests. */
final class Ends {
    private Ends() {}

    /** {@return one reason of each kind} */
    static List<ExitReason> reasons() {
        return List.of(
                NORMAL,
                SHUTDOWN,
                new ShutdownWith("for lunch"),
                ExitReason.of("boo"),
                new Crash(new IllegalStateException("broken")));
    }

    /** {@return the reasons that are reported nowhere} */
    static List<ExitReason> silentReasons() {
        return List.of(NORMAL, SHUTDOWN, new ShutdownWith("for lunch"));
    }

    /**
     * A way in which {@code terminate} fails.
     *
     * @param reason the exit reason that it makes
     */
    record Failing(String how, End end, ExitReason reason) {
        @Override
        public String toString() {
            return how;
        }
    }

    /** {@return every way in which {@code terminate} fails} */
    static List<Failing> failing() {
        Exception broken = new IllegalStateException("broken");
        ExitReason replaced = ExitReason.of("replaced");
        return List.of(
                new Failing(
                        "raises",
                        (_, _, _) -> {
                            throw broken;
                        },
                        new Crash(broken)),
                new Failing(
                        "exits",
                        (_, _, _) -> {
                            throw exit(replaced);
                        },
                        replaced));
    }
}
