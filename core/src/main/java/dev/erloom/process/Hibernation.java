// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/** Carries a process out of its stack, to go on with {@code next} when there is mail. */
final class Hibernation extends Error {
    private static final long serialVersionUID = 1;

    private final transient ProcessBody next;

    Hibernation(ProcessBody next) {
        super("a process hibernates", null, false, false);
        this.next = next;
    }

    ProcessBody next() {
        return next;
    }
}
