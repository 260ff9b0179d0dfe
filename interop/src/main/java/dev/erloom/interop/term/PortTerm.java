// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

/**
 * A port of a BEAM node; Erloom makes none of its own and only hands them back.
 *
 * @param node the name of the port's node
 * @param creation the incarnation of that node, an unsigned 32-bit number
 * @param id the number of the port, an unsigned 64-bit number
 */
public record PortTerm(String node, int creation, long id) implements Term {

    @Override
    public int hashCode() {
        return TermHash.of(id) + TermHash.of(node);
    }

    @Override
    public String toString() {
        return "#Port<0." + Long.toUnsignedString(id) + ">";
    }
}
