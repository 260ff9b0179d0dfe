// SPDX-License-Identifier: Apache-2.0
package dev.erloom.sys;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;
import java.time.Duration;

/**
 * A counter that tells its observer what it sees beside its protocol, and how it ends.
 *
 * @param observer who is told
 */
record Tally(Pid observer) implements GenServer<Tally.Message, Long> {
    sealed interface Message {}

    record Get() implements Message, Call<Message, Long> {}

    record Add(long by) implements Message, Cast<Message> {}

    record Idle(Duration time) implements Message, Cast<Message> {}

    record Blow() implements Message, Cast<Message> {}

    /** Told to the observer. */
    record Ended(ExitReason reason, long count) {}

    static Tally observed() {
        return new Tally(Processes.self());
    }

    @Override
    public Init<Long> init() {
        Processes.trapExits(true);
        return ok(0L);
    }

    @Override
    public Next<Long> handle(Message message, Long count) {
        return switch (message) {
            case Get get -> reply(get, count, count);
            case Add(long by) -> noReply(count + by);
            case Idle(Duration time) -> noReply(count).timeout(time);
            case Blow() -> throw new IllegalStateException("blown");
        };
    }

    @Override
    public Next<Long> handleInfo(Object message, Long count) {
        observer.send(message);
        return noReply(count);
    }

    @Override
    public void terminate(ExitReason reason, Long count) {
        observer.send(new Ended(reason, count));
    }
}
