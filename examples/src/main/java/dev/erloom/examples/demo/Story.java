// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.demo;

import static dev.erloom.examples.prices.Prices.PRICES;
import static dev.erloom.examples.supervised.SupervisedCounter.COUNTER;
import static dev.erloom.process.ExitReason.NOCONNECTION;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.monitorNodes;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;

import dev.erloom.examples.counter.Counter.Get;
import dev.erloom.examples.prices.Prices;
import dev.erloom.examples.prices.Prices.Failed;
import dev.erloom.examples.prices.Prices.GetPrice;
import dev.erloom.examples.prices.Prices.Ok;
import dev.erloom.examples.prices.Prices.Why;
import dev.erloom.process.ExitReason;
import dev.erloom.process.NodeDown;
import dev.erloom.process.NodeUp;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.RegisteredName;
import dev.erloom.server.ServerRef;
import dev.erloom.supervisor.ChildInfo;
import dev.erloom.supervisor.Supervisor;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the Java node and its neighbour go through together. It is told in a process of the Java
 * node, and stops at the first thing that is not as it should be.
 */
final class Story {
    /** Less than the 5 s that a call waits for its answer. */
    private static final Duration AT_ONCE = Duration.ofSeconds(4);

    private final Supervisor tree;
    private final Neighbour neighbour;
    private final Transcript transcript;

    /** Ends the neighbour's process {@code sensor}; {@code :unplug} in Elixir. */
    record Unplug() {}

    /**
     * Makes a story.
     *
     * @param tree supervises the counter
     */
    Story(Supervisor tree, Neighbour neighbour, Transcript transcript) {
        this.tree = tree;
        this.neighbour = neighbour;
        this.transcript = transcript;
    }

    void tell() throws IOException {
        transcript.say(
                self().node()
                        + " is an Erloom node on Java "
                        + Runtime.version().feature()
                        + ", with a counter under a supervisor");
        transcript.say(neighbour.node() + " is " + neighbour.answer());
        monitorNodes(true);
        theNeighbourCalls();
        theNeighbourKills();
        nobodyAnswers();
        javaCalls();
        theNeighbourLeaves();
    }

    private void theNeighbourCalls() throws IOException {
        transcript.chapter(
                "The neighbour reaches the Java node, reads its counter and changes it:");
        there(Ask.PING);
        here("receive(NodeUp.class)", () -> receive(NodeUp.class), new NodeUp(neighbour.node()));
        there(Ask.READ_NOTHING);
        there(Ask.ADD);
        there(Ask.READ_FIVE);
    }

    private void theNeighbourKills() throws IOException {
        Pid counter = counter();
        transcript.chapter(
                "Sent its pid, the neighbour monitors the counter, links to it, kills it:");
        new RegisteredName("guest", neighbour.node()).send(counter);
        there(Ask.TAKE_PID);
        there(Ask.TRAP_EXITS);
        there(Ask.MONITOR);
        there(Ask.LINK);
        there(Ask.KILL);
        there(Ask.TAKE_EXIT);
        there(Ask.TAKE_DOWN);

        transcript.chapter("The supervisor has started another counter, which begins afresh:");
        // The supervisor heard of the end before the neighbour did, and answers when it has acted.
        here("tree.whichChildren()", tree::whichChildren, "[ChildInfo[id=counter, …<…>…]]");
        here("killed.equals(counter())", () -> counter.equals(counter()), false);
        there(Ask.READ_NOTHING);
    }

    private Pid counter() {
        return tree.whichChildren().stream()
                .map(ChildInfo::pid)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> exit(ExitReason.of("the counter does not run")));
    }

    private void nobodyAnswers() throws IOException {
        transcript.chapter("A call to a name that nobody has fails at once:");
        long start = System.nanoTime();
        there(Ask.CALL_NOBODY);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        Transcript.check(taken.compareTo(AT_ONCE) < 0, "took " + taken);
        transcript.say(
                "          in " + taken.toMillis() + " ms, not in the 5 s that a call waits");
    }

    private void javaCalls() {
        transcript.chapter("The other way round, Java calls a server there and watches a process:");
        ServerRef<Prices.Message> prices = PRICES.on(neighbour.node());
        here(
                "prices.call(new GetPrice(\"AAPL\"))",
                () -> prices.call(new GetPrice("AAPL")),
                new Ok(18970));
        here(
                "prices.call(new GetPrice(\"ACME\"))",
                () -> prices.call(new GetPrice("ACME")),
                new Failed(Why.UNKNOWN));

        RegisteredName sensor = new RegisteredName("sensor", neighbour.node());
        Ref watch = monitor(sensor);
        sensor.send(new Unplug());
        here("receive(monitor(sensor)).reason()", () -> receive(watch).reason(), ":unplugged");
    }

    private void theNeighbourLeaves() throws IOException {
        transcript.chapter("The neighbour leaves; Java hears of it, and goes on:");
        Ref watch = monitor(PRICES.on(neighbour.node()));
        transcript.does(neighbour.node(), neighbour.phrase(Ask.LEAVE).code());
        neighbour.ask(Ask.LEAVE);
        here("receive(monitor(prices)).reason()", () -> receive(watch).reason(), NOCONNECTION);
        here(
                "receive(NodeDown.class)",
                () -> receive(NodeDown.class),
                new NodeDown(neighbour.node()));
        here("counter.call(new Get())", () -> COUNTER.call(new Get()), 0);
    }

    private void there(Ask ask) throws IOException {
        Ask.Phrase phrase = neighbour.phrase(ask);
        transcript.does(neighbour.node(), phrase.code());
        neighbour.ask(ask);
        transcript.sees(neighbour.answer(), phrase.answer());
    }

    private void here(String code, Supplier<Object> look, Object expected) {
        transcript.does(self().node(), code);
        transcript.sees(look.get(), expected);
    }
}
