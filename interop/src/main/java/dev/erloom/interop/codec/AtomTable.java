// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import dev.erloom.interop.term.AtomTerm;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes atoms of UTF-8, and remembers the last few: the same atoms come again and again. A new atom
 * takes the place of an older one, so a peer cannot make this grow.
 */
final class AtomTable {

    private static final int PLACES = 256;

    private final byte[][] names = new byte[PLACES][];
    private final @Nullable AtomTerm[] atoms = new @Nullable AtomTerm[PLACES];
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

    /** Returns the atom with this UTF-8 name, or null where that is no name of an atom. */
    @Nullable AtomTerm atom(byte[] bytes, int from, int to) {
        int place = place(bytes, from, to);
        AtomTerm known = atoms[place];
        if (known != null && Arrays.equals(names[place], 0, names[place].length, bytes, from, to)) {
            return known;
        }
        try {
            AtomTerm atom =
                    new AtomTerm(
                            decoder.decode(ByteBuffer.wrap(bytes, from, to - from)).toString());
            names[place] = Arrays.copyOfRange(bytes, from, to);
            atoms[place] = atom;
            return atom;
        } catch (CharacterCodingException | IllegalArgumentException _) {
            return null;
        }
    }

    /** Mixes length, first, middle and last bytes: enough to tell the usual atoms apart. */
    private static int place(byte[] bytes, int from, int to) {
        int length = to - from;
        int hash = length;
        for (int i = from; i < to; i += 1 + (length >> 3)) {
            hash = hash * 31 + bytes[i];
        }
        return (hash ^ (hash >>> 8)) & (PLACES - 1);
    }
}
