// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Pid;
import java.util.Optional;

/**
 * One entry of somebody else's name table, OTP's {@code {via, Module, Term}}. Any thread may call
 * it.
 */
public interface Via {

    /** {@return whether {@code pid} has the name now; false when it belongs to another process} */
    boolean register(Pid pid);

    /** Frees the name; nothing happens when it is free. */
    void unregister();

    /** {@return who has the name} */
    Optional<Pid> whereis();
}
