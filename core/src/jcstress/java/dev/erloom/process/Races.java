// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What the races have in common: one node, and processes on it that never get a thread of their
 * own.
 *
 * <p>The actors of a race do what the threads of the processes, their peers and the clock do: an
 * actor that calls {@link ProcessImpl#run} is the thread of that process, from its start to the
 * last step of its death.
 */
final class Races {
    static final ExitReason WHY = ExitReason.of("why");

    static final NodeImpl NODE =
            (NodeImpl)
                    Node.start(with ->
                            with.exitGrace(Duration.ofDays(1)).killGrace(Duration.ofDays(1)));

    /** The logger of processes, kept with its level: a burial is nothing to report here. */
    static final Object SILENT = silent();

    private Races() {}

    /** By reflection, because the module under test, which this is part of, does not read JUL. */
    private static Object silent() {
        try {
            Class<?> level = Class.forName("java.util.logging.Level");
            Class<?> type = Class.forName("java.util.logging.Logger");
            Object logger =
                    type.getMethod("getLogger", String.class).invoke(null, "dev.erloom.process");
            type.getMethod("setLevel", level).invoke(logger, level.getField("OFF").get(null));
            return logger;
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** {@return a process that ends with {@link #WHY} when an actor runs it} */
    static ProcessImpl mortal() {
        return mortal(WHY);
    }

    static ProcessImpl mortal(ExitReason why) {
        return NODE.prepare(
                () -> {
                    throw new ExitException(why);
                },
                SpawnOptions.DEFAULT,
                null);
    }

    /** {@return a process that nobody runs, and that traps exits} */
    static ProcessImpl watcher() {
        ProcessImpl watcher = mortal();
        watcher.trapExits(true);
        return watcher;
    }

    /** Drops processes that have not ended. */
    static void drop(ProcessImpl... processes) {
        for (ProcessImpl process : processes) {
            NODE.processes.remove(process.pid);
        }
    }

    /** {@return the process's mail in its order, in short} */
    static String mail(ProcessImpl owner) {
        owner.mailbox.drain();
        return mail(owner.mailbox.first());
    }

    static String mail(@Nullable MailNode oldest) {
        StringJoiner text = new StringJoiner(" ");
        for (MailNode node = oldest; node != null; node = node.next) {
            text.add(
                    switch (node.message) {
                        case Exit(_, ExitReason reason) -> "EXIT:" + reason;
                        case Down(_, _, ExitReason reason) -> "DOWN:" + reason;
                        default -> node.message.toString();
                    });
        }
        return text.toString();
    }

    static boolean isLinked(ProcessImpl process, ProcessImpl peer) {
        synchronized (process) {
            Relation.Link link = Relations.linkOf(process, peer.pid);
            return link != null && link.queued == null;
        }
    }

    static boolean isWatched(ProcessImpl process) {
        synchronized (process) {
            Relations ties = process.relationsOrNull();
            return ties != null && ties.watches != null && !ties.watches.isEmpty();
        }
    }
}
