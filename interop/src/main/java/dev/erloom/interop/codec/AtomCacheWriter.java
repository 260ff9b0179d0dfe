// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of the atom cache: which slot of the peer's cache holds which atom.
 *
 * <p>An atom always goes to the slot its hash names, as in the BEAM. The slots change only when the
 * header of a message is written, so that a message which cannot be encoded leaves no trace.
 */
final class AtomCacheWriter {

    static final int SLOTS = 2048;

    /** The count of a message's references has one byte. */
    private static final int MOST_REFERENCES = 255;

    private final @Nullable String[] slots = new @Nullable String[SLOTS];

    /** The message in which a slot was last used; other entries of the slot are out of date. */
    private final int[] messageOfSlot = new int[SLOTS];

    private final int[] referenceOfSlot = new int[SLOTS];
    private final int[] slotOfReference = new int[MOST_REFERENCES];
    private final String[] names = new String[MOST_REFERENCES];
    private int message;
    private int count;

    /** Starts a message. */
    void begin() {
        if (++message == 0) { // after 2^32 messages the old numbers come again
            Arrays.fill(messageOfSlot, 0);
            message = 1;
        }
        count = 0;
    }

    /**
     * Returns the reference by which this message names the atom, or -1 where it must be spelled
     * out.
     */
    int reference(String name) {
        int hash = name.hashCode();
        int slot = (hash ^ (hash >>> 11) ^ (hash >>> 22)) & (SLOTS - 1);
        if (messageOfSlot[slot] == message) {
            int reference = referenceOfSlot[slot];
            return names[reference].equals(name) ? reference : -1;
        }
        if (count == MOST_REFERENCES) {
            return -1;
        }
        int reference = count++;
        messageOfSlot[slot] = message;
        referenceOfSlot[slot] = reference;
        slotOfReference[reference] = slot;
        names[reference] = name;
        return reference;
    }

    /**
     * Writes the count of references, flags and references, and takes the new atoms into the cache.
     */
    void writeReferences(WireBuffer out) {
        out.write1(count);
        if (count == 0) {
            return;
        }
        boolean longAtoms = writeFlags(out);
        for (int i = 0; i < count; i++) {
            int slot = slotOfReference[i];
            out.write1(slot);
            if (!names[i].equals(slots[slot])) {
                writeName(names[i], longAtoms, out);
                slots[slot] = names[i];
            }
        }
    }

    /**
     * Four bits for each reference and four more: bit 3 for a new atom, then the slot's segment.
     */
    private boolean writeFlags(WireBuffer out) {
        boolean longAtoms = false;
        int at = out.reserve(count / 2 + 1);
        byte[] bytes = out.raw();
        Arrays.fill(bytes, at, at + count / 2 + 1, (byte) 0);
        for (int i = 0; i < count; i++) {
            int slot = slotOfReference[i];
            int nibble = slot >> 8;
            if (!names[i].equals(slots[slot])) {
                nibble |= 8;
                longAtoms |= Utf8Writer.length(names[i]) > 255;
            }
            bytes[at + i / 2] |= (byte) (nibble << (4 * (i % 2)));
        }
        if (longAtoms) {
            bytes[at + count / 2] |= (byte) (1 << (4 * (count % 2)));
        }
        return longAtoms;
    }

    private static void writeName(String name, boolean longAtoms, WireBuffer out) {
        int length = Utf8Writer.length(name);
        if (longAtoms) {
            out.write2(length);
        } else {
            out.write1(length);
        }
        Utf8Writer.write(name, length, out);
    }
}
