// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.lang.System.Logger.Level;
import java.util.List;
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
        if (process.body instanceof ProcLib.Child<?> child) {
            if (reason.isAbnormal() && LOG.isLoggable(Level.ERROR)) {
                log(crashReport(process, child, reason), reason);
            }
        } else if (reason instanceof ExitReason.Crash) {
            log("process " + describe(process) + " crashed: " + reason, reason);
        }
    }

    private static String crashReport(
            ProcessImpl process, ProcLib.Child<?> child, ExitReason reason) {
        return String.join(
                "\n    ",
                "crash report of " + describe(process),
                "initial call: " + child.initialCall(),
                "exit reason: " + reason,
                "ancestors: " + child.ancestors(),
                "links: " + links(process),
                "messages: " + process.mailbox.size(),
                "dictionary: " + process.dictionary(),
                "neighbours: " + neighbours(process));
    }

    private static void log(String text, ExitReason reason) {
        if (reason.root() instanceof ExitReason.Crash(Throwable cause)) {
            LOG.log(Level.ERROR, text, cause);
        } else {
            LOG.log(Level.ERROR, text);
        }
    }

    /** An error of the JVM inside the end of a process. */
    static void lost(ProcessImpl process, Throwable thrown) {
        LOG.log(
                Level.ERROR,
                "process " + describe(process) + " could not tell others of its end",
                thrown);
    }

    private static List<Pid> links(ProcessImpl process) {
        synchronized (process) {
            Relations ties = process.relationsOrNull();
            return ties == null ? List.of() : List.copyOf(ties.links().keySet());
        }
    }

    /** Linked processes of the same kind that do not trap exits: they go down with this one. */
    private static List<String> neighbours(ProcessImpl process) {
        return links(process).stream()
                .flatMap(pid -> Stream.ofNullable(pid.process))
                .filter(peer -> peer.body instanceof ProcLib.Child<?> && !trapsExits(peer))
                .limit(NEIGHBOURS)
                .map(Reports::describe)
                .collect(Collectors.toList());
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
                        + process.reason()
                        + " and is declared dead; its thread goes on as a zombie",
                stack);
    }

    static void rootChildEnded(NodeImpl node, Pid pid, ExitReason reason) {
        LOG.log(
                Level.WARNING,
                "process "
                        + pid
                        + ", started on "
                        + node
                        + " by an ordinary thread, ended: "
                        + reason);
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

    private static String describe(ProcessImpl process) {
        String name = process.registeredName();
        String label = process.options.label();
        return process.pid
                + (name != null ? " (" + name + ")" : label != null ? " (" + label + ")" : "");
    }
}
