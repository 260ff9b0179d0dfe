// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Ref;

/** A process that does in its own name what a test tells it to. */
record Registrant(Pid pid) {
    private record Do(ProcessBody work, Pid answer) {}

    private record Done() {}

    static Registrant start() {
        return new Registrant(
                spawn(() -> {
                    while (true) {
                        Do order = receive(Do.class);
                        order.work().run();
                        order.answer().send(new Done());
                    }
                }));
    }

    /** Runs {@code work} in this process and waits until it is done. */
    Registrant does(ProcessBody work) {
        pid.send(new Do(work, self()));
        receive(Done.class);
        return this;
    }

    /** Kills the process and waits for its end. */
    void die() {
        Ref end = monitor(pid);
        pid.exit(ExitReason.KILL);
        receive(end);
    }
}
