// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** What a program prints. */
public final class Output {
    private Output() {}

    /** A program; its {@code main} without arguments. */
    @FunctionalInterface
    public interface Program {
        /** Runs it. */
        void main() throws Exception;
    }

    /** {@return the lines that {@code program} prints to standard output} */
    public static List<String> of(Program program) throws Exception {
        var bytes = new ByteArrayOutputStream();
        PrintStream terminal = System.out;
        try (var out = new PrintStream(bytes, true, UTF_8)) {
            System.setOut(out);
            program.main();
        } finally {
            System.setOut(terminal);
        }
        return bytes.toString(UTF_8).lines().toList();
    }
}
