// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.io.IOException;

/**
 * Turns what was handed over for sending into frames.
 *
 * @param <T> what is sent
 */
interface FrameEncoder<T> {

    /**
     * {@return about how many bytes {@code item} will have on the wire} Called by the sender, only
     * to bound what waits; must be cheap.
     */
    long weight(T item);

    /**
     * Writes {@code item} to {@code out} as one or more frames. Called by one thread, in the order
     * of the wire, so an atom cache can be kept here. What it throws ends the connection for
     * everybody: check what may fail before it is sent.
     */
    void encode(T item, FrameSink out) throws IOException;
}
