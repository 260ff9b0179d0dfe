// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import dev.erloom.oracle.Section.Probe;
import dev.erloom.process.ExitException;
import dev.erloom.process.Node;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the probes of all sections on both sides. */
final class Oracle {
    static final String MISSING = "NO SUCH PROBE";

    private Oracle() {}

    /**
     * What one row shows on both sides.
     *
     * @param key the row's id and maybe more words
     * @param erloom the trace of the Java program
     * @param beam the trace of the Elixir probe
     */
    record Row(String key, String erloom, String beam) {

        /** {@return whether this BEAM is too old for the row} */
        boolean isSkipped() {
            return beam.matches("OTP \\d+ or newer");
        }

        boolean isEqual() {
            return erloom.equals(beam) && !erloom.startsWith("PROBE ");
        }
    }

    /** {@return all rows, in the order of the sections; runs both sides} */
    static List<Row> compare(Beam.Release release) {
        List<String> scripts = new ArrayList<>(List.of("oracle.exs"));
        Map<String, String> erloom = new LinkedHashMap<>();
        Map<String, String> beam = new LinkedHashMap<>();
        Sections.ALL.keySet().forEach(name -> scripts.add(name + ".exs"));
        try (Beam running = release.start(scripts)) { // both sides at the same time
            erloom.putAll(erloom());
            running.readAll().forEach(line -> put(beam, line));
        }
        return rows(erloom, beam);
    }

    private static void put(Map<String, String> traces, String line) {
        int colon = line.indexOf(": ");
        if (colon < 0
                || traces.putIfAbsent(line.substring(0, colon), line.substring(colon + 2))
                        != null) {
            traces.put("output of the BEAM " + traces.size(), line);
        }
    }

    private static List<Row> rows(Map<String, String> erloom, Map<String, String> beam) {
        Collection<String> keys = new LinkedHashSet<>(erloom.keySet());
        keys.addAll(beam.keySet());
        return keys.stream()
                .map(key ->
                        new Row(
                                key,
                                erloom.getOrDefault(key, MISSING),
                                beam.getOrDefault(key, MISSING)))
                .toList();
    }

    /** {@return the traces of the Java programs} */
    static Map<String, String> erloom() {
        Map<String, String> traces = new LinkedHashMap<>();
        try (LogCapture _ = Sections.logs()) {
            Sections.ALL.forEach((name, of) -> {
                Section section = new Section();
                of.accept(section);
                section.probes().forEach((key, probe) -> traces.put(key, trace(probe)));
            });
        }
        return traces;
    }

    private static String trace(Probe probe) {
        CompletableFuture<String> trace = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                trace.complete(onNode(probe));
            } catch (Throwable failed) { // whatever it is, it is what the probe shows
                trace.complete("PROBE FAILED " + cause(failed));
            }
        });
        try {
            return trace.get(20, TimeUnit.SECONDS).replace('\n', ' ');
        } catch (TimeoutException _) {
            return "PROBE HANGS";
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Throwable cause(Throwable failed) {
        return failed instanceof ExitException && failed.getCause() != null
                ? failed.getCause()
                : failed;
    }

    private static String onNode(Probe probe) {
        ManualClock clock = new ManualClock();
        Node node = Node.start(with -> with.clock(clock));
        try {
            return node.call(() -> {
                Trace trace = new Trace(clock);
                probe.run(trace);
                return trace.toString();
            });
        } finally {
            // Closing waits for what a probe may have left, on a clock that nobody moves any more.
            Thread.startVirtualThread(node::close);
        }
    }
}
