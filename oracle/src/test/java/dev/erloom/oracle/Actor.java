// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.SpawnOptions;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs what it is told.
 *
 * @param pid the process
 */
record Actor(Pid pid) {

    private record Do(@Nullable Pid from, Callable<?> what) {}

    private record Done(Pid by, @Nullable Object value) {}

    static Actor start() {
        return start(with -> with);
    }

    static Actor startLinked() {
        return start(SpawnOptions::link);
    }

    /** {@return one that traps exits} */
    static Actor trapping() {
        Actor actor = start();
        actor.ask(() -> Processes.trapExits(true));
        return actor;
    }

    private static Actor start(UnaryOperator<SpawnOptions> with) {
        return new Actor(
                Processes.spawn(
                        () -> {
                            while (true) {
                                act(Processes.receive(Do.class));
                            }
                        },
                        with));
    }

    private static void act(Do order) throws Exception {
        if (order.from == null) {
            order.what.call();
        } else {
            order.from.send(new Done(Processes.self(), Trace.caught(order.what)));
        }
    }

    /** {@return what {@code what} returns in the actor, or {@code died}} */
    @Nullable Object ask(Callable<?> what) {
        Ref ref = Processes.monitor(pid);
        pid.send(new Do(Processes.self(), what));
        return Processes.receive(message ->
                        switch (message) {
                            case Done(Pid by, Object value) when by.equals(pid) -> {
                                Processes.demonitor(ref);
                                yield dev.erloom.process.Match.take(new Answer(value));
                            }
                            case dev.erloom.process.Down down when down.isFor(ref) ->
                                    dev.erloom.process.Match.take(new Answer("died"));
                            default -> dev.erloom.process.Match.skip();
                        })
                .value();
    }

    private record Answer(@Nullable Object value) {}

    /** Makes the actor run {@code what} some time. */
    void tell(ProcessBody what) {
        pid.send(
                new Do(
                        null,
                        () -> {
                            what.run();
                            return "";
                        }));
    }
}
