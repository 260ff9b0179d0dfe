// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples;

import static dev.erloom.examples.testing.Document.README;
import static dev.erloom.examples.testing.Document.ROOT;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.examples.testing.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentsTest {
    private static final Pattern REGION =
            Pattern.compile("// @start region=\"[^\n]*\n(.*?)\n *// @end region=", Pattern.DOTALL);
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");
    private static final Pattern VERSION = Pattern.compile("<version>.*?</version>");

    static Stream<Document> pages() {
        return Stream.concat(
                Stream.of(README, Document.EXAMPLES, page("semantics.md"), page("distribution.md")),
                guide());
    }

    private static Stream<Document> guide() {
        return filesIn(ROOT.resolve("docs/guide"), ".md").map(Document::new);
    }

    static Stream<Document> pagesThatNameTests() {
        return Stream.of(page("semantics.md"), page("distribution.md"));
    }

    private static Document page(String name) {
        return new Document(ROOT.resolve("docs").resolve(name));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void the_Java_they_show_is_that_of_the_examples(Document page) {
        String sources =
                javaFilesIn(Path.of("src"))
                        .map(file -> new Document(file).text())
                        .collect(joining());
        List<String> regions =
                REGION.matcher(sources)
                        .results()
                        .map(region -> region.group(1).stripTrailing().stripIndent())
                        .toList();

        assertThat(page.blocks("java")).isSubsetOf(regions);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void their_links_lead_somewhere(Document page) {
        assertThat(page.links()).allSatisfy(file -> assertThat(file).exists());
    }

    @ParameterizedTest
    @MethodSource("pagesThatNameTests")
    void the_tests_they_name_exist(Document page) {
        Set<String> tests =
                Stream.of("core", "supervisor", "interop", "examples")
                        .map(module -> ROOT.resolve(module).resolve("src/test/java"))
                        .flatMap(DocumentsTest::javaFilesIn)
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .collect(toSet());

        List<String> named =
                TEST.matcher(page.text()).results().map(name -> name.group(1)).toList();
        assertThat(named).isNotEmpty().isSubsetOf(tests);
    }

    @Test
    void the_README_fits_a_few_screens() {
        assertThat(README.text().lines().count()).isLessThan(150);
    }

    @Test
    void the_README_begins_with_a_program_and_what_it_prints() {
        assertThat(README.blocks("java")).hasSize(3);
        assertThat(README.text())
                .containsSubsequence("record Counter", "The counter is at 42", "bin/demo");
    }

    @Test
    void the_dependency_that_the_README_shows_is_this_version() {
        String version =
                VERSION.matcher(new Document(ROOT.resolve("pom.xml")).text())
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group();

        assertThat(README.blocks("xml")).singleElement().asString().contains(version);
    }

    private static Stream<Path> javaFilesIn(Path folder) {
        return filesIn(folder, ".java");
    }

    private static Stream<Path> filesIn(Path folder, String end) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
