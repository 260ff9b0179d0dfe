// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import java.nio.charset.StandardCharsets;

/** Writes short text as UTF-8 without making an array for it. */
final class Utf8Writer {

    private Utf8Writer() {}

    /** Returns how many bytes {@code text}, which has no unpaired surrogates, takes. */
    static int length(String text) {
        int length = text.length();
        int bytes = length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // Both halves of a surrogate pair count 2 and make the 4 bytes of one character.
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }

    /** Writes {@code text}, which takes {@code length} bytes. */
    static void write(String text, int length, WireBuffer out) {
        if (length != text.length()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(bytes, 0, bytes.length);
            return;
        }
        int at = out.reserve(length);
        byte[] bytes = out.raw();
        for (int i = 0; i < length; i++) {
            bytes[at + i] = (byte) text.charAt(i);
        }
    }
}
