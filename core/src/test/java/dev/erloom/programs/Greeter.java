// SPDX-License-Identifier: Apache-2.0
package dev.erloom.programs;

import static dev.erloom.process.Match.skip;
import static dev.erloom.process.Match.take;
import static dev.erloom.process.Processes.demonitor;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;

import dev.erloom.process.Down;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import java.time.Duration;

/** A process that greets, and a client that waits for its greeting or its end, and nothing else. */
final class Greeter {
    private Greeter() {}

    sealed interface Message {}

    record Greet(String name, Pid from) implements Message {}

    record Stop() implements Message {}

    private record Greeting(String text) {}

    static void run() {
        int greeted = 0;
        while (true) {
            switch (receive(Message.class)) { // whatever else arrives stays in the mailbox
                case Greet(String name, Pid from) -> {
                    greeted++;
                    from.send(new Greeting("Hello, " + name + ", number " + greeted));
                }
                case Stop() -> {
                    return;
                }
            }
        }
    }

    static String greet(Pid greeter, String name) {
        Ref monitor = monitor(greeter);
        greeter.send(new Greet(name, self()));
        try {
            return receive(
                            message ->
                                    switch (message) {
                                        case Greeting(String text) -> take(text);
                                        case Down down when down.isFor(monitor) ->
                                                take("nobody greets: " + down.reason());
                                        default -> skip();
                                    },
                            Duration.ofSeconds(5))
                    .orElse("no answer");
        } finally {
            demonitor(monitor);
        }
    }

    public static void main(String[] args) {
        Node.main(() -> {
            Pid greeter = spawn(Greeter::run);
            IO.println(greet(greeter, "Joe"));
            IO.println(greet(greeter, "Robert"));
            Ref end = monitor(greeter);
            greeter.send(new Stop());
            receive(end);
            IO.println(greet(greeter, "Mike"));
        });
    }
}
