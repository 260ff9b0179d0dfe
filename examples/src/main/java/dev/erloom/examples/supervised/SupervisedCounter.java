// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.supervised;

import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;

import dev.erloom.examples.counter.Counter;
import dev.erloom.examples.counter.Counter.Get;
import dev.erloom.examples.counter.Counter.Increment;
import dev.erloom.process.Node;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.supervisor.Supervisor;

/** A supervision tree with one server, which crashes and is started again. */
public final class SupervisedCounter {
    private SupervisedCounter() {}

    /** Whichever counter runs at the moment. */
    public static final Name<Counter.Message> COUNTER = Name.of("counter");

    /** Starts the tree; the caller is its parent. */
    // @start region="tree"
    public static StartResult<Supervisor> startLink() {
        return Supervisor.startLink(
                tree -> tree.child("counter", () -> GenServer.startLink(new Counter(0), COUNTER)));
    }

    static void main() {
        Node.main(() -> {
            Supervisor tree = startLink().orElseThrow();
            COUNTER.cast(new Increment(1));
            IO.println("The counter is at " + COUNTER.call(new Get()));

            Ref watch = monitor(COUNTER);
            COUNTER.cast(new Increment(Long.MAX_VALUE)); // too much: the counter crashes
            IO.println("It ended: " + receive(watch).reason());
            IO.println("Children that run: " + tree.countChildren().active());
            IO.println("The counter is at " + COUNTER.call(new Get()));
        });
    }
    // @end region="tree"
}
