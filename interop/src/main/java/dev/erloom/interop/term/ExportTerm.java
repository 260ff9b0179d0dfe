// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

/**
 * A fun that names an exported function, {@code fun module:function/arity}; never run by Erloom.
 *
 * @param module an atom's name
 * @param function an atom's name
 * @param arity from 0 to 255
 */
public record ExportTerm(AtomTerm module, AtomTerm function, int arity) implements Term {

    /**
     * Makes an export fun.
     *
     * @throws IllegalArgumentException if {@code arity} is outside 0 to 255
     */
    public ExportTerm {
        if (arity < 0 || arity > 255) {
            throw new IllegalArgumentException("arity must be from 0 to 255, was " + arity);
        }
    }

    @Override
    public String toString() {
        return new ElixirPrinter().print(this);
    }
}
