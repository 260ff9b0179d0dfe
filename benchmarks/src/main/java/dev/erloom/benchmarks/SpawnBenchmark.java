// SPDX-License-Identifier: Apache-2.0
package dev.erloom.benchmarks;

import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.spawnMonitor;

import dev.erloom.process.Node;
import dev.erloom.process.ProcessBody;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the start and the end of a process cost. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class SpawnBenchmark {
    private static final int LIVES = 1_000;
    private static final ProcessBody NOTHING = () -> {};

    private final Node node = Node.start();

    /** Ends the node. */
    @TearDown
    public void close() {
        node.close();
    }

    /** A process starts another one and waits for its DOWN, a thousand times. */
    @Benchmark
    @OperationsPerInvocation(LIVES)
    public void spawnAndWaitForDown() {
        node.run(() -> {
            for (int life = 0; life < LIVES; life++) {
                receive(spawnMonitor(NOTHING).ref());
            }
        });
    }
}
