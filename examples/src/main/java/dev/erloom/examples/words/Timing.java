// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.words;

import dev.erloom.telemetry.EventName;
import dev.erloom.telemetry.SpanResult;
import dev.erloom.telemetry.Telemetry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts the words that were sorted, and says how long that took. */
final class Timing {
    private Timing() {}

    // @start region="attach"
    static final EventName SORT = EventName.of("words", "sort");

    /** Adds up the words of all sorts on this node. */
    static boolean countIn(LongAdder words) {
        return Telemetry.current()
                .attach(
                        "words-counter",
                        SORT.then("stop"),
                        (_, measurements, _, sum) -> {
                            if (measurements.get("words") instanceof Integer count) {
                                sum.add(count);
                            }
                        },
                        words);
    }

    // @end region="attach"

    // @start region="span"
    static List<String> sorted(List<String> words) throws Exception {
        return Telemetry.current()
                .span(
                        SORT,
                        Map.of("program", "sort"),
                        () ->
                                new SpanResult<>(
                                        Words.sorted(words),
                                        Map.of("words", words.size()),
                                        Map.of("program", "sort")));
    }

    // @end region="span"
}
