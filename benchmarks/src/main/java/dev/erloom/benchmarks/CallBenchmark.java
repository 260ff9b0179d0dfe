// SPDX-License-Identifier: Apache-2.0
package dev.erloom.benchmarks;

import dev.erloom.process.Node;
import dev.erloom.server.Call;
import dev.erloom.server.GenServer;
import dev.erloom.server.ServerRef;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a request to a local server and its reply cost. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class CallBenchmark {
    /** Answers every call with the number of calls before it. */
    public record Counter() implements GenServer<Counter.Message, Long> {
        /** The protocol. */
        public sealed interface Message {}

        /** Answers and counts. */
        public record Get() implements Message, Call<Message, Long> {}

        @Override
        public Init<Long> init() {
            return ok(0L);
        }

        @Override
        public Next<Long> handle(Message message, Long count) {
            return switch (message) {
                case Get get -> reply(get, count, count + 1);
            };
        }
    }

    private static final int CALLS = 1_000;
    private static final Counter.Get GET = new Counter.Get();

    private final Node node = Node.start();
    private final ServerRef<Counter.Message> counter =
            node.start(() -> GenServer.startLink(new Counter()));

    /** Ends the node, and with it the counter. */
    @TearDown
    public void close() {
        node.close();
    }

    /** One call from an ordinary thread. */
    @Benchmark
    public long fromAThread() {
        return counter.call(GET);
    }

    /** A process calls the server a thousand times. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public long fromAProcess() {
        return node.call(() -> {
            long last = 0;
            for (int call = 0; call < CALLS; call++) {
                last = counter.call(GET);
            }
            return last;
        });
    }
}
