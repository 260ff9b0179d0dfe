// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.fetcher;

import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.examples.testing.Output;
import dev.erloom.process.ExitException;
import dev.erloom.testing.LogCapture;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetcherTest {
    @AutoClose final LogCapture log = LogCapture.ofCore();

    @TempDir private Path folder;
    private URI hello;
    private URI world;
    private URI missing;

    @BeforeEach
    void write_the_pages() throws IOException {
        hello = Files.writeString(folder.resolve("hello"), "hello ").toUri();
        world = Files.writeString(folder.resolve("world"), "world!!").toUri();
        missing = folder.resolve("missing").toUri();
    }

    @Test
    void fetches_two_at_once() {
        inProcess(() -> assertThat(Fetcher.both(hello, world)).isEqualTo("hello world!!"));
    }

    @Test
    void fails_when_one_of_the_two_does() {
        inProcess(() -> {
            trapExits(true);
            assertThatThrownBy(() -> Fetcher.both(hello, missing))
                    .isInstanceOf(ExitException.class)
                    .hasCauseInstanceOf(FileNotFoundException.class);
        });
    }

    @Test
    void says_the_size_of_each_page_in_order() throws Exception {
        List<String> output =
                Output.of(() ->
                        Fetcher.main(
                                new String[] {
                                    hello.toString(), missing.toString(), world.toString()
                                }));

        assertThat(output).hasSize(3);
        assertThat(output.getFirst()).isEqualTo("6 characters");
        assertThat(output.get(1)).startsWith("failed: {java.io.FileNotFoundException");
        assertThat(output.getLast()).isEqualTo("7 characters");
    }

    @Test
    void a_caller_that_does_not_trap_exits_goes_down_with_a_page() {
        assertThatThrownBy(() -> inProcess(() -> Fetcher.sizes(List.of(hello, missing))))
                .isInstanceOf(ExitException.class)
                .hasCauseInstanceOf(FileNotFoundException.class);
    }

    @Test
    void leaves_nothing_in_the_mailbox() {
        inProcess(() -> {
            trapExits(true);
            Fetcher.sizes(List.of(hello, missing, world));
            assertThat(mailbox()).isEmpty();
        });
    }
}
