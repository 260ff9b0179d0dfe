// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** A proof of a cookie, as it came. Not comparable but with {@link #proves}. */
final class Digest {
    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    static Digest of(Cookie cookie, int challenge) {
        return new Digest(cookie.digest(challenge));
    }

    static Digest read(ByteBuffer in) {
        byte[] bytes = new byte[HandshakeMessage.DIGEST_LENGTH];
        in.get(bytes);
        return new Digest(bytes);
    }

    /** Compares in a time that does not depend on where the first difference is. */
    boolean proves(Cookie cookie, int challenge) {
        return MessageDigest.isEqual(bytes, cookie.digest(challenge));
    }

    byte[] bytes() {
        return bytes.clone();
    }
}
