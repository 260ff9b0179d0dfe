// SPDX-License-Identifier: Apache-2.0
package dev.erloom.programs;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.sendAfter;
import static dev.erloom.process.Processes.sleep;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.trapExits;

import dev.erloom.process.Down;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.ExitReason.Normal;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import java.time.Duration;

/** Starts a worker again each time it crashes, until the time is up, and watches a stranger. */
final class Watchdog {
    private Watchdog() {}

    private record GiveUp() {}

    static void run() {
        trapExits(true);
        Ref stranger = monitor(spawn(() -> sleep(Duration.ofMillis(10))));
        sendAfter(Duration.ofSeconds(1), new GiveUp());
        while (crashes(spawnLink(Watchdog::work), stranger)) {
            IO.println("starting again");
        }
    }

    /** Waits for the end of the worker; a guard sees final variables only, hence the method. */
    private static boolean crashes(Pid worker, Ref stranger) {
        while (true) {
            switch (receive()) {
                case Exit(Pid from, Normal()) when from.equals(worker) -> {
                    return false;
                }
                case Exit(Pid from, Crash(Throwable cause)) when from.equals(worker) -> {
                    IO.println(cause);
                    return true;
                }
                case Exit(_, var reason) ->
                        throw exit(reason); // the node, or whoever else is linked
                case Down down when down.isFor(stranger) ->
                        IO.println("the stranger left: " + down.reason());
                case GiveUp() -> worker.exit(KILL);
                case Object stray -> IO.println("not expected: " + stray);
            }
        }
    }

    private static void work() {
        sleep(Duration.ofMillis(400));
        throw new IllegalStateException("out of paper");
    }

    public static void main(String[] args) {
        Node.main(Watchdog::run);
    }
}
