// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

/** Ends the derivation of a shape: the type, or one of those it consists of, cannot be mapped. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refusal(String rule) {
        super(rule, null, false, false);
    }
}
