// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import dev.erloom.interop.term.AtomTerm;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of the atom cache: what the peer has put into which slot, and the atoms that
 * the header read last refers to.
 */
final class AtomCacheReader {

    private final @Nullable AtomTerm[] slots = new @Nullable AtomTerm[AtomCacheWriter.SLOTS];
    private final @Nullable AtomTerm[] references = new @Nullable AtomTerm[255];
    private final AtomTable table;
    private int count;

    AtomCacheReader(AtomTable table) {
        this.table = table;
    }

    /** {@return the atoms that the last header referred to; only the first {@link #count} hold} */
    @Nullable AtomTerm[] references() {
        return references;
    }

    /** {@return a copy of the atoms that the last header referred to} */
    @Nullable AtomTerm[] copyOfReferences() {
        return Arrays.copyOf(references, count);
    }

    int count() {
        return count;
    }

    /** Reads count, flags and references of a header, and takes new atoms into the cache. */
    void read(ByteReader in) {
        require(in, 1);
        count = in.u1();
        if (count == 0) {
            return;
        }
        int flags = in.index();
        require(in, count / 2 + 1);
        in.skip(count / 2 + 1);
        byte[] bytes = in.bytes();
        boolean longAtoms = (nibble(bytes, flags, count) & 1) != 0;
        for (int i = 0; i < count; i++) {
            int nibble = nibble(bytes, flags, i);
            require(in, 1);
            int slot = ((nibble & 7) << 8) | in.u1();
            if ((nibble & 8) != 0) {
                slots[slot] = name(in, longAtoms);
            }
            AtomTerm atom = slots[slot];
            if (atom == null) {
                throw MalformedTermException.packet(
                        "header refers to slot " + slot + " of the atom cache, which is empty");
            }
            references[i] = atom;
        }
    }

    private static int nibble(byte[] bytes, int from, int index) {
        return (bytes[from + index / 2] >> (4 * (index % 2))) & 0xf;
    }

    private AtomTerm name(ByteReader in, boolean longAtoms) {
        require(in, longAtoms ? 2 : 1);
        int length = longAtoms ? in.u2() : in.u1();
        require(in, length);
        AtomTerm atom = table.atom(in.bytes(), in.index(), in.index() + length);
        if (atom == null) {
            throw MalformedTermException.packet(
                    "atom at offset %d of the header is not UTF-8 or has more than 255 characters"
                            .formatted(in.offset()));
        }
        in.skip(length);
        return atom;
    }

    private static void require(ByteReader in, int bytes) {
        if (!in.has(bytes)) {
            throw MalformedTermException.packet(
                    "header needs "
                            + bytes
                            + " bytes at offset "
                            + in.offset()
                            + ", has "
                            + in.left());
        }
    }
}
