// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * The first process of a node: parent and link partner of what foreign threads start. It traps
 * exits, reports those that are failures, and ends when the node closes.
 */
final class RootProcess {
    private RootProcess() {}

    static ProcessImpl start(NodeImpl node) {
        ProcessImpl root =
                node.prepare(() -> run(node), SpawnOptions.DEFAULT.label("erloom-root"), null);
        root.trapExits(true);
        root.start();
        return root;
    }

    private static void run(NodeImpl node) {
        ProcessImpl me = ProcessImpl.current("the root");
        while (true) {
            if (Receive.any(me, Timeouts.NEVER) instanceof Exit(Pid from, ExitReason reason)
                    && reason.isAbnormal()
                    && !node.isClosing()) {
                Reports.rootChildEnded(node, from, reason);
            }
        }
    }
}
