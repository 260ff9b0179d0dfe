// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import dev.erloom.interop.distribution.DistributionException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where cookies come from; the rules for the file are those of OTP's {@code auth.erl}. */
final class CookieSources {
    private static final String FILE = ".erlang.cookie";
    private static final int LONGEST = 64 * 1024;

    private CookieSources() {}

    static String environment(String variable, @Nullable String value) {
        if (value == null) {
            throw unfit("environment variable " + variable + " is not set", null);
        }
        return value;
    }

    static Path find() {
        Path home = Path.of(variable("HOME").orElse(System.getProperty("user.home")));
        Path config = variable("XDG_CONFIG_HOME").map(Path::of).orElse(home.resolve(".config"));
        return find(home, config);
    }

    /** HOME counts and not the {@code user.home} of Java, which is the folder in the user list. */
    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    static Path find(Path home, Path config) {
        Path first = home.resolve(FILE);
        Path second = config.resolve("erlang").resolve(FILE);
        return !Files.exists(first) && Files.exists(second) ? second : first;
    }

    static String read(Path file) {
        try {
            checkAttributes(file);
            try (InputStream in = Files.newInputStream(file)) {
                return parse(file, new String(in.readNBytes(LONGEST), ISO_8859_1));
            }
        } catch (IOException e) {
            throw unfit("cookie file " + file + " cannot be read: " + e, e);
        }
    }

    private static void checkAttributes(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw unfit("cookie file " + file + " does not exist", null);
        }
        if (!Files.isRegularFile(file)) {
            throw unfit("cookie file " + file + " is not a regular file", null);
        }
        var posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null
                && !Set.of(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE)
                        .containsAll(posix.readAttributes().permissions())) {
            throw unfit(
                    "cookie file " + file + " must be accessible by its owner only (chmod 400)",
                    null);
        }
    }

    /** Printable ASCII up to the first other character, then only spaces and line ends. */
    static String parse(Path file, String content) {
        int end = 0;
        while (end < content.length() && content.charAt(end) >= ' ' && content.charAt(end) <= '~') {
            end++;
        }
        if (end == 0 && content.isBlank()) {
            throw unfit("cookie file " + file + " is empty", null);
        }
        if (!content.substring(end).chars().allMatch(c -> c == '\n' || c == '\r' || c == ' ')) {
            throw unfit("cookie file " + file + " has characters that no cookie has", null);
        }
        return content.substring(0, end);
    }

    private static DistributionException unfit(String message, @Nullable Throwable cause) {
        return new DistributionException(Reason.COOKIE, message, cause);
    }
}
