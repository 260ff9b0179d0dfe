// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.fetcher;

import static dev.erloom.process.Processes.trapExits;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.erloom.process.Node;
import dev.erloom.task.Task;
import dev.erloom.task.TaskResult.Exit;
import dev.erloom.task.TaskResult.Ok;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Reads pages at the same time: two of them, or many, ten at a time. */
final class Fetcher {
    private Fetcher() {}

    static String fetch(URI page) throws IOException {
        try (InputStream in = page.toURL().openStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    // @start region="await"
    /** Fails, and the caller with it, when one of the two does. */
    static String both(URI left, URI right) {
        Task<String> first = Task.async(() -> fetch(left));
        Task<String> second = Task.async(() -> fetch(right));
        return first.await() + second.await(Duration.ofSeconds(30));
    }

    // @end region="await"

    // @start region="stream"
    /**
     * One line for each page, in the order of the pages; a caller that traps exits survives all.
     */
    static List<String> sizes(List<URI> pages) {
        return Task.asyncStream(
                        pages,
                        Fetcher::fetch,
                        with ->
                                with.maxConcurrency(10)
                                        .timeout(Duration.ofSeconds(15))
                                        .killLateTasks())
                .map(result ->
                        switch (result) {
                            case Ok(String body) -> body.length() + " characters";
                            case Exit(var reason) -> "failed: " + reason;
                        })
                .toList();
    }

    // @end region="stream"

    static void main(String[] pages) {
        Node.main(() -> {
            trapExits(true);
            sizes(Stream.of(pages).map(URI::create).toList()).forEach(IO::println);
        });
    }
}
