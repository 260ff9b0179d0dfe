// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.sessions;

import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;

import dev.erloom.examples.sessions.Session.Pages;
import dev.erloom.examples.sessions.Session.Visit;
import dev.erloom.examples.sessions.Session.Visited;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.pubsub.PubSub;
import dev.erloom.registry.Registry;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.supervisor.Restart;
import dev.erloom.supervisor.StartChildResult;
import dev.erloom.supervisor.Strategy;
import dev.erloom.supervisor.Supervisor;
import java.time.Instant;

/** One session for each user who is there: found by the user's name, started when it is needed. */
public final class Sessions {
    // @start region="names"
    /** The session of each user who is there, and since when. */
    public static final Registry<String, Instant> SESSIONS = Registry.unique("sessions");

    /** What the users do, by user. */
    public static final PubSub ACTIVITY = PubSub.of("activity");

    // @end region="names"

    private Sessions() {}

    /** Starts what sessions need; they become children of the same supervisor. */
    // @start region="tree"
    public static StartResult<Supervisor> startLink() {
        return Supervisor.startLink(tree ->
                tree.strategy(Strategy.REST_FOR_ONE)
                        .child("sessions", () -> Registry.startLink(SESSIONS))
                        .child("activity", () -> PubSub.startLink(ACTIVITY)));
    }

    // @end region="tree"

    /** {@return the session of a user, started when there is none} */
    // @start region="find"
    public static Name<Session.Message> of(String user, Supervisor tree) {
        Name<Session.Message> name = SESSIONS.via(user, Instant.now());
        if (name.whereis().isEmpty()) {
            StartChildResult<?> started =
                    tree.startChild(
                            "session of " + user,
                            () -> GenServer.startLink(new Session(user), name),
                            child -> child.restart(Restart.TEMPORARY));
            if (!(started instanceof StartChildResult.AlreadyStarted<?>)) {
                started.orElseThrow(); // somebody else may have been faster
            }
        }
        return name;
    }

    // @end region="find"

    // @start region="use"
    static void main() {
        Node.main(() -> {
            Supervisor tree = startLink().orElseThrow();
            ACTIVITY.subscribe("alice");

            of("alice", tree).cast(new Visit("/cart"));
            of("bob", tree).cast(new Visit("/help"));
            of("alice", tree).cast(new Visit("/pay"));

            IO.println("Alice saw " + of("alice", tree).call(new Pages()));
            IO.println("We heard of " + receive(Visited.class).page());
            IO.println("Sessions: " + SESSIONS.count());

            Ref end = monitor(of("alice", tree));
            of("alice", tree).stop();
            IO.println("Alice left: " + receive(end).reason().equals(ExitReason.NORMAL));
            IO.println("Still there: " + SESSIONS.select(_ -> true).getFirst().key());
        });
    }
    // @end region="use"
}
