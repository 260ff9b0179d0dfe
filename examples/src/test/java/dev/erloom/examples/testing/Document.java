// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the project, and the blocks of code and output that it shows. */
public record Document(Path path) {
    /** The folder of the repository. */
    public static final Path ROOT = Path.of("..");

    /** The first page. */
    public static final Document README = new Document(ROOT.resolve("README.md"));

    /** The list of the examples. */
    public static final Document EXAMPLES = new Document(Path.of("README.md"));

    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\n(.*?)```", Pattern.DOTALL);

    /** {@return the whole text} */
    public String text() {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the blocks in a language, "" for those that say none; without the last line end} */
    public List<String> blocks(String language) {
        return BLOCK.matcher(text())
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2).stripTrailing())
                .toList();
    }

    /** {@return what its links lead to, those out of the project left out} */
    public Stream<Path> links() {
        return Pattern.compile("]\\(([^:#)]+)\\)")
                .matcher(text())
                .results()
                .map(link -> path.resolveSibling(link.group(1)));
    }
}
