// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.distribution.Peers.Welcome;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final NodeName A = NodeName.parse("a@h");
    private static final NodeName B = NodeName.parse("b@h");

    @Test
    void the_call_of_the_greater_name_counts() {
        assertThat(Welcome.of(A, B, false, true)).isEqualTo(Welcome.OK_SIMULTANEOUS);
        assertThat(Welcome.of(B, A, false, true)).isEqualTo(Welcome.NOK);
    }

    @Test
    void who_does_not_call_listens() {
        assertThat(Welcome.of(A, B, false, false)).isEqualTo(Welcome.OK);
        assertThat(Welcome.of(B, A, false, false)).isEqualTo(Welcome.OK);
    }

    @Test
    void a_connection_is_asked_after_first() {
        assertThat(Welcome.of(B, A, true, true)).isEqualTo(Welcome.ALIVE);
        assertThat(Welcome.of(A, B, true, false)).isEqualTo(Welcome.ALIVE);
    }
}
