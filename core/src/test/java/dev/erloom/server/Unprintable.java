// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

/** Breaks whoever prints it. */
record Unprintable() {
    @Override
    public String toString() {
        throw new UnsupportedOperationException("not to be printed");
    }
}
