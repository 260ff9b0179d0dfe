// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlagsTest {

    @Test
    void announces_what_otp_29_does() {
        assertThat(Flags.HIDDEN).hasToString("0x6D07DF7FBC");
        assertThat(Flags.VISIBLE).hasToString("0x6D07DF7FBD");
    }

    @Test
    void asks_for_what_otp_26_and_newer_do() {
        assertThat(Flags.MANDATORY).hasToString("0x403070F94");
    }

    @Test
    void takes_the_digest_for_all_that_it_stands_for() {
        Flags shorthand = new Flags(0x406000000L);

        assertThat(shorthand.lacking(Flags.MANDATORY)).isNotEmpty();
        assertThat(shorthand.expanded().lacking(Flags.MANDATORY)).isEmpty();
        assertThat(new Flags(0x402000000L).expanded().lacking(Flags.MANDATORY)).isNotEmpty();
    }

    @Test
    void names_what_is_lacking() {
        Flags old = Flags.HIDDEN.without(Flag.UNLINK_ID).without(Flag.V4_NC);

        assertThat(old.lacking(Flags.MANDATORY)).containsExactly(Flag.UNLINK_ID, Flag.V4_NC);
        assertThat(Flags.HIDDEN.lacking(Flags.MANDATORY)).isEmpty();
    }

    @Test
    void jinterface_1_6_1_lacks_what_otp_27_says_it_does() {
        assertThat(new Flags(0x30D94).lacking(Flags.MANDATORY))
                .contains(
                        Flag.UNLINK_ID, Flag.HANDSHAKE_23, Flag.BIG_CREATION, Flag.EXPORT_PTR_TAG);
    }

    @Test
    void negotiates_what_both_have() {
        Flags negotiated = Flags.VISIBLE.negotiated(new Flags(0xD07DF7FBCL));

        assertThat(negotiated).hasToString("0xD07DF7FBC");
        assertThat(negotiated.has(Flag.PUBLISHED)).isFalse();
        assertThat(Flags.VISIBLE.negotiated(Flags.VISIBLE).has(Flag.PUBLISHED)).isTrue();
    }

    @Test
    void completes_the_lower_half_with_the_upper_one() {
        Flags low = new Flags(0x07DF7FBCL);

        assertThat(low.withHighHalf(0x6D)).isEqualTo(Flags.HIDDEN);
        assertThat(Flags.HIDDEN.lowHalf()).isEqualTo(low);
    }
}
