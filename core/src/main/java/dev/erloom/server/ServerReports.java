// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Excerpt;
import dev.erloom.process.ExitReason;
import dev.erloom.process.GenCall;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Report;
import dev.erloom.sys.FormatStatus;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is logged about servers. */
final class ServerReports {
    private static final System.Logger LOG = System.getLogger("dev.erloom.server");
    private static final int FRAMES = 20;

    private ServerReports() {}

    static void unexpected(GenServer<?, ?> server, Object message) {
        if (LOG.isLoggable(Level.WARNING)) {
            String text =
                    ProcLib.describe()
                            + " "
                            + nameOf(server)
                            + " received an unexpected message: "
                            + Excerpt.of(message);
            Map<String, Object> fields = Map.of("module", nameOf(server), "message", message);
            Report.log(LOG, Level.WARNING, Report.Kind.UNEXPECTED_MESSAGE, text, fields, null);
        }
    }

    /** {@return whether an end with {@code reason} is worth the work of a report} */
    static boolean isReported(ExitReason reason) {
        return reason.isAbnormal() && LOG.isLoggable(Level.ERROR);
    }

    static void terminated(
            String module, ExitReason reason, FormatStatus shown, @Nullable GenCall call) {
        String text =
                "server "
                        + ProcLib.describe()
                        + " "
                        + module
                        + " terminating: "
                        + Excerpt.of(shown.reason())
                        + "\n    ancestors: "
                        + ProcLib.ancestors()
                        + "\n    callers: "
                        + ProcLib.callers()
                        + "\n    last message: "
                        + Excerpt.of(shown.message())
                        + "\n    state: "
                        + Excerpt.of(shown.state())
                        + log(shown.log())
                        + (call == null ? "" : client(call));
        boolean redacted = !reason.equals(shown.reason());
        Throwable cause =
                !redacted && reason.root() instanceof ExitReason.Crash(Throwable thrown)
                        ? thrown
                        : null;
        Map<String, Object> fields = new HashMap<>();
        fields.put("module", module);
        fields.put("reason", shown.reason() == null ? reason : shown.reason());
        if (shown.message() != null) {
            fields.put("last_message", shown.message());
        }
        fields.put("state", shown.state());
        Report.log(LOG, Level.ERROR, Report.Kind.TERMINATE, text, fields, cause);
    }

    private static String log(List<?> events) {
        return events.isEmpty()
                ? ""
                : events.stream()
                        .map(event -> "\n        " + Excerpt.of(event))
                        .collect(Collectors.joining("", "\n    log:", ""));
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
}
