// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.caught;
import static dev.erloom.oracle.Trace.caughtQuiet;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.next;
import static dev.erloom.oracle.Trace.reason;
import static dev.erloom.process.Processes.demonitor;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.link;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.trapExits;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.erloom.port.CmdResult;
import dev.erloom.port.Port;
import dev.erloom.port.PortInfo;
import dev.erloom.port.PortOptions;
import dev.erloom.port.PortRequest;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessInfo;
import dev.erloom.process.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Section 28. */
final class PortProbes {
    private PortProbes() {}

    static void add(Section section) {
        runs(section, "PO-2 PO-3", "printf hi; exit 3", PortOptions::exitStatus);
        runs(section, "PO-3 no status", "printf hi", with -> with);
        runs(section, "PO-4 a signal", "kill -9 $$", PortOptions::exitStatus);
        runs(
                section,
                "PO-4 no such command",
                "nonexistent_command_q 2>/dev/null",
                PortOptions::exitStatus);
        runs(section, "PO-5 lines", "printf 'abcdef\\nxy\\nend'", with -> with.lines(4));
        section.probe(
                "PO-5 packets",
                trace -> {
                    Port port = shell("exec cat", with -> with.packet(2));
                    port.command("abc");
                    trace.say(shown(next()));
                    port.close();
                });
        section.probe("PO-6", PortProbes::tooLong);
        section.probe("PO-7", PortProbes::whoMayWrite);
        section.probe("PO-7 not trapping", PortProbes::badsig);
        section.probe(
                "PO-8",
                trace -> {
                    Port port = shell("exec cat", with -> with);
                    port.command("yo");
                    trace.say(shown(next()));
                    trace.say(caughtQuiet(port::close));
                    trace.say(untilExit());
                    trace.say(caughtQuiet(() -> port.command("x")));
                });
        section.probe("PO-9", PortProbes::newOwner);
        section.probe("PO-10 PO-18", PortProbes::ownerEnds);
        section.probe("PO-11 enoent", trace -> trace.say(caught(() -> Port.open("/no/such"))));
        section.probe("PO-11 eacces", trace -> trace.say(caught(() -> Port.open("/etc/passwd"))));
        runs(
                section,
                "PO-12",
                "echo $QQ ${HOME-unset}",
                with -> with.env("QQ", "v").unsetEnv("HOME"));
        section.probe("PO-15", PortProbes::info);
        section.probe("PO-16", PortProbes::asAProcess);
        section.probe("PO-16 no longer monitored", PortProbes::notMonitored);
        section.probe(
                "PO-19",
                trace -> {
                    CmdResult result = Port.cmd("/bin/sh", "-c", "printf out; exit 2");
                    trace.say(Tuple.of(result.text(), result.status()));
                    trace.say(caught(() -> Port.cmd("nonexistent_q")));
                });
    }

    private static Port shell(String command, UnaryOperator<PortOptions> with) {
        trapExits(true);
        return Port.open("/bin/sh", options -> with.apply(options.args("-c", command)));
    }

    private static void runs(
            Section section, String key, String command, UnaryOperator<PortOptions> with) {
        section.probe(
                key,
                trace -> {
                    shell(command, with);
                    trace.say(untilExit());
                });
    }

    /** The messages of a port up to its exit. */
    private static List<Object> untilExit() {
        List<Object> messages = new ArrayList<>();
        while (true) {
            Object message = next();
            messages.add(shown(message));
            if (message instanceof Exit) {
                return messages;
            }
        }
    }

    private static Object shown(Object message) {
        return switch (message) {
            case Port.Data data ->
                    Tuple.of(
                            "data",
                            switch (data.kind()) {
                                case LINE -> Tuple.of("eol", data.text());
                                case LINE_PART -> Tuple.of("noeol", data.text());
                                case CHUNK, PACKET, ERROR -> data.text();
                            });
            case Port.ExitStatus(_, int status) -> Tuple.of("exit_status", status);
            case Port.Eof _ -> "eof";
            case Port.Closed _ -> "closed";
            case Port.Connected _ -> "connected";
            case Exit(_, ExitReason reason) -> Tuple.of("exit", reason);
            default -> message;
        };
    }

    private static void newOwner(Trace trace) {
        Port port = shell("exec cat", with -> with);
        Pid me = self();
        Actor other = Actor.start();
        other.tell(() -> me.send(Tuple.of("other", shown(receive(Port.Data.class)))));
        port.connect(other.pid());
        port.command("z");
        trace.say(next());
        other.pid().exit(ExitReason.KILL);
        trace.say(untilExit());
    }

    private static void ownerEnds(Trace trace) {
        Pid me = self();
        Actor owner = Actor.start();
        Port port = owner.ask(() -> Port.open("/bin/sh", with -> with.args("-c", "exec cat")));
        trapExits(true);
        link(port.pid());
        owner.tell(() -> {
            me.send("ends");
            throw exit(ExitReason.NORMAL);
        });
        trace.say(next());
        trace.say(untilExit());
    }

    private static void tooLong(Trace trace) {
        Port port = shell("exec cat", with -> with.packet(1));
        trace.say(caughtQuiet(() -> port.command("x".repeat(300))));
        trace.say(untilExit());
    }

    private static void whoMayWrite(Trace trace) {
        Port port = shell("exec cat", with -> with);
        Actor a = Actor.start();
        trace.say(a.<Object>ask(() -> caughtQuiet(() -> port.command("by anybody"))));
        trace.say(shown(next()));
        for (Object message :
                List.of(
                        new PortRequest.Command(a.pid(), "x".getBytes(UTF_8)),
                        new PortRequest.Connect(a.pid(), a.pid()),
                        new PortRequest.Close(a.pid()),
                        "garbage")) {
            a.run(() -> port.send(message));
            trace.say(receive(Exit.class).reason());
        }
        port.send(new PortRequest.Command(self(), "by the owner".getBytes(UTF_8)));
        trace.say(shown(next()));
        port.send(new PortRequest.Connect(self(), a.pid()));
        trace.say(shown(next()));
        trace.say(port.info().orElseThrow().connected().equals(a.pid()));
    }

    private static void badsig(Trace trace) {
        Actor owner = Actor.start();
        Ref end = monitor(owner.pid());
        Port port = owner.ask(() -> Port.open("/bin/sh", with -> with.args("-c", "exec cat")));
        Ref other = monitor(port);
        port.send(new PortRequest.Command(self(), "x".getBytes(UTF_8)));
        trace.say(List.of(reason(end), reason(other)));
    }

    private static void info(Trace trace) {
        Port port = shell("exec cat", with -> with);
        port.command("yo");
        trace.say(shown(next()));
        PortInfo info = port.info().orElseThrow();
        boolean isLinkedToMe =
                ProcessInfo.of(port.pid()).orElseThrow().links().equals(List.of(self()));
        trace.say(
                List.of(info.name(), info.connected(), isLinkedToMe, info.input(), info.output()));
        trace.say(info.osPid() > 0 && info.id() > 0);
        port.close();
        trace.say(port.info());
    }

    private static void asAProcess(Trace trace) {
        Pid me = self();
        Port port = shell("exec cat", with -> with);
        Node node = Node.current();
        node.register("po16", port.pid());
        trace.say(
                caught(() -> {
                    node.register("po16_again", port.pid());
                    return true;
                }));
        Ref end = monitor(port);
        node.address("po16").send(new PortRequest.Command(me, "by name".getBytes(UTF_8)));
        trace.say(shown(next()));
        Actor a = Actor.trapping();
        a.run(() -> link(port.pid()));
        a.tell(() -> me.send(Tuple.of("linked", receive(Exit.class).reason())));
        port.close();
        trace.say(node.whereis("po16"));
        trace.say(untilExit());
        trace.say(reason(end));
        trace.say(next());
        trace.say(reason(monitor(port)));
        trace.say(caughtQuiet(() -> link(port.pid())));
        trace.say(untilExit());
    }

    private static void notMonitored(Trace trace) {
        Port port = shell("exec cat", with -> with);
        Ref end = monitor(port);
        demonitor(end);
        trace.say(true);
        port.close();
        trace.say(untilExit());
        trace.say(mailbox());
    }
}
