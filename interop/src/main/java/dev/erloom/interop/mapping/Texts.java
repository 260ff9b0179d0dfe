// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.Term;
import java.nio.charset.StandardCharsets;

/** Makes a term of anything, and where the rules have none, of its text. */
final class Texts {

    private static final int MAX_TEXT = 4_000;

    private Texts() {}

    /** {@return the term of {@code value}, or its text} */
    static Term termOf(Object value) {
        try {
            Object written = Shapes.ofValue(value).write(value, 0);
            return written instanceof Term term ? term : of(value);
        } catch (RuntimeException ofUserCode) {
            // A collection that another thread changes, say: no reason to keep a death secret.
            return of(value);
        }
    }

    /** {@return the atom {@code name}, or where it is none its text} */
    static Term atomOf(String name) {
        try {
            return Term.atom(name);
        } catch (IllegalArgumentException noAtom) {
            return of(name);
        }
    }

    /** {@return the text of {@code value} as a binary; its class if it has none} */
    static Term of(Object value) {
        String text;
        try {
            text = String.valueOf(value);
        } catch (RuntimeException ofUserCode) {
            // Its toString is broken, and may be what the process died of.
            text = value.getClass().getName();
        }
        String start = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
        return Term.binary(start.getBytes(StandardCharsets.UTF_8));
    }
}
