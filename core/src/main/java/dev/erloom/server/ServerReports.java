// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.ExitReason;
import dev.erloom.process.GenCall;
import dev.erloom.process.Processes;
import java.lang.System.Logger.Level;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is logged about servers. */
final class ServerReports {
    private static final System.Logger LOG = System.getLogger("dev.erloom.server");
    private static final int LONGEST = 2000;
    private static final int FRAMES = 20;

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
            @Nullable GenCall call) {
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
                        + (call == null ? "" : client(call));
        if (reason.root() instanceof ExitReason.Crash(Throwable cause)) {
            LOG.log(Level.ERROR, text, cause);
        } else {
            LOG.log(Level.ERROR, text);
        }
    }

    /** The process that waits for an answer, and where: it is often to blame. */
    private static String client(GenCall call) {
        return call.callerStack().stream()
                .limit(FRAMES)
                .map(frame -> "\n        at " + frame)
                .collect(Collectors.joining("", "\n    client: " + call.caller(), ""));
    }

    static String nameOf(GenServer<?, ?> server) {
        return server.getClass().getName();
    }

    private static String cut(@Nullable Object value) {
        String text;
        try {
            text = String.valueOf(value);
        } catch (RuntimeException | StackOverflowError failed) { // a user's toString
            text = "one whose toString throws " + failed.getClass().getName();
        }
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
