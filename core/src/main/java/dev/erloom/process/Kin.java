// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.List;

/** The body of a process that knows where it comes from. */
sealed interface Kin permits Child, Descendant {

    /** {@return who started it, parent first, each by name or else by pid} */
    List<Object> ancestors();

    /** {@return on whose behalf it runs, the nearest first} */
    List<Pid> callers();

    /** {@return what it is called in reports} */
    String initialCall();

    /** {@return whether its failure is worth a crash report} */
    boolean isReported();
}
