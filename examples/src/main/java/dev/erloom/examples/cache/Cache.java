// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.cache;

import dev.erloom.agent.Agent;
import dev.erloom.process.Node;
import dev.erloom.process.StartResult;
import dev.erloom.task.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A cache in an agent: what was computed once is handed out again, to whichever process asks. */
final class Cache {
    private Cache() {}

    // @start region="agent"
    static final Agent<Map<String, String>> CACHE = Agent.named("cache");

    static StartResult<Agent<Map<String, String>>> startLink() {
        return Agent.startLink(HashMap::new, CACHE);
    }

    /**
     * The slow work is done here, in the caller: an agent that computes keeps everybody waiting.
     */
    static String sorted(String word) {
        Optional<String> known = CACHE.get(words -> Optional.ofNullable(words.get(word)));
        return known.orElseGet(() -> {
            String sorted = sort(word);
            CACHE.change(words -> words.put(word, sorted));
            return sorted;
        });
    }

    // @end region="agent"

    static int size() {
        return CACHE.get(Map::size);
    }

    private static String sort(String word) {
        return word.chars()
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static void main() {
        Node.main(() -> {
            startLink().orElseThrow();
            List<Task<String>> tasks =
                    Stream.of("erlang", "loom", "erlang")
                            .map(word -> Task.<String>async(() -> sorted(word)))
                            .toList();
            Task.awaitMany(tasks).forEach(IO::println);
            IO.println(size() + " words known");
        });
    }
}
