// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.process.Processes.whereis;
import static dev.erloom.server.Puppet.echo;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.StartResult.AlreadyStarted;
import dev.erloom.process.StartResult.Failed;
import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.testing.LogCapture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GenServerNameTest {
    private static final Ask STATE = new Ask((me, ask, state) -> me.reply(ask, state, state));

    @AutoClose final LogCapture log = LogCapture.ofCore();

    /** The kinds of names that a server can be started with. */
    enum Kind {
        LOCAL {
            @Override
            Name<Cue> newName() {
                return Name.of("counter");
            }
        },
        VIA {
            @Override
            Name<Cue> newName() {
                return Name.via(new NameTable().entry("counter"));
            }
        };

        abstract Name<Cue> newName();
    }

    private static StartResult<ServerRef<Cue>> start(Puppet puppet, Name<Cue> name) {
        return GenServer.start(puppet, with -> with.name(name));
    }

    private static Pid pidOf(ServerRef<Cue> server) {
        return server.whereis().orElseThrow();
    }

    @DisplayName("GS-42 a server without a name has a pid and nothing else")
    @Test
    void a_server_needs_no_name() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();

            assertThat(server.call(echo("by pid"))).isEqualTo("by pid");
            assertThat(Node.current().registered()).isEmpty();
            assertThat(server).hasToString(pidOf(server).toString());
        });
    }

    @DisplayName(
            "GS-42 GS-43 NM-6 a server with a name is found, called, told, sent to, monitored and stopped by it")
    @ParameterizedTest
    @EnumSource
    void a_server_is_used_by_its_name(Kind kind) {
        inProcess(() -> {
            Name<Cue> name = kind.newName();

            ServerRef<Cue> server = start(Puppet.ready(), name).orElseThrow();

            assertThat(name.whereis()).isEqualTo(server.whereis());
            assertThat(name.call(echo("by name"))).isEqualTo("by name");
            name.cast(new Tell((me, _) -> me.noReply("told by name")));
            assertThat(server.call(STATE)).isEqualTo("told by name");
            name.send("sent by name");
            assertThat(receive()).isEqualTo(new Puppet.Heard("sent by name"));
            Ref end = monitor(name);
            name.stop();
            assertThat(receive(end).reason()).isEqualTo(ExitReason.NORMAL);
        });
    }

    @DisplayName(
            "GS-42 PL-9 a name that is taken answers already_started, and init is not called (oracle b: already_started)")
    @ParameterizedTest
    @EnumSource
    void a_name_is_given_once(Kind kind) {
        inProcess(() -> {
            trapExits(true);
            Name<Cue> name = kind.newName();
            AtomicBoolean initialised = new AtomicBoolean();
            Puppet second =
                    Puppet.starting(me -> {
                        initialised.set(true);
                        return me.ok("second");
                    });
            ServerRef<Cue> first = start(Puppet.ready(), name).orElseThrow();

            assertThat(GenServer.startLink(second, name))
                    .isEqualTo(new AlreadyStarted<>(pidOf(first)));

            assertThat(initialised).isFalse();
            assertThat(name.whereis()).contains(pidOf(first));
            assertThat(mailbox()).isEmpty();
            assertThat(log.entries()).isEmpty();
        });
    }

    @DisplayName(
            "GS-44 the name is registered before init runs: what is sent to it meanwhile is handled after init")
    @ParameterizedTest
    @EnumSource
    void messages_queue_up_while_init_runs(Kind kind) {
        inProcess(() -> {
            Name<Cue> name = kind.newName();
            Puppet puppet = slow();
            spawn(() -> start(puppet, name));
            Pid server = receive(Pid.class);

            name.cast(new Tell((me, state) -> me.noReply(state + " told")));
            name.send("sent");
            server.send(new GoOn());

            assertThat(name.call(STATE)).isEqualTo("slow told");
            assertThat(receive()).isEqualTo(new Puppet.Heard("sent"));
        });
    }

    @DisplayName("GS-44 a second starter gets already_started while the first still initialises")
    @ParameterizedTest
    @EnumSource
    void a_name_is_taken_while_init_runs(Kind kind) {
        inProcess(() -> {
            Name<Cue> name = kind.newName();
            Puppet puppet = slow();
            spawn(() -> start(puppet, name));
            Pid server = receive(Pid.class);

            assertThat(start(Puppet.ready(), name)).isEqualTo(new AlreadyStarted<>(server));

            server.send(new GoOn());
            assertThat(name.call(STATE)).isEqualTo("slow");
        });
    }

    private record GoOn() {}

    /** {@return a server that says its pid in init, and waits there} */
    private static Puppet slow() {
        return Puppet.starting(me -> {
            me.observer().send(self());
            receive(GoOn.class);
            return me.ok("slow");
        });
    }

    @DisplayName("GS-44 of many that start one name at once, one runs and the others name it")
    @ParameterizedTest
    @EnumSource
    void one_of_many_starters_wins(Kind kind) {
        inProcess(() -> {
            for (int round = 0; round < 20; round++) {
                Name<Cue> name = kind.newName();
                Pid observer = self();
                Puppet puppet = Puppet.ready();
                for (int i = 0; i < 8; i++) {
                    spawn(() -> observer.send(start(puppet, name)));
                }

                List<Pid> others = new ArrayList<>();
                List<Pid> started = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    switch (receive(StartResult.class)) {
                        case StartResult.Started<?>(Pid pid, _) -> started.add(pid);
                        case AlreadyStarted<?>(Pid pid) -> others.add(pid);
                        default -> throw new AssertionError("neither");
                    }
                }

                assertThat(started).hasSize(1);
                assertThat(others).hasSize(7).containsOnly(started.getFirst());
                name.stop();
                if (name.via() != null) {
                    name.via().unregister();
                }
            }
        });
    }

    @DisplayName(
            "NM-4 a local name is free when the end of its server is known, and can be given again")
    @Test
    void a_name_outlives_its_server() {
        inProcess(() -> {
            Name<Cue> name = Name.of("counter");
            for (int i = 0; i < 100; i++) {
                Ref end = monitor(start(Puppet.ready(), name).orElseThrow());
                pidOf(name).exit(KILL);
                receive(end);
                assertThat(name.whereis()).isEmpty();
            }
            ServerRef<Cue> again = start(Puppet.ready(), name).orElseThrow();
            assertThat(name.whereis()).isEqualTo(again.whereis());
        });
    }

    @DisplayName("NM-10 a name that cannot be registered is refused before anything starts")
    @Test
    void a_bad_name_is_refused() {
        inProcess(() -> {
            int processes = Node.current().processes().size();
            assertThatIllegalArgumentException().isThrownBy(() -> Name.of(""));
            for (String text : List.of("undefined", "nil", "true", "false")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> start(Puppet.ready(), Name.of(text)))
                        .withMessageContaining("\"" + text + "\"");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Name.of(text).on(Node.current()));
            }
            assertThat(Node.current().processes()).hasSize(processes);
        });
    }

    @DisplayName("NM-10 a name of null means no name")
    @Test
    @SuppressWarnings("NullAway") // OTP's {name, undefined}
    void null_is_no_name() {
        inProcess(() -> {
            assertThat(start(Puppet.ready(), null).orElseThrow().call(echo("nameless")))
                    .isEqualTo("nameless");
            assertThat(Node.current().registered()).isEmpty();
        });
    }

    @DisplayName(
            "GS-43 whereis: a pid is itself, a name is who has it now, a name on another node is not known here")
    @Test
    void whereis_knows_every_kind() {
        inProcess(() -> {
            Name<Cue> name = Name.of("counter");
            Via entry = new NameTable().entry("counter");
            assertThat(ServerRef.<Cue>of(self()).whereis()).contains(self());
            assertThat(name.whereis()).isEmpty();
            assertThat(name.on(Node.current()).whereis()).isEmpty();
            assertThat(name.on("other@nowhere").whereis()).isEmpty();
            assertThat(Name.<Cue>via(entry).whereis()).isEmpty();

            Pid pid = pidOf(start(Puppet.ready(), name).orElseThrow());
            entry.register(pid);

            assertThat(name.whereis()).contains(pid).isEqualTo(whereis("counter"));
            assertThat(name.on(Node.current()).whereis()).contains(pid);
            assertThat(Name.<Cue>via(entry).whereis()).contains(pid);
        });
    }

    @DisplayName(
            "R15 a name on another node of this JVM means that node's server, and each node has its own")
    @Test
    void each_node_has_its_own_names() {
        Name<Cue> name = Name.of("counter");
        try (Node one = Node.start();
                Node other = Node.start()) {
            for (Node node : List.of(one, other)) {
                Puppet puppet = node.call(Puppet::ready);
                node.start(() -> GenServer.startLink(puppet, name));
                node.run(() -> name.cast(new Tell((me, _) -> me.noReply(Node.current()))));
            }

            assertThat(name.on(one).call(STATE)).isSameAs(one);
            assertThat(name.on(other).call(STATE)).isSameAs(other);
            assertThat(name.on(one)).isNotEqualTo(name.on(other)).isEqualTo(name.on(one));
        }
    }

    @DisplayName("R13 a bare name on a thread without a node says what to use instead")
    @Test
    void a_bare_name_needs_a_node() {
        Name<Cue> name = Name.of("counter");
        assertThatIllegalStateException()
                .isThrownBy(() -> name.call(echo("never")))
                .withMessageContaining("NAME.on(node)");
        assertThatIllegalStateException()
                .isThrownBy(name::whereis)
                .withMessageContaining("NAME.on(node)");
    }

    @DisplayName("NM-7 sending to a via name that nobody has fails, and the failure names it")
    @Test
    void sending_to_an_unknown_via_name_fails() {
        inProcess(() -> {
            Name<Cue> name = Name.via(new NameTable().entry("counter"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> name.send("lost"))
                    .withMessage("no process is registered as entry counter");
        });
    }

    @DisplayName("NM-7 a via name belongs to no node")
    @Test
    void a_via_name_has_no_node() {
        inProcess(() -> {
            Name<Cue> name = Name.via(new NameTable().entry("counter"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> name.on(Node.current()))
                    .withMessage("a via name belongs to no node: entry counter");
            assertThatIllegalArgumentException().isThrownBy(() -> name.on("other@nowhere"));
        });
    }

    /** A table that refuses everybody and knows nobody. */
    private static final class Refusing implements Via {
        @Override
        public boolean register(Pid pid) {
            return false;
        }

        @Override
        public void unregister() {}

        @Override
        public Optional<Pid> whereis() {
            return Optional.empty();
        }
    }

    @DisplayName("NM-7 a table that refuses a name and cannot say why fails the start")
    @Test
    void a_refused_name_without_an_owner_fails() {
        inProcess(() ->
                assertThat(start(Puppet.ready(), Name.via(new Refusing())))
                        .isEqualTo(new Failed<>(NOPROC)));
    }

    @DisplayName(
            "names are values: equal text, equal name; a reference to one pid is equal to another")
    @Test
    void references_are_values() {
        inProcess(() -> {
            assertThat(Name.of("a")).isEqualTo(Name.of("a")).hasSameHashCodeAs(Name.of("a"));
            assertThat(Name.of("a")).isNotEqualTo(Name.of("b"));
            Via entry = new NameTable().entry("a");
            assertThat(Name.via(entry)).isEqualTo(Name.via(entry)).isNotEqualTo(Name.of("entry a"));
            assertThat(ServerRef.of(self())).isEqualTo(ServerRef.of(self()));
            assertThat(Name.of("a").on("n@h")).isEqualTo(Name.of("a").on("n@h"));
            assertThat(Name.of("a").on("n@h")).isNotEqualTo(Name.of("a").on("other@h"));
        });
    }
}
