// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A running {@code erl} or {@code elixir}.
 *
 * <p>Which ones is said by the system property {@code erloom.otp.matrix}: entries with commas
 * between them, {@code path} for the programs on the PATH and {@code chroot:DIR} for those inside a
 * folder.
 */
public final class Beam implements AutoCloseable {

    private static final ConcurrentHashMap<String, Release> RELEASES = new ConcurrentHashMap<>();

    /** Keeps the end of what a BEAM complains about. */
    private static final int KEPT_ERRORS = 20_000;

    private final Process process;
    private final Thread errorReader;
    private final StringBuilder errors = new StringBuilder();
    private final BufferedReader lines;

    private Beam(Process process) {
        this.process = process;
        this.lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.errorReader = Thread.ofVirtual().start(this::readErrors);
    }

    /** One entry of the matrix: a release of OTP that can be run. */
    public static final class Release {
        private final String entry;
        private final List<String> prefix;
        private final String otp;

        private Release(String entry, List<String> prefix, String otp) {
            this.entry = entry;
            this.prefix = prefix;
            this.otp = otp;
        }

        /** {@return the release of OTP, such as 25} */
        public int otp() {
            return Integer.parseInt(otp);
        }

        /** Starts {@code erl} with these arguments. */
        public Beam erl(String... arguments) {
            return start(prefix, "erl", arguments);
        }

        /** Starts {@code elixir} with these arguments. */
        public Beam elixir(String... arguments) {
            return start(prefix, "elixir", arguments);
        }

        /** Starts another program of the release, such as {@code epmd}. */
        public Beam program(String program, String... arguments) {
            return start(prefix, program, arguments);
        }

        @Override
        public String toString() {
            return "OTP " + otp + " (" + entry + ")";
        }
    }

    /** {@return the releases of the matrix} */
    public static Stream<Release> releases() {
        String matrix = System.getProperty("erloom.otp.matrix", "path");
        return Arrays.stream(matrix.split(",")).map(String::strip).map(Beam::release);
    }

    /** {@return the release of one entry of the matrix} */
    static Release release(String entry) {
        return RELEASES.computeIfAbsent(entry, Beam::find);
    }

    private static Release find(String entry) {
        List<String> prefix =
                entry.equals("path")
                        ? List.of()
                        : List.of("chroot", entry.substring("chroot:".length()));
        String code = "io:put_chars(erlang:system_info(otp_release)),halt().";
        try (Beam beam = start(prefix, "erl", "-noinput", "-eval", code)) {
            String otp = Objects.requireNonNullElse(beam.lines.readLine(), "");
            if (otp.matches("\\d+")) {
                return new Release(entry, prefix, otp);
            }
            throw missing(entry, "it printed \"" + otp + "\", then: " + beam.lastWords().strip());
        } catch (IOException | UncheckedIOException e) {
            throw missing(entry, String.valueOf(e.getMessage()));
        }
    }

    private static AssertionError missing(String entry, String problem) {
        return new AssertionError(
                "entry \"%s\" of erloom.otp.matrix has no erl that runs (%s): install erlang and elixir, or leave these tests out with -Derloom.interop.skip=true"
                        .formatted(entry, problem));
    }

    private static Beam start(List<String> prefix, String program, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("ERL_CRASH_DUMP_SECONDS", "0");
        try {
            return new Beam(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return what the program reads as its standard input} */
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    /** {@return what the program prints; not to be mixed with {@link #readLine}} */
    public InputStream stdout() {
        return process.getInputStream();
    }

    /**
     * Returns the next line the program prints.
     *
     * @throws AssertionError if the program has ended without printing one
     */
    public String readLine() {
        try {
            String line = lines.readLine();
            if (line == null) {
                throw new AssertionError("the program ended, its last words were: " + lastWords());
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return everything the program prints until it ends} */
    public String readAll() {
        try {
            return lines.readAllAsString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the program a line to read. */
    public void writeLine(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("last words of the program: " + lastWords(), e);
        }
    }

    /** {@return the number by which the operating system knows the program, for signals to it} */
    public long pid() {
        return process.pid();
    }

    /** {@return the status with which the program ends, once it has ended} */
    public int exitStatus() throws InterruptedException {
        return process.waitFor();
    }

    /** {@return what the program has complained about so far} */
    public String errors() {
        synchronized (errors) {
            return errors.toString();
        }
    }

    /** {@return what the program, which has ended, complained about} */
    private String lastWords() {
        try {
            errorReader.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return errors();
    }

    private void readErrors() {
        try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                addError(line);
            }
        } catch (IOException _) {
            addError("(the program's errors cannot be read any further)");
        }
    }

    private void addError(String line) {
        synchronized (errors) {
            errors.append(line).append('\n');
            if (errors.length() > 2 * KEPT_ERRORS) {
                errors.delete(0, KEPT_ERRORS);
            }
        }
    }

    /** Ends the program, at once. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
