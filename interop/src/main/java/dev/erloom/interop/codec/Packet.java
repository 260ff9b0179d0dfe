// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import org.jspecify.annotations.Nullable;

/**
 * One message between two nodes.
 *
 * @param control what to do; its first element is the number of the operation
 * @param payload the message or reason that goes with it; null for an operation without one
 */
public record Packet(TupleTerm control, @Nullable Term payload) {}
