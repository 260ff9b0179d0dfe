// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.examples.testing.Document;
import dev.erloom.examples.testing.Elixir;
import dev.erloom.interop.distribution.NodeResolver;
import dev.erloom.testing.LogCapture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoTest {
    private static final Duration DEADLINE = Duration.ofSeconds(50);

    @TempDir static Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    static Stream<String> elixirs() throws IOException {
        return Elixir.commands(folder).stream();
    }

    @DisabledIfSystemProperty(named = "erloom.interop.skip", matches = "true")
    @ParameterizedTest
    @MethodSource("elixirs")
    void tells_the_story_with_a_real_Elixir(String elixir) throws Exception {
        tellAll(Setting.withElixir(elixir));

        assertThat(transcript())
                .containsSubsequence(
                        "  cortex> Node.ping(java)",
                        "          :pong",
                        "  cortex> GenServer.call({:counter, java}, :get)",
                        "          0",
                        "  cortex> GenServer.cast({:counter, java}, {:increment, 5})",
                        "          :ok",
                        "  cortex> GenServer.call({:counter, java}, :get)",
                        "          5",
                        "  cortex> Process.exit(pid, :kill)",
                        "          true",
                        "  cortex> receive do {:EXIT, ^pid, reason} -> reason end",
                        "          :killed",
                        "  cortex> receive do {:DOWN, ^ref, :process, ^pid, reason} -> reason end",
                        "          :killed",
                        "  java> killed.equals(counter())",
                        "        false",
                        "  cortex> GenServer.call({:counter, java}, :get)",
                        "          0",
                        "          :noproc",
                        "  java> prices.call(new GetPrice(\"AAPL\"))",
                        "        Ok[cents=18970]",
                        "  java> receive(monitor(sensor)).reason()",
                        "        :unplugged",
                        "  cortex> System.halt(0)",
                        "        noconnection",
                        "  java> receive(NodeDown.class)");
        assertThat(transcript()).containsSubsequence(shownIn(Document.README));
        assertThat(transcript()).containsSubsequence(shownIn(Document.EXAMPLES));
        assertThat(transcript()).first().asString().contains("Erloom node");
        assertThat(transcript()).element(1).asString().contains("is Elixir 1.");
        assertThat(transcript()).last().asString().startsWith("All 22 answers are as they should");
    }

    @Test
    void tells_the_story_with_a_second_JVM_and_says_so() throws Exception {
        tellAll(Setting.withoutElixir());

        assertThat(transcript())
                .containsSubsequence(
                        "  second> cluster.ping(java)",
                        "          true",
                        "  second> counter.call(new Get())",
                        "          5",
                        "  second> pid.exit(KILL)",
                        "          done",
                        "          killed",
                        "  second> receive(ref).reason()",
                        "          killed",
                        "  java> killed.equals(counter())",
                        "        false",
                        "          noproc",
                        "        Ok[cents=18970]",
                        "        :unplugged",
                        "        noconnection",
                        "  java> receive(NodeDown.class)");
        assertThat(transcript()).element(1).asString().endsWith("the story without Elixir");
        assertThat(transcript()).last().asString().startsWith("All 22 answers are as they should");
    }

    @Test
    void fails_and_says_where_when_something_is_not_as_it_should_be() throws Exception {
        Setting liar = played("echo '=> a liar'; read ask; echo '=> :pang'; read more");

        assertThat(run(liar, DEADLINE)).isFalse();

        assertThat(transcript())
                .last()
                .isEqualTo("FAILED at cortex> Node.ping(java): was :pang, should be :pong");
    }

    @Test
    void fails_and_says_where_when_the_neighbour_ends() throws Exception {
        try (LogCapture log = LogCapture.ofCore()) {
            assertThat(run(played("echo '=> a coward'; read ask"), DEADLINE)).isFalse();

            assertThat(transcript())
                    .last()
                    .asString()
                    .startsWith("FAILED at cortex> Node.ping(java): ")
                    .contains("cortex-1@127.0.0.1 ended without an answer");
            assertThat(log.await("crashed").thrown()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void fails_at_the_deadline_and_ends_the_neighbour() throws Exception {
        try (LogCapture _ = LogCapture.ofCore()) {
            assertThat(run(played("read ask"), Duration.ofMillis(1))).isFalse();
        }

        assertThat(transcript()).last().isEqualTo("FAILED at the start: not done after 1 ms");
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    /** What a page shows of the story, which is what happens. */
    private static List<String> shownIn(Document page) {
        return page.blocks("").stream()
                .filter(block -> block.contains("cortex> "))
                .flatMap(String::lines)
                .toList();
    }

    /** A neighbour that only plays being Elixir. */
    private static Setting played(String script) {
        return new Setting(
                "java-1@127.0.0.1",
                "cortex-1@127.0.0.1",
                Ask.Language.ELIXIR,
                NodeResolver.fixedPorts(Map.of()),
                "cookie",
                List.of("sh", "-c", script),
                Map.of());
    }

    private void tellAll(Setting setting) throws InterruptedException {
        try (LogCapture log = LogCapture.of("dev.erloom.supervisor")) {
            assertThat(run(setting, DEADLINE)).as(printed::toString).isTrue();
            assertThat(log.await("child_terminated").text()).contains("killed", "\"counter\"");
        }
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    private boolean run(Setting setting, Duration deadline) throws InterruptedException {
        return Demo.run(setting, deadline, new PrintStream(printed, true, UTF_8));
    }

    private List<String> transcript() {
        return printed.toString(UTF_8).lines().toList();
    }
}
