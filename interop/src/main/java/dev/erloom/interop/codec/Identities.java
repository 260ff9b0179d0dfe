// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import dev.erloom.process.Pid;
import dev.erloom.process.Ref;

/** Makes the pids and references that are read; only a node can make them. */
public interface Identities {

    /**
     * Returns the pid with these numbers.
     *
     * @param node the name of the process's node
     * @param creation the incarnation of that node, an unsigned number
     * @param id an unsigned number
     * @param serial an unsigned number
     */
    Pid pid(String node, int creation, int id, int serial);

    /**
     * Returns the reference with these numbers.
     *
     * @param node the name of the node that made the reference
     * @param creation the incarnation of that node, an unsigned number
     * @param words from 1 to 5 unsigned numbers in the order of the wire; the array is the callee's
     */
    Ref ref(String node, int creation, int... words);
}
