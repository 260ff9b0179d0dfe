// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.Objects;

/**
 * An Erlang atom.
 *
 * @param name the text, 255 code points at most
 */
public record Atom(String name) {

    /**
     * Makes an atom.
     *
     * @throws IllegalArgumentException when {@code name} has more than 255 code points
     */
    public Atom {
        Objects.requireNonNull(name, "name");
        if (name.length() > 255 && name.codePointCount(0, name.length()) > 255) {
            throw new IllegalArgumentException(
                    "an atom has at most 255 characters, was " + name.length());
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
