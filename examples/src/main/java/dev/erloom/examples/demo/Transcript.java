// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.demo;

import static dev.erloom.process.Processes.exit;
import static java.util.stream.Collectors.joining;

import dev.erloom.process.ExitReason;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Prints what the nodes do and see, and compares it with what they should see. */
final class Transcript {
    private final PrintStream out;
    private volatile String doing = "the start";
    private int observations;

    Transcript(PrintStream out) {
        this.out = out;
    }

    /** Prints a line that is no observation. */
    void say(String line) {
        out.println(line);
    }

    /** Begins a part of the story. */
    void chapter(String title) {
        say("");
        say(title);
    }

    /** Prints what a node does now. */
    void does(String node, String code) {
        doing = node.substring(0, node.indexOf('-')) + "> " + code;
        say("  " + doing);
    }

    /**
     * Prints what came out of it.
     *
     * @param expected what should; an ellipsis stands for anything
     */
    void sees(Object seen, Object expected) {
        String text = seen.toString();
        say(" ".repeat(doing.indexOf('>') + 4) + text);
        check(matches(text, expected.toString()), "was " + text + ", should be " + expected);
        observations++;
    }

    /** Ends the story, by an exit, unless something is as it should be. */
    static void check(boolean asItShouldBe, String otherwise) {
        if (!asItShouldBe) {
            throw exit(ExitReason.of(otherwise));
        }
    }

    private static boolean matches(String text, String expected) {
        return text.matches(
                Arrays.stream(expected.split("…", -1)).map(Pattern::quote).collect(joining(".+")));
    }

    /** {@return what a node is doing} */
    String doing() {
        return doing;
    }

    /** {@return how many things were seen, all of them as they should be} */
    int observations() {
        return observations;
    }
}
