// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.watchdog;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.Processes.cancelTimer;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.sendAfter;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.trapExits;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.ExitReason.Normal;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import java.time.Duration;

/**
 * What a supervisor is made of: links, trapped exits, a timer. A worker is started again as long as
 * it crashes, and killed when it hangs; a visitor is only watched.
 */
final class Watchdog {
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private Watchdog() {}

    record GiveUp(Pid worker) {}

    record Leave() {}

    /** What the worker does. */
    @FunctionalInterface
    interface Work {
        void run(int start) throws Exception;
    }

    /** Starts {@code work} again until it ends normally; it is given the number of its start. */
    static int watch(Work work) {
        trapExits(true);
        int starts = 1;
        while (crashes(work, starts)) {
            starts++;
        }
        return starts;
    }

    private static boolean crashes(Work work, int start) {
        Pid worker = spawnLink(() -> work.run(start));
        Ref timer = sendAfter(PATIENCE, new GiveUp(worker));
        try {
            while (true) {
                switch (receive()) {
                    case Exit(Pid from, Normal()) when from.equals(worker) -> {
                        return false;
                    }
                    case Exit(Pid from, Crash(Throwable cause)) when from.equals(worker) -> {
                        IO.println("Start " + start + " failed: " + cause.getMessage());
                        return true;
                    }
                    case Exit(_, var reason) -> throw exit(reason); // whoever else is linked
                    case GiveUp(Pid late) -> late.exit(KILL);
                    case Object stray -> IO.println("Not expected: " + stray);
                }
            }
        } finally {
            cancelTimer(timer);
        }
    }

    private static void print(int start) {
        switch (start) {
            case 1 -> throw new IllegalStateException("out of paper");
            case 2 -> throw new IllegalStateException("paper jam");
            default -> IO.println("Printed");
        }
    }

    static void main() {
        Node.main(() -> {
            Pid visitor = spawn(() -> receive(Leave.class));
            Ref watch = monitor(visitor);
            IO.println("It took " + watch(Watchdog::print) + " starts");
            visitor.send(new Leave());
            IO.println("The visitor left: " + receive(watch).reason());
        });
    }
}
