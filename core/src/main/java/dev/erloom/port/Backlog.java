// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

/** Counts what waits to be written, and says when that is too much. */
final class Backlog {
    private final Watermarks limits;
    private long queued;
    private boolean busy;

    Backlog(Watermarks limits) {
        this.limits = limits;
    }

    void add(int bytes) {
        queued += bytes;
        busy |= queued >= limits.high();
    }

    void written(int bytes) {
        queued -= bytes;
        busy &= queued > limits.low();
    }

    boolean isBusy() {
        return busy;
    }

    long queued() {
        return queued;
    }
}
