// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Map;

/**
 * The other node of the story: a program that does what it reads, a line at a time, and prints what
 * came out behind an arrow. It ends with this one, whatever happens.
 */
final class Neighbour implements AutoCloseable {
    private static final String ARROW = "=> ";

    private final String node;
    private final Ask.Language language;
    private final Process process;
    private final BufferedWriter asks;
    private final BufferedReader answers;

    private Neighbour(String node, Ask.Language language, Process process) {
        this.node = node;
        this.language = language;
        this.process = process;
        this.asks = process.outputWriter(UTF_8);
        this.answers = process.inputReader(UTF_8);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Starts the program; its complaints go where ours go. */
    static Neighbour start(
            String node,
            Ask.Language language,
            List<String> command,
            Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
        builder.environment().putAll(environment);
        return new Neighbour(node, language, builder.start());
    }

    /** {@return the name of its node} */
    String node() {
        return node;
    }

    Ask.Phrase phrase(Ask ask) {
        return language.phrase(ask);
    }

    /** Has it do something. */
    void ask(Ask ask) throws IOException {
        asks.write(language.line(ask));
        asks.newLine();
        asks.flush();
    }

    /** {@return the next answer; waits for it} The first one is who it is. */
    String answer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(ARROW)) {
                return line.substring(ARROW.length());
            }
        }
        throw new IOException(node + " ended without an answer");
    }

    /** Prints an answer: the other end of {@link #answer}. */
    static void say(Object answer) {
        IO.println(ARROW + answer);
    }

    /** Ends the program, at once. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
