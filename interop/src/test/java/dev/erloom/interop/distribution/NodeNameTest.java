// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {

    @Test
    void splits_at_the_only_at_sign() {
        NodeName name = NodeName.parse("java@127.0.0.1");

        assertThat(name.name()).isEqualTo("java");
        assertThat(name.host()).isEqualTo("127.0.0.1");
        assertThat(name).hasToString("java@127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "java", "@host", "java@", "a@b@c", "a b@c", "a@b\n", "ä@\u0100"})
    void refuses_what_is_not_name_at_host(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NodeName.parse(text))
                .withMessageStartingWith("node name must be name@host, was \"");
    }

    @Test
    void shows_the_value_without_what_would_break_a_log_line() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NodeName.parse("a\nb"))
                .withMessage("node name must be name@host, was \"a?b\"");
    }

    @Test
    void takes_255_characters_and_not_one_more() {
        assertThat(NodeName.parse("n".repeat(253) + "@h").toString()).hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NodeName.parse("n".repeat(254) + "@h"))
                .withMessage("node name must have at most 255 characters, has 256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@127.0.0.1", "a@host.example", "a@::1"})
    void knows_hosts_in_full(String name) {
        assertThat(NodeName.parse(name).hasLongHost()).isTrue();
    }

    @Test
    void knows_short_hosts() {
        assertThat(NodeName.parse("a@localhost").hasLongHost()).isFalse();
    }
}
