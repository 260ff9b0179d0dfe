// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a program is started.
 *
 * @param name what it is called in messages
 * @param command the program and its arguments
 * @param options everything else
 */
record Launch(String name, List<String> command, PortOptions options) {
    private static final Pattern ERRNO = Pattern.compile("error[=:] ?(\\d+)");
    private static final Map<Integer, String> ERRORS =
            Map.of(
                    2, "enoent", 7, "e2big", 8, "enoexec", 11, "eagain", 12, "enomem", 13, "eacces",
                    20, "enotdir", 23, "enfile", 24, "emfile", 26, "etxtbsy");

    /** A program with its arguments. */
    static Launch program(String program, PortOptions options) {
        Path path = find(program, options.directory());
        List<String> command = new ArrayList<>();
        if (options.nameForItself() != null) {
            command.add(find("bash", null).toString());
            command.addAll(List.of("-c", "exec -a \"$0\" \"$@\"", options.nameForItself()));
        }
        command.add(path.toString());
        command.addAll(options.arguments());
        return new Launch(program, command, options);
    }

    /** A command line for the shell, which is replaced by it as in {@code open_port}. */
    static Launch shell(String commandLine, PortOptions options) {
        if (!options.arguments().isEmpty() || options.nameForItself() != null) {
            throw new IllegalArgumentException(
                    "a command line takes neither args nor arg0: they are part of it");
        }
        return new Launch(commandLine, List.of("/bin/sh", "-c", "exec " + commandLine), options);
    }

    /**
     * {@return the file of a program: one that is named with a slash is that file, another is
     * looked for on the PATH}
     *
     * @throws PortException with {@code enoent} or {@code eacces}
     */
    private static Path find(String program, @Nullable Path directory) {
        if (program.contains("/")) {
            Path file = Path.of(program);
            check(program, directory == null ? file : directory.resolve(file));
            return file;
        }
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin");
        for (String folder : path.split(":", -1)) {
            Path file = Path.of(folder, program);
            if (!program.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                return file.toAbsolutePath();
            }
        }
        throw new PortException(program, "enoent", null);
    }

    private static void check(String program, Path file) {
        if (!Files.exists(file)) {
            throw new PortException(program, "enoent", null);
        }
        if (Files.isDirectory(file) || !Files.isExecutable(file)) {
            throw new PortException(program, "eacces", null);
        }
    }

    java.lang.Process start() throws PortException {
        ProcessBuilder builder = new ProcessBuilder(command);
        if (options.directory() != null) {
            builder.directory(options.directory().toFile());
        }
        options.environment()
                .forEach((name, value) -> {
                    if (value == null) {
                        builder.environment().remove(name);
                    } else {
                        builder.environment().put(name, value);
                    }
                });
        if (!options.writes()) {
            builder.redirectInput(Redirect.from(new File("/dev/null")));
        }
        if (!options.reads()) {
            builder.redirectOutput(Redirect.INHERIT);
        }
        switch (options.stderr()) {
            case INHERIT -> builder.redirectError(Redirect.INHERIT);
            case MERGE -> builder.redirectErrorStream(true);
            case DISCARD -> builder.redirectError(Redirect.DISCARD);
            case SEPARATE -> builder.redirectError(Redirect.PIPE);
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new PortException(name, errorOf(e), e);
        }
    }

    /** {@return the POSIX name of an error that the JDK tells by its number, in a sentence} */
    static String errorOf(IOException failed) {
        Matcher number = ERRNO.matcher(String.valueOf(failed.getMessage()));
        return number.find() ? ERRORS.getOrDefault(Integer.valueOf(number.group(1)), "eio") : "eio";
    }
}
