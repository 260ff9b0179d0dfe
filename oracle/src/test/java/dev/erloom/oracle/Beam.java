// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * An {@code elixir} that runs scripts of this package.
 *
 * <p>The scripts go through its standard input, so that a release inside a folder, which does not
 * see this repository, can run them too.
 */
final class Beam implements AutoCloseable {
    /** Reads scripts, each after a line with its name and its length, up to {@code end}. */
    private static final String READER =
            """
            read = fn read ->
              case IO.gets("") do
                "end\\n" -> :ok
                header ->
                  [name, length] = String.split(header)
                  script = IO.binread(:stdio, String.to_integer(length))
                  Code.eval_string(script, [], file: name)
                  read.(read)
              end
            end
            read.(read)
            """;

    private final Process process;
    private final BufferedReader lines;

    /**
     * One entry of the matrix.
     *
     * @param entry as in the property {@code erloom.otp.matrix}
     * @param prefix of the command
     */
    record Release(String entry, List<String> prefix) {

        /** {@return the releases of the property {@code erloom.otp.matrix}} */
        static Stream<Release> all() {
            String matrix = System.getProperty("erloom.otp.matrix", "path");
            return Arrays.stream(matrix.split(",")).map(String::strip).map(Release::of);
        }

        private static Release of(String entry) {
            return new Release(
                    entry,
                    entry.equals("path")
                            ? List.of()
                            : List.of("chroot", entry.substring("chroot:".length())));
        }

        /** Starts a BEAM that runs these scripts; the last one may go on reading its input. */
        Beam start(List<String> scripts) {
            try {
                return new Beam(this, scripts);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "the BEAM of entry \""
                                + entry
                                + "\" does not run: install erlang and elixir, or leave these tests"
                                + " out with -Derloom.interop.skip=true",
                        e);
            }
        }

        @Override
        public String toString() {
            return entry;
        }
    }

    private Beam(Release release, List<String> scripts) throws IOException {
        List<String> command = new ArrayList<>(release.prefix());
        command.addAll(List.of("elixir", "-e", READER));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("ERL_CRASH_DUMP_SECONDS", "0");
        builder.redirectErrorStream(true);
        process = builder.start();
        lines = process.inputReader(StandardCharsets.UTF_8);
        OutputStream input = process.getOutputStream();
        for (String script : scripts) {
            byte[] text = Resources.bytes(script);
            input.write((script + " " + text.length + "\n").getBytes(StandardCharsets.US_ASCII));
            input.write(text);
        }
        input.write("end\n".getBytes(StandardCharsets.US_ASCII));
        input.flush();
    }

    /**
     * Returns the next line it prints.
     *
     * @throws AssertionError when it ends instead
     */
    String readLine() {
        try {
            String line = lines.readLine();
            if (line == null) {
                throw new AssertionError("the BEAM ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return everything it prints until it ends} */
    List<String> readAll() {
        return lines.lines().toList();
    }

    /** Gives the script lines to read. */
    void write(List<String> text) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((String.join("\n", text) + "\n").getBytes(StandardCharsets.US_ASCII));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it, at once. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
