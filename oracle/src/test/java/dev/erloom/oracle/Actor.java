// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import dev.erloom.process.Down;
import dev.erloom.process.Match;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs what it is told.
 *
 * @param pid the process
 */
record Actor(Pid pid) {

    private record Do(ProcessBody what) {}

    private record Done(Ref request) {}

    static Actor start() {
        return new Actor(Processes.spawn(Actor::act));
    }

    static Actor startLinked() {
        return new Actor(Processes.spawnLink(Actor::act));
    }

    /** {@return one that traps exits} */
    static Actor trapping() {
        Actor actor = start();
        actor.ask(() -> Processes.trapExits(true));
        return actor;
    }

    private static void act() throws Exception {
        while (true) {
            Processes.receive(Do.class).what.run();
        }
    }

    /** Makes the actor run {@code what} some time. */
    void tell(ProcessBody what) {
        pid.send(new Do(what));
    }

    /**
     * {@return what {@code what} returns in the actor}
     *
     * @throws AssertionError when the actor dies of it
     */
    <T extends @Nullable Object> T ask(Callable<T> what) {
        Pid asker = Processes.self();
        Ref ref = Processes.monitor(pid);
        @SuppressWarnings({"unchecked", "rawtypes"}) // written by the actor, before it says so
        T[] value = (T[]) new Object[1];
        tell(() -> {
            value[0] = what.call();
            asker.send(new Done(ref));
        });
        Supplier<T> answer =
                Processes.receive(message ->
                        switch (message) {
                            case Done(Ref of) when of.equals(ref) -> Match.take(() -> value[0]);
                            case Down down when down.isFor(ref) ->
                                    throw new AssertionError("the actor died: " + down.reason());
                            default -> Match.skip();
                        });
        Processes.demonitor(ref);
        return answer.get();
    }

    /** As {@link #ask} for what returns nothing. */
    void run(ProcessBody what) {
        ask(() -> {
            what.run();
            return "";
        });
    }
}
