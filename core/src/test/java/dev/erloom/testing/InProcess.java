// SPDX-License-Identifier: Apache-2.0
package dev.erloom.testing;

import dev.erloom.process.Node;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a test as the first process of a node of its own. */
public final class InProcess {
    private InProcess() {}

    /** Runs {@code body} on a node that takes its time from the machine, and closes the node. */
    public static void inProcess(ProcessBody body) {
        try (Node node = Node.start()) {
            node.run(body);
        }
    }

    /** Runs {@code body} on a node that takes its time from {@code clock}, and closes the node. */
    public static void inProcess(ManualClock clock, ProcessBody body) {
        try (Node node = Node.start(with -> with.clock(clock))) {
            node.run(body);
        }
    }

    /** Takes what is in the calling process's mailbox now, oldest first. */
    public static List<Object> mailbox() {
        List<Object> messages = new ArrayList<>();
        while (true) {
            Object next = Processes.receive(Duration.ZERO).orElse(null);
            if (next == null) {
                return messages;
            }
            messages.add(next);
        }
    }
}
