// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomTraceTest {

    private static List<String> mailboxes(String... mailboxes) {
        List<String> observed =
                Arrays.stream(mailboxes).map(mailbox -> "0|ok||" + mailbox + "|nil nil").toList();
        return RandomTrace.of(observed).stream().map(step -> step.split("\\|", -1)[3]).toList();
    }

    @Test
    void messages_of_one_step_are_in_the_order_of_their_senders() {
        assertThat(mailboxes("1: E 3 boo;D 2 m4 2 boo", "1: E 3 boo;D 2 m4 2 boo;E 0 x"))
                .containsExactly("1: D 2 m4 2 boo;E 3 boo", "1: D 2 m4 2 boo;E 3 boo;E 0 x");
    }

    @Test
    void messages_of_one_sender_stay_as_they_came() {
        assertThat(mailboxes("1: E 2 boo;D 2 m4 2 boo")).containsExactly("1: E 2 boo;D 2 m4 2 boo");
        assertThat(mailboxes("1: D 2 m4 2 boo;E 2 boo")).containsExactly("1: D 2 m4 2 boo;E 2 boo");
    }

    @Test
    void a_message_of_an_earlier_step_stays_before_later_ones() {
        assertThat(mailboxes("1: E 3 boo", "1: E 3 boo;E 2 boo").getLast())
                .isEqualTo("1: E 3 boo;E 2 boo");
        assertThat(mailboxes("1: E 3 boo", "1: E 2 boo;E 3 boo").getLast())
                .startsWith("1: OUT OF ORDER");
    }

    @Test
    void of_equal_messages_the_oldest_was_taken() {
        assertThat(
                        mailboxes(
                                "1: E 2 x",
                                "1: E 2 x;M 3 1",
                                "1: E 2 x;M 3 1;E 2 x",
                                "1: M 3 1;E 2 x"))
                .endsWith("1: M 3 1;E 2 x");
    }
}
