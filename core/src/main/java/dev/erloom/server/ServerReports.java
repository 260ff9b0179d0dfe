// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** What is logged about servers. */
final class ServerReports {
    private static final System.Logger LOG = System.getLogger("dev.erloom.server");
    private static final int LONGEST = 2000;

    private ServerReports() {}

    static void unexpected(GenServer<?, ?> server, Object message) {
        LOG.log(
                Level.WARNING,
                () ->
                        Processes.self()
                                + " "
                                + nameOf(server)
                                + " received an unexpected message: "
                                + cut(message));
    }

    static void terminated(
            GenServer<?, ?> server,
            ExitReason reason,
            @Nullable Object last,
            Object state,
            @Nullable Pid client) {
        if (!reason.isAbnormal() || !LOG.isLoggable(Level.ERROR)) {
            return;
        }
        String text =
                "server "
                        + Processes.self()
                        + " "
                        + nameOf(server)
                        + " terminating: "
                        + reason
                        + "\n    last message: "
                        + cut(last)
                        + "\n    state: "
                        + cut(state)
                        + (client == null ? "" : "\n    client: " + client);
        if (reason.root() instanceof ExitReason.Crash(Throwable cause)) {
            LOG.log(Level.ERROR, text, cause);
        } else {
            LOG.log(Level.ERROR, text);
        }
    }

    static String nameOf(GenServer<?, ?> server) {
        return server.getClass().getName();
    }

    private static String cut(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
