// SPDX-License-Identifier: Apache-2.0

/** Runnable programs that show what Erloom is for; not published. */
@org.jspecify.annotations.NullMarked
module dev.erloom.examples {
    requires dev.erloom.core;
    requires dev.erloom.interop;
    requires dev.erloom.supervisor;
    requires static org.jspecify;

    // What is sent to another node is read by its record components.
    opens dev.erloom.examples.counter to
            dev.erloom.interop;
    opens dev.erloom.examples.demo to
            dev.erloom.interop;
    opens dev.erloom.examples.prices to
            dev.erloom.interop;
}
