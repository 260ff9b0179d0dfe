// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.greeter;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.Match.skip;
import static dev.erloom.process.Match.take;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;

import dev.erloom.process.Down;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import java.time.Duration;

/**
 * Plain processes and selective receive: each side says what it waits for, and everything else
 * stays in its mailbox, in its order.
 */
final class Greeter {
    private Greeter() {}

    sealed interface Visitor {
        String name();

        Pid from();
    }

    record Guest(String name, Pid from) implements Visitor {}

    record GuestOfHonour(String name, Pid from) implements Visitor {}

    record Open() {}

    record Greeting(String text) {}

    /** The greeter: whoever comes before it is open waits, and guests of honour do not. */
    static void run() {
        receive(Open.class);
        while (true) {
            Visitor next =
                    receive(GuestOfHonour.class, Duration.ZERO)
                            .<Visitor>map(guest -> guest)
                            .orElseGet(() -> receive(Visitor.class));
            next.from().send(new Greeting("Welcome, " + next.name()));
        }
    }

    /** The visitor: waits for a greeting or the end of the greeter, whichever comes first. */
    static String greeting(Ref watch) {
        return receive(message ->
                switch (message) {
                    case Greeting(String text) -> take(text);
                    case Down down when down.isFor(watch) ->
                            take("Nobody greets: " + down.reason());
                    default -> skip();
                });
    }

    static void main() {
        Node.main(() -> {
            Pid greeter = spawn(Greeter::run);
            Ref watch = monitor(greeter);
            greeter.send(new Guest("Joe", self()));
            greeter.send(new Guest("Mike", self()));
            greeter.send(new GuestOfHonour("Robert", self()));
            greeter.send(new Open());
            for (int i = 0; i < 3; i++) {
                IO.println(greeting(watch));
            }
            greeter.exit(KILL);
            IO.println(greeting(watch));
        });
    }
}
