// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.cluster;

import dev.erloom.interop.cluster.Counter.Message;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.StartResult;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;

/** A server with the same protocol as the Elixir one of {@link ElixirNode}. */
record Counter(long first) implements GenServer<Message, Long> {
    static final Name<Message> COUNTER = Name.of("counter");

    sealed interface Message {}

    record Get() implements Message, Call<Message, Long> {}

    /** Answered once the server was told {@link Now}; {@code back} hears that it was asked. */
    record Later(Pid back) implements Message, Call<Message, Long> {}

    /** What {@code back} hears. */
    record Asked(Pid server) {}

    /** What lets the server answer. */
    record Now() {}

    /** Ends the server, and is not answered. */
    record Fail(Object reason) implements Message, Call<Message, Long> {}

    /** Answered with what cannot be mapped. */
    record Odd() implements Message, Call<Message, Object> {}

    record Inc(long by) implements Message, Cast<Message> {}

    /** Cannot be mapped when {@code value} cannot. */
    record Unmappable(Object value) implements Message, Call<Message, Long>, Cast<Message> {}

    static StartResult<ServerRef<Message>> start(long first) {
        return GenServer.start(new Counter(first), with -> with.name(COUNTER));
    }

    @Override
    public Init<Long> init() {
        return ok(first);
    }

    @Override
    public Next<Long> handle(Message message, Long n) {
        return switch (message) {
            case Get get -> reply(get, n, n);
            case Later later -> {
                later.back().send(new Asked(Processes.self()));
                Now _ = Processes.receive(Now.class);
                yield reply(later, n, n);
            }
            case Fail(Object reason) -> stop(ExitReason.of(reason), n);
            case Odd odd -> reply(odd, Thread.currentThread(), n);
            case Inc(long by) -> noReply(n + by);
            case Unmappable _ -> noReply(n);
        };
    }

    @Override
    public Next<Long> handleInfo(Object message, Long n) {
        return noReply(n);
    }
}
