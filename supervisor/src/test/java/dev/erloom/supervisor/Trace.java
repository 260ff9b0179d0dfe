// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import dev.erloom.supervisor.Kid.Event;
import dev.erloom.testing.InProcess;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.util.ArrayList;
import java.util.List;

/** The mailbox of a test that traps exits, as the oracle prints it. */
final class Trace {
    private Trace() {}

    /** An exit signal of whatever is linked to the test. */
    record Gone(ExitReason reason) {}

    /** Runs a test in a process that traps exits; what its processes log is not printed. */
    static void trapping(ProcessBody body) {
        trapping(new ManualClock(), body);
    }

    /** Runs a test in a process that traps exits, on a node whose time the test moves. */
    static void trapping(ManualClock clock, ProcessBody body) {
        try (LogCapture _ = logs()) {
            InProcess.inProcess(
                    clock,
                    () -> {
                        Processes.trapExits(true);
                        body.run();
                    });
        }
    }

    static LogCapture logs() {
        return LogCapture.of("dev.erloom.process", "dev.erloom.server", "dev.erloom.supervisor");
    }

    static Event up(String id) {
        return new Kid.Up(id);
    }

    static Event down(String id, ExitReason reason) {
        return new Kid.Down(id, reason);
    }

    static Event refused(String id, int attempt) {
        return new Kid.Refused(id, attempt);
    }

    static Gone gone(ExitReason reason) {
        return new Gone(reason);
    }

    /** Waits for these messages, in this order, and for no others before them. */
    static void expect(Object... messages) {
        List<Object> heard = new ArrayList<>();
        for (int i = 0; i < messages.length; i++) {
            heard.add(shown(Processes.receive()));
            assertThat(heard).containsExactly(List.of(messages).subList(0, i + 1).toArray());
        }
    }

    /** Nothing else was said, once {@code supervisor} has done what it had to do till now. */
    static void expectNoMore(Supervisor supervisor) {
        supervisor.countChildren();
        expectNoMore();
    }

    static void expectNoMore() {
        assertThat(InProcess.mailbox()).isEmpty();
    }

    private static Object shown(Object message) {
        return message instanceof Exit(_, ExitReason reason) ? new Gone(reason) : message;
    }

    /** {@return the process of a child that must run} */
    static Pid pid(Supervisor supervisor, String id) {
        return info(supervisor, id).pid().orElseThrow();
    }

    static ChildStatus status(Supervisor supervisor, String id) {
        return info(supervisor, id).status();
    }

    private static ChildInfo info(Supervisor supervisor, String id) {
        return supervisor.whichChildren().stream()
                .filter(child -> child.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** {@return the ids, the youngest first} */
    static List<String> ids(Supervisor supervisor) {
        return supervisor.whichChildren().stream().map(ChildInfo::id).toList();
    }
}
