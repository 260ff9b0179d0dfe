// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import dev.erloom.oracle.RandomProgram.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;

/** Runs random programs on both sides, until one behaves differently, and makes that one small. */
final class RandomDifference implements AutoCloseable {
    private static final int BATCH = 200;

    private final Beam beam;

    RandomDifference(Beam.Release release) {
        beam = release.start(List.of("oracle.exs", "random.exs"));
    }

    /**
     * A program that behaves differently.
     *
     * @param program as small as it could be made
     * @param erloom what happens on Erloom
     * @param beam what happens on the BEAM
     */
    record Found(RandomProgram program, List<String> erloom, List<String> beam) {

        boolean differs() {
            return !program.steps().isEmpty() && !erloom.equals(beam);
        }

        /** {@return the seed, the program and both traces, as far as they are equal only once} */
        @Override
        public String toString() {
            StringBuilder text =
                    new StringBuilder(
                            "the programs of seed %d differ:%n".formatted(program.seed()));
            for (int i = 0; i < program.steps().size(); i++) {
                text.append("  ").append(program.steps().get(i)).append('\n');
                String ours = at(erloom, i);
                String theirs = at(beam, i);
                if (ours.equals(theirs)) {
                    text.append("      both    ").append(ours).append('\n');
                } else {
                    text.append("      Erloom  ").append(ours).append('\n');
                    text.append("      BEAM    ").append(theirs).append('\n');
                }
            }
            return text.toString();
        }

        private static String at(List<String> steps, int index) {
            return index < steps.size() ? steps.get(index) : "(nothing)";
        }
    }

    /** {@return the first of {@code count} programs from {@code seed} on that differs} */
    Optional<Found> search(long seed, int count) {
        BlockingQueue<List<String>> onBeam = new LinkedBlockingQueue<>();
        for (int done = 0; done < count; done += BATCH) {
            List<RandomProgram> batch =
                    LongStream.range(seed + done, seed + Math.min(done + BATCH, count))
                            .mapToObj(RandomProgram::of)
                            .toList();
            beam.write(batch.stream().map(RandomProgram::text).toList());
            Thread reader =
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> batch.forEach(_ -> onBeam.add(readTrace())));
            for (RandomProgram program : batch) {
                Found here = new Found(program, onErloom(program), take(onBeam));
                if (here.differs()) {
                    join(reader);
                    return Optional.of(shrink(here));
                }
            }
        }
        return Optional.empty();
    }

    private static void join(Thread reader) {
        try {
            reader.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> take(BlockingQueue<List<String>> traces) {
        try {
            return traces.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> readTrace() {
        return RandomTrace.of(Arrays.asList(beam.readLine().split("\t")));
    }

    private static List<String> onErloom(RandomProgram program) {
        CompletableFuture<List<String>> observed = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                observed.complete(RandomTrace.of(RandomRun.run(program)));
            } catch (Throwable failed) { // whatever it is, the BEAM does not have it
                observed.complete(List.of("FAILED " + failed));
            }
        });
        try {
            return observed.get(20, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            return List.of("HANGS");
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> onBeam(RandomProgram program) {
        beam.write(List.of(program.text()));
        return readTrace();
    }

    private Found both(RandomProgram program) {
        return new Found(program, onErloom(program), onBeam(program));
    }

    /**
     * Leaves out steps, many at once first, as long as there is a difference. One that does not
     * show again stays as it was seen.
     */
    private Found shrink(Found found) {
        Found small = found;
        for (int size = small.program.steps().size() / 2;
                size > 0;
                size = size == 1 ? 0 : size / 2) {
            boolean smaller = true;
            while (smaller) {
                smaller = false;
                for (int from = 0; from < small.program.steps().size(); ) {
                    List<Step> fewer = without(small.program.steps(), from, size);
                    Found shorter = both(small.program.with(fewer));
                    if (shorter.differs()) {
                        small = shorter;
                        smaller = true;
                    } else {
                        from += size;
                    }
                }
            }
        }
        return small;
    }

    private static <T> List<T> without(List<T> all, int from, int size) {
        List<T> fewer = new ArrayList<>(all);
        fewer.subList(from, Math.min(all.size(), from + size)).clear();
        return fewer;
    }

    @Override
    public void close() {
        beam.close();
    }
}
