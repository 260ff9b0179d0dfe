// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

/**
 * A message of the protocol {@code M} that is not answered.
 *
 * @param <M> the protocol
 */
public interface Cast<M> {}
