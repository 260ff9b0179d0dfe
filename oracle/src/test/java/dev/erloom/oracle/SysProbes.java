// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.next;
import static dev.erloom.process.Processes.monotonicTime;

import dev.erloom.oracle.Puppet.Cue;
import dev.erloom.oracle.Puppet.Info;
import dev.erloom.server.ServerRef;
import dev.erloom.sys.Sys;
import java.time.Duration;
import java.util.List;

/** Section 15, and what section 14 says of system messages. */
final class SysProbes {
    private SysProbes() {}

    static void add(Section section) {
        section.probe(
                "SY-2",
                trace -> {
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    Sys.suspend(server);
                    server.send("first");
                    server.send("second");
                    trace.say(Sys.getState(server).equals("state"));
                    trace.say(mailbox());
                    Sys.resume(server);
                    trace.say(List.of(next(), next()));
                });
        section.probe(
                "GS-26",
                trace -> {
                    Duration idle = Duration.ofMillis(400);
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    server.send(new Info((me, state) -> me.noReply(state).timeout(idle)));
                    Sys.suspend(server);
                    trace.advanceMillis(450);
                    trace.say("later");
                    Duration start = monotonicTime();
                    Sys.resume(server);
                    trace.elapse(400);
                    trace.say(next());
                    trace.say(monotonicTime().minus(start).compareTo(idle) >= 0);
                });
    }
}
