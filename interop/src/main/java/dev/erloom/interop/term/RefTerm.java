// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import dev.erloom.process.Ref;

/**
 * A reference.
 *
 * @param ref made by this or another node
 */
public record RefTerm(Ref ref) implements Term {

    @Override
    public String toString() {
        return new ElixirPrinter().print(this);
    }
}
