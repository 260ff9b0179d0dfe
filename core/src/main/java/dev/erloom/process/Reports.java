// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is logged about processes: nothing for normal, shutdown and {shutdown, _}. */
final class Reports {
    private static final System.Logger LOG = System.getLogger("dev.erloom.process");
    private static final int NEIGHBOURS = 20;

    private Reports() {}

    /**
     * A process that ended by itself: a plain one is worth a line when it crashed, a started one
     * whenever it failed.
     */
    static void ended(ProcessImpl process, ExitReason reason) {
        if (process.body() instanceof Kin kin) {
            if (kin.isReported() && reason.isAbnormal() && LOG.isLoggable(Level.ERROR)) {
                log(process, crashReport(process, kin, reason), reason);
            }
        } else if (reason instanceof ExitReason.Crash) {
            log(
                    process,
                    "process " + describe(process) + " crashed: " + Excerpt.of(reason),
                    reason);
        }
    }

    private static String crashReport(ProcessImpl process, Kin kin, ExitReason reason) {
        return String.join(
                "\n    ",
                "crash report of " + describe(process),
                "initial call: " + kin.initialCall(),
                "exit reason: " + Excerpt.of(reason),
                "ancestors: " + kin.ancestors(),
                "callers: " + kin.callers(),
                "links: " + links(process),
                "messages: " + process.mailbox.size(),
                "dictionary: " + Excerpt.of(process.dictionaryCopy()),
                "neighbours: " + neighbours(process));
    }

    private static void log(ProcessImpl process, String text, ExitReason reason) {
        Throwable cause =
                reason.root() instanceof ExitReason.Crash(Throwable thrown) ? thrown : null;
        Map<String, Object> fields =
                Map.of(
                        "reason", reason,
                        "links", links(process),
                        "message_queue_length", process.mailbox.size(),
                        "dictionary", process.dictionaryCopy());
        Report.log(LOG, Level.ERROR, Report.Kind.CRASH, text, fields, cause, process);
    }

    /** An error of the JVM, or of a logger, inside the end of a process. */
    static void lost(ProcessImpl process, Throwable thrown) {
        LOG.log(Level.ERROR, "process " + describe(process) + " failed while it ended", thrown);
    }

    private static List<Pid> links(ProcessImpl process) {
        synchronized (process) {
            Relations ties = process.relationsOrNull();
            return ties == null ? List.of() : ties.openLinks();
        }
    }

    /**
     * Processes of the same kind that do not trap exits, linked to this one or to each other: they
     * go down with it.
     */
    private static List<String> neighbours(ProcessImpl process) {
        Set<ProcessImpl> found = new LinkedHashSet<>();
        Deque<ProcessImpl> open = new ArrayDeque<>(List.of(process));
        while (!open.isEmpty() && found.size() < NEIGHBOURS) {
            for (Pid pid : links(open.remove())) {
                ProcessImpl peer = pid.process;
                if (peer != null && peer != process && goesDown(peer) && found.add(peer)) {
                    open.add(peer);
                }
            }
        }
        return found.stream().limit(NEIGHBOURS).map(Reports::describe).toList();
    }

    private static boolean goesDown(ProcessImpl peer) {
        return peer.body() instanceof Kin && !trapsExits(peer);
    }

    private static boolean trapsExits(ProcessImpl process) {
        synchronized (process) {
            return process.trapsExits();
        }
    }

    static void zombie(ProcessImpl process) {
        IllegalThreadStateException stack =
                new IllegalThreadStateException("it ignores its exit signal here");
        stack.setStackTrace(process.thread().getStackTrace());
        LOG.log(
                Level.ERROR,
                "process "
                        + describe(process)
                        + " did not end after "
                        + Excerpt.of(process.reason())
                        + " and is declared dead; its thread goes on as a zombie",
                stack);
    }

    static void overflow(ProcessImpl process, MailboxLimit limit) {
        LOG.log(
                Level.ERROR,
                "the mailbox of process "
                        + describe(process)
                        + " is full with "
                        + limit.messages()
                        + " messages: "
                        + switch (limit.overflow()) {
                            case DROP -> "those that come now are dropped";
                            case KILL -> "it is killed";
                        });
    }

    /** A process that has held a carrier thread while others waited for one. */
    static void hog(ProcessImpl process, Duration held, StackTraceElement[] stack) {
        IllegalThreadStateException where = new IllegalThreadStateException("it runs here");
        where.setStackTrace(stack);
        LOG.log(
                Level.WARNING,
                "process "
                        + describe(process)
                        + " computes without a pause, and no process got a turn for "
                        + held
                        + "; it may need onPlatformThread()",
                where);
    }

    static void rootChildEnded(NodeImpl node, Pid pid, ExitReason reason) {
        LOG.log(
                Level.WARNING,
                "process "
                        + pid
                        + ", started on "
                        + node
                        + " by an ordinary thread, ended: "
                        + Excerpt.of(reason));
    }

    static void closeTimedOut(NodeImpl node, ProcessImpl process) {
        LOG.log(
                Level.WARNING,
                node
                        + " is closing: "
                        + describe(process)
                        + " did not shut down in "
                        + node.options.shutdown()
                        + " and is killed with everything else");
    }

    static String describe(ProcessImpl process) {
        String names =
                Stream.of(process.registeredName(), process.label())
                        .filter(Objects::nonNull)
                        .map(Excerpt::of)
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? process.pid.toString() : process.pid + " (" + names + ")";
    }
}
