// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.interop.distribution.HandshakeMessage.Ack;
import dev.erloom.interop.distribution.HandshakeMessage.Challenge;
import dev.erloom.interop.distribution.HandshakeMessage.Complement;
import dev.erloom.interop.distribution.HandshakeMessage.Name;
import dev.erloom.interop.distribution.HandshakeMessage.Named;
import dev.erloom.interop.distribution.HandshakeMessage.OldName;
import dev.erloom.interop.distribution.HandshakeMessage.Reply;
import dev.erloom.interop.distribution.HandshakeMessage.Status;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes are those of a session recorded with a real node, section 1.3 of the wire facts. */
class HandshakeMessageTest {
    private static final String NAME =
            "4e0000000d07df7fbc5eed0001000f70726f6265403132372e302e302e31";
    private static final String CHALLENGE =
            "4e0000000d07df7fbd811a87616b031b16000d6f3235403132372e302e302e31";
    private static final String REPLY = "72693bf4562b085284d418064052e96b5f11860750";
    private static final String ACK = "610791d19c06dce1059419763c6a59d1bd";
    private static final Cookie COOK = Cookie.of("cook");

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(HandshakeMessage message) {
        return HexFormat.of().formatHex(message.encode());
    }

    @Test
    void reads_and_writes_a_recorded_name() throws Exception {
        var name = new Name(new Flags(0xD07DF7FBCL), 0x5eed0001, "probe@127.0.0.1");

        assertThat(Name.parse(bytes(NAME))).isEqualTo(name);
        assertThat(hex(name)).isEqualTo(NAME);
    }

    @Test
    void reads_and_writes_a_recorded_challenge() throws Exception {
        var challenge =
                new Challenge(new Flags(0xD07DF7FBDL), 0x811a8761, 0x6b031b16, "o25@127.0.0.1");

        assertThat(Challenge.parse(bytes(CHALLENGE))).isEqualTo(challenge);
        assertThat(hex(challenge)).isEqualTo(CHALLENGE);
    }

    @Test
    void reads_and_writes_a_recorded_proof() throws Exception {
        Reply reply = Reply.parse(bytes(REPLY));

        assertThat(reply.challenge()).isEqualTo(0x693bf456);
        assertThat(reply.digest().proves(COOK, 0x811a8761)).isTrue();
        assertThat(reply.digest().proves(Cookie.of("other"), 0x811a8761)).isFalse();
        assertThat(hex(new Reply(0x693bf456, Digest.of(COOK, 0x811a8761)))).isEqualTo(REPLY);
    }

    @Test
    void reads_and_writes_a_recorded_end() throws Exception {
        assertThat(Ack.parse(bytes(ACK)).digest().proves(COOK, 0x693bf456)).isTrue();
        assertThat(hex(new Ack(Digest.of(COOK, 0x693bf456)))).isEqualTo(ACK);
    }

    @Test
    void reads_and_writes_a_status() throws Exception {
        assertThat(Status.parse(bytes("736f6b"))).isEqualTo(Status.OK);
        assertThat(hex(Status.NOT_ALLOWED)).isEqualTo("736e6f745f616c6c6f776564");
    }

    @Test
    void reads_and_writes_a_given_name() throws Exception {
        var named = new Named("W979P579T27F@127.0.0.1", 0x12345678);
        byte[] message = named.encode();

        assertThat(Named.isOne(message)).isTrue();
        assertThat(Named.parse(message)).isEqualTo(named);
        assertThat(Named.isOne(Status.OK.encode())).isFalse();
    }

    @Test
    void reads_and_writes_the_old_form() throws Exception {
        var name = new OldName(new Flags(0x07DF7FBCL), "a@b");
        var complement = new Complement(0xD, 77);

        assertThat(hex(name)).isEqualTo("6e000507df7fbc614062");
        assertThat(OldName.parse(name.encode())).isEqualTo(name);
        assertThat(Complement.parse(complement.encode())).isEqualTo(complement);
    }

    @Test
    void ignores_what_follows_the_name() throws Exception {
        assertThat(Name.parse(bytes(NAME + "cafe"))).isEqualTo(Name.parse(bytes(NAME)));
        assertThat(Challenge.parse(bytes(CHALLENGE + "00")))
                .isEqualTo(Challenge.parse(bytes(CHALLENGE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4e", "4e0000", "73", "4e0000000d07df7fbc5eed0001ffff61"})
    void refuses_what_is_no_name(String hex) {
        assertThatThrownBy(() -> Name.parse(bytes(hex)))
                .isInstanceOf(HandshakeFailure.class)
                .hasMessage("expected a 'N' message of the handshake, was 0x" + hex);
    }

    @Test
    void shows_only_the_beginning_of_a_long_wrong_message() {
        assertThatThrownBy(() -> Ack.parse(new byte[2000]))
                .hasMessageEndingWith("00... (2000 bytes)")
                .message()
                .hasSizeLessThan(150);
    }
}
