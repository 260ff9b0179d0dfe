// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * Unwinds the stack of a process that has received a fatal exit signal, so that its {@code finally}
 * blocks run. An {@link Error}, so that {@code catch (Exception)} lets it pass. Code that must
 * catch {@link Throwable} throws this one again; a process that swallows it gets it from each
 * further call of the library, and is declared dead when its grace is over.
 */
public final class DoomError extends Error {
    private static final long serialVersionUID = 1;

    DoomError(Pid pid, ExitReason reason) {
        super(pid + " is ending: " + reason, null, false, false);
    }
}
