// SPDX-License-Identifier: Apache-2.0
package dev.erloom.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds what users can see and nobody has described.
 *
 * <p>Doclint has one switch for a missing comment and for each missing {@code @param} and {@code
 * @return}, which this project leaves to judgement. So it is run once more, by javac, for the
 * missing comments alone.
 */
final class UndocumentedApi {
    private static final Path SOURCES = Path.of("src/main/java");

    private UndocumentedApi() {}

    /** {@return the places in the module whose tests are running, empty when all is described} */
    static List<String> find() throws IOException, InterruptedException {
        Process javac = new ProcessBuilder(command()).redirectErrorStream(true).start();
        String output = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (javac.waitFor() != 0) {
            throw new IllegalStateException("javac failed: " + output);
        }
        return output.lines().filter(line -> line.contains("warning: no comment")).toList();
    }

    private static List<String> command() throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                                "-J-Duser.language=en",
                                "-Xdoclint:missing/protected",
                                "-Xmaxwarns",
                                "10000",
                                "-proc:none",
                                "-d",
                                "target/undocumented-api",
                                "--module-path",
                                System.getProperty("jdk.module.path")));
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(command::add);
        }
        return command;
    }
}
