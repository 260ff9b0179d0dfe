// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.demo;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.link;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.register;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.trapExits;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.erloom.examples.counter.Counter;
import dev.erloom.examples.counter.Counter.Get;
import dev.erloom.examples.counter.Counter.Increment;
import dev.erloom.examples.prices.Prices;
import dev.erloom.examples.prices.Prices.Quote;
import dev.erloom.examples.prices.Prices.Quoted;
import dev.erloom.examples.supervised.SupervisedCounter;
import dev.erloom.interop.distribution.Cookie;
import dev.erloom.interop.distribution.Distribution;
import dev.erloom.interop.distribution.NodeResolver;
import dev.erloom.process.Atom;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;

/** The neighbour of the story where there is no Elixir: the same servers, in a JVM of its own. */
final class JavaNeighbour {
    private final Distribution cluster;
    private final String java;
    private final ServerRef<Counter.Message> counter;

    /** Itself, until another one is sent. */
    private Pid pid = self();

    private Ref ref = monitor(pid);

    private JavaNeighbour(Distribution cluster, String java) {
        this.cluster = cluster;
        this.java = java;
        this.counter = SupervisedCounter.COUNTER.on(java);
    }

    /** Starts the node {@code args[0]}; each name is followed by its port. */
    static void main(String[] args) {
        Map<String, Integer> ports =
                Map.of(args[0], Integer.parseInt(args[1]), args[2], Integer.parseInt(args[3]));
        try (Node node = Node.start();
                Distribution cluster =
                        Distribution.start(
                                node,
                                args[0],
                                Cookie.fromEnvironment(),
                                with -> with.resolver(NodeResolver.fixedPorts(ports)))) {
            node.start(Prices::startLink).cast(new Quoted(new Quote("AAPL", 18970)));
            node.register("sensor", node.spawn(JavaNeighbour::sensor));
            node.run(() -> new JavaNeighbour(cluster, args[2]).doWhatIsAsked());
        }
    }

    private static void sensor() {
        receive(Story.Unplug.class);
        throw exit(ExitReason.of(new Atom("unplugged")));
    }

    private void doWhatIsAsked() throws IOException {
        register("guest");
        Neighbour.say("another Erloom node, in a JVM of its own: this is the story without Elixir");
        BufferedReader asks = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String ask = asks.readLine(); ask != null; ask = asks.readLine()) {
            Neighbour.say(answer(Ask.valueOf(ask)));
        }
    }

    private Object answer(Ask ask) {
        return switch (ask) {
            case PING -> cluster.ping(java);
            case READ_NOTHING, READ_FIVE -> counter.call(new Get());
            case ADD -> done(() -> counter.cast(new Increment(5)));
            case TAKE_PID -> {
                pid = receive(Pid.class);
                yield pid;
            }
            case TRAP_EXITS -> trapExits(true);
            case MONITOR -> {
                ref = monitor(pid);
                yield ref;
            }
            case LINK -> done(() -> link(pid));
            case KILL -> done(() -> pid.exit(KILL));
            case TAKE_EXIT -> receive(Exit.class, exit -> exit.from().equals(pid)).reason();
            case TAKE_DOWN -> receive(ref).reason();
            case CALL_NOBODY -> whyNobodyAnswers();
            case LEAVE -> done(() -> Runtime.getRuntime().halt(0));
        };
    }

    private static Object done(Runnable work) {
        work.run();
        return "done";
    }

    private Object whyNobodyAnswers() {
        try {
            return Name.<Counter.Message>of("nobody").on(java).call(new Get());
        } catch (ExitException failed) {
            return failed.reason().root();
        }
    }
}
