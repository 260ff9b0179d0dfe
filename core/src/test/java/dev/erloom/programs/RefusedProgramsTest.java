// SPDX-License-Identifier: Apache-2.0
package dev.erloom.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles programs as a strict user would: the mistakes in {@code resources/refused} are refused
 * for the reasons that they state, in these lines and no others; the programs of this package are
 * not refused.
 */
class RefusedProgramsTest {
    private static final Path REFUSED = Path.of("src/test/resources/refused");
    private static final Path PROGRAMS = Path.of("src/test/java/dev/erloom/programs");
    private static final Pattern MARK =
            Pattern.compile("// refused: ([\\w.]+)(?:, because (.+))?$");
    private static final Pattern DIAGNOSTIC =
            Pattern.compile("^\\w+\\.java:(\\d+):\\d+: compiler\\.(?:err|warn)\\.([\\w.]+)(.*)$");
    private static final Pattern PACKAGE = Pattern.compile("(?<![\\w.])(?:[a-z]\\w*\\.)+(?=[A-Z])");

    @TempDir private Path classes;

    /**
     * A line that the compiler refuses.
     *
     * @param code the code of the diagnostic
     * @param details its arguments, or a part of them
     */
    private record Refusal(int line, String code, String details) {}

    /** What the compiler says about some files. */
    private record Compilation(int exitCode, List<String> output) {}

    @DisplayName("GS-6 GS-15 SM-9 mistakes do not compile")
    @TestFactory
    Stream<DynamicTest> mistakes_do_not_compile() throws IOException {
        return javaFilesIn(REFUSED).stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                file.getFileName().toString(), () -> assertRefused(file)));
    }

    private void assertRefused(Path file) throws IOException {
        Compilation result = compile(List.of(file));

        assertThat(refusalsIn(result.output))
                .as("%s", result.output)
                .isNotEmpty()
                .zipSatisfy(
                        marksIn(file),
                        (refusal, mark) -> {
                            assertThat(refusal.line).isEqualTo(mark.line);
                            assertThat(refusal.code).isEqualTo(mark.code);
                            assertThat(refusal.details).contains(mark.details);
                        });
        assertThat(result.exitCode).isNotZero();
    }

    @DisplayName("D6 the programs compile without a warning")
    @Test
    void programs_compile() throws IOException {
        List<Path> programs =
                javaFilesIn(PROGRAMS).stream()
                        .filter(file -> !file.toString().endsWith("Test.java"))
                        .toList();
        assertThat(programs).hasSize(4);

        assertThat(compile(programs)).isEqualTo(new Compilation(0, List.of()));
    }

    private static List<Path> javaFilesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    /** {@return what the file says about itself} A mark stands above the line that is refused. */
    private static List<Refusal> marksIn(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<Refusal> marks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher mark = MARK.matcher(lines.get(i));
            if (mark.find()) {
                String details = Objects.requireNonNullElse(mark.group(2), "");
                marks.add(new Refusal(i + 2, mark.group(1), details));
            }
        }
        return marks;
    }

    private static List<Refusal> refusalsIn(List<String> output) {
        return output.stream()
                .map(DIAGNOSTIC::matcher)
                .filter(Matcher::find)
                .map(RefusedProgramsTest::refusal)
                .toList();
    }

    private static Refusal refusal(MatchResult found) {
        String details = PACKAGE.matcher(found.group(3)).replaceAll("");
        return new Refusal(Integer.parseInt(found.group(1)), found.group(2), details);
    }

    private Compilation compile(List<Path> files) {
        Optional<ToolProvider> javac = ToolProvider.findFirst("javac");
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-XDrawDiagnostics", "-Xlint:all", "-Werror"));
        arguments.addAll(List.of("-cp", "target/classes:target/test-classes"));
        arguments.addAll(List.of("-d", classes.toString()));
        files.forEach(file -> arguments.add(file.toString()));
        int exitCode = javac.orElseThrow().run(writer, writer, arguments.toArray(String[]::new));
        return new Compilation(exitCode, output.toString().lines().toList());
    }
}
