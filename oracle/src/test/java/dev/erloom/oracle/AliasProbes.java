// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.awaitEnd;
import static dev.erloom.oracle.Trace.idle;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.other;
import static dev.erloom.process.AliasMode.DEMONITOR;
import static dev.erloom.process.AliasMode.EXPLICIT_UNALIAS;
import static dev.erloom.process.AliasMode.REPLY_DEMONITOR;
import static dev.erloom.process.Processes.demonitorWithoutFlush;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.unalias;

import dev.erloom.process.AliasMode;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import java.util.List;

/** Section 6. */
final class AliasProbes {
    private AliasProbes() {}

    static void add(Section section) {
        section.probe(
                "AL-2",
                trace -> {
                    Ref alias = Processes.replyAlias();
                    List.of(1, 2, 3).forEach(alias::send);
                    trace.say(mailbox());
                    trace.say(unalias(alias));
                });
        section.probe(
                "AL-3 demonitor",
                trace -> {
                    Ref alias = monitor(idle(), with -> with.alias(EXPLICIT_UNALIAS));
                    demonitorWithoutFlush(alias);
                    alias.send("y");
                    trace.say(mailbox());
                    trace.say(List.of(unalias(alias), unalias(alias)));
                });
        lateAfterDown(section, "AL-3 DOWN", EXPLICIT_UNALIAS, other("boo"));
        section.probe(
                "AL-4 demonitor",
                trace -> {
                    Ref alias = monitor(idle(), with -> with.alias(DEMONITOR));
                    alias.send("early");
                    demonitorWithoutFlush(alias);
                    alias.send("late");
                    trace.say(mailbox());
                });
        lateAfterDown(section, "AL-4 DOWN", DEMONITOR, other("boo"));
        section.probe(
                "AL-5",
                trace -> {
                    Pid pid = idle();
                    Ref alias = monitor(pid, with -> with.alias(REPLY_DEMONITOR));
                    alias.send("x");
                    alias.send("y");
                    pid.exit(ExitReason.KILL);
                    awaitEnd(pid);
                    trace.say(mailbox());
                    trace.say(demonitorWithoutFlush(alias));
                });
        lateAfterDown(section, "AL-5 DOWN first", REPLY_DEMONITOR, ExitReason.KILL);
    }

    private static void lateAfterDown(
            Section section, String key, AliasMode mode, ExitReason reason) {
        section.probe(
                key,
                trace -> {
                    Pid pid = idle();
                    Ref alias = monitor(pid, with -> with.alias(mode));
                    pid.exit(reason);
                    awaitEnd(pid);
                    alias.send("late");
                    trace.say(mailbox());
                });
    }
}
