// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.interop.distribution.DistributionException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookieTest {

    @Test
    void is_never_printed() {
        assertThat(Cookie.of("geheim").toString()).doesNotContain("geheim");
    }

    @Test
    void proves_itself_by_the_md5_of_secret_and_unsigned_challenge() {
        byte[] digest = Cookie.of("cook").digest(0x811a8761);

        assertThat(HexFormat.of().formatHex(digest)).isEqualTo("2b085284d418064052e96b5f11860750");
    }

    @Test
    void is_equal_to_the_same_secret() {
        assertThat(Cookie.of("a")).isEqualTo(Cookie.of("a")).hasSameHashCodeAs(Cookie.of("b"));
        assertThat(Cookie.of("a")).isNotEqualTo(Cookie.of("b"));
    }

    @Test
    void refuses_what_no_erlang_node_could_use() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cookie.of(""))
                .withMessage("cookie must not be empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cookie.of("\u0161krob"))
                .withMessage("cookie must have only characters up to 255, has one above");
        assertThat(Cookie.of("ÿ").digest(0)).hasSize(16);
    }

    @Test
    void says_which_variable_of_the_environment_is_missing() {
        assertThatThrownBy(() -> CookieSources.environment(Cookie.VARIABLE, null))
                .isInstanceOf(DistributionException.class)
                .hasMessage("environment variable ERLOOM_COOKIE is not set");
        assertThat(CookieSources.environment(Cookie.VARIABLE, "x")).isEqualTo("x");
    }

    @Nested
    class from_a_file {
        @TempDir Path folder;

        private Path file(String content, String permissions) throws IOException {
            Path file = folder.resolve(".erlang.cookie");
            Files.writeString(file, content, ISO_8859_1);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            return file;
        }

        @ParameterizedTest
        @ValueSource(strings = {"SECRET", "SECRET\n", "SECRET\r\n", "SECRET\n\n \n"})
        void leaves_out_the_line_ends_after_it(String content) throws IOException {
            assertThat(Cookie.fromFile(file(content, "r--------"))).isEqualTo(Cookie.of("SECRET"));
        }

        @Test
        void keeps_spaces_in_the_line_as_otp_does() throws IOException {
            assertThat(Cookie.fromFile(file(" A B \n", "rw-------"))).isEqualTo(Cookie.of(" A B "));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n", "\r\n\n"})
        void refuses_an_empty_one(String content) throws IOException {
            refuses(file(content, "r--------")).hasMessageEndingWith(" is empty");
        }

        @ParameterizedTest
        @ValueSource(strings = {"A\nB", "A\tB", "\u00e4"})
        void refuses_characters_that_otp_refuses(String content) throws IOException {
            refuses(file(content, "r--------"))
                    .hasMessageEndingWith(" has characters that no cookie has");
        }

        @ParameterizedTest
        @ValueSource(strings = {"r--r-----", "r-----r--", "rw--w----", "rw------x"})
        void refuses_one_that_others_may_use(String permissions) throws IOException {
            refuses(file("SECRET", permissions))
                    .hasMessageContaining("must be accessible by its owner only");
        }

        @Test
        void refuses_a_missing_one_and_a_folder() {
            refuses(folder.resolve("nothing")).hasMessageEndingWith("nothing does not exist");
            refuses(folder).hasMessageEndingWith(" is not a regular file");
        }

        @Test
        void is_in_the_home_folder_or_else_in_the_configuration_folder() throws IOException {
            Path home = Files.createDirectory(folder.resolve("home"));
            Path config = folder.resolve("config");
            Path inHome = home.resolve(".erlang.cookie");
            assertThat(CookieSources.find(home, config)).isEqualTo(inHome);

            Path second = config.resolve("erlang/.erlang.cookie");
            Files.createDirectories(config.resolve("erlang"));
            Files.writeString(second, "x");
            assertThat(CookieSources.find(home, config)).isEqualTo(second);

            Files.writeString(inHome, "x");
            assertThat(CookieSources.find(home, config)).isEqualTo(inHome);
        }

        private AbstractThrowableAssert<?, ? extends Throwable> refuses(Path file) {
            return assertThatThrownBy(() -> Cookie.fromFile(file))
                    .isInstanceOfSatisfying(
                            DistributionException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.COOKIE))
                    .hasMessageStartingWith("cookie file " + folder)
                    .hasMessageNotContaining("SECRET");
        }
    }
}
