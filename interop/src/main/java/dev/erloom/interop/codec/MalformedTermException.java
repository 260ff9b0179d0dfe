// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

/**
 * Thrown for bytes that are no term or no packet, or that exceed a limit; the message says where. A
 * connection that sent such bytes cannot be read any further.
 */
public final class MalformedTermException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private MalformedTermException(String message) {
        super(message);
    }

    /** Something is wrong with the term that starts with {@code tag} at {@code offset}. */
    static MalformedTermException term(int offset, int tag, String problem) {
        return new MalformedTermException(
                "malformed term at offset %d, tag 0x%02x (%d): %s"
                        .formatted(offset, tag, tag, problem));
    }

    /** A term was to start at {@code offset}, but the bytes end there. */
    static MalformedTermException end(int offset) {
        return new MalformedTermException(
                "malformed term at offset " + offset + ": the bytes end where a term should start");
    }

    /** Something is wrong with what surrounds the terms. */
    static MalformedTermException packet(String problem) {
        return new MalformedTermException("malformed packet: " + problem);
    }
}
