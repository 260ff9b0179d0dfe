// SPDX-License-Identifier: Apache-2.0
package dev.erloom.benchmarks;

import static dev.erloom.process.Processes.receive;

import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessInfo;
import dev.erloom.server.Call;
import dev.erloom.server.GenServer;
import dev.erloom.server.ServerRef;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How many bytes of heap an idle process takes: a plain one that waits in {@code receive}, and a
 * {@code GenServer} that has answered a call and waits for the next.
 *
 * <p>The stack of a parked virtual thread is on the heap and is counted. The first round warms up:
 * a process that parked while its code was still interpreted keeps a much larger stack.
 */
public final class IdleMemory {
    private static final int PROCESSES = 100_000;
    private static final int ROUNDS = 6;

    private IdleMemory() {}

    private record Idle() implements GenServer<Idle.Message, Integer> {
        sealed interface Message {}

        record Get() implements Message, Call<Message, Integer> {}

        @Override
        public Init<Integer> init() {
            return ok(0);
        }

        @Override
        public Next<Integer> handle(Message message, Integer state) {
            return switch (message) {
                case Get get -> reply(get, state, state);
            };
        }
    }

    /** Prints one line for each kind and round. */
    public static void main(String[] args) {
        for (int round = 1; round <= ROUNDS; round++) {
            measure(round, "plain process", IdleMemory::plain);
            measure(round, "GenServer", IdleMemory::server);
        }
    }

    private static Pid plain(Node node) {
        return node.spawn(() -> {
            while (true) {
                receive();
            }
        });
    }

    private static Pid server(Node node) {
        ServerRef<Idle.Message> server = node.start(() -> GenServer.start(new Idle()));
        server.call(new Idle.Get());
        return server.whereis().orElseThrow();
    }

    private static void measure(int round, String kind, Function<Node, Pid> start) {
        try (Node node = Node.start()) {
            List<Pid> pids = new ArrayList<>(PROCESSES);
            long before = usedHeap();
            for (int i = 0; i < PROCESSES; i++) {
                pids.add(start.apply(node));
            }
            pids.forEach(IdleMemory::awaitParked);
            long bytes = (usedHeap() - before) / PROCESSES;
            System.out.printf("round %d: %-14s %5d bytes%n", round, kind, bytes);
        }
    }

    private static void awaitParked(Pid pid) {
        while (ProcessInfo.of(pid).orElseThrow().status() != ProcessInfo.Status.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
