// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.Extras.dead;
import static dev.erloom.process.Extras.idle;
import static dev.erloom.process.Extras.lingering;
import static dev.erloom.process.Extras.ready;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.register;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.unregister;
import static dev.erloom.process.Processes.whereis;
import static dev.erloom.testing.TestNode.onNode;
import static dev.erloom.testing.TestNode.withNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Extras.Gate;
import dev.erloom.process.Extras.Ready;
import dev.erloom.process.Processes.Spawned;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    @DisplayName("NM-1 a name belongs to one process")
    @Test
    void name_belongs_to_one_process() {
        onNode(() -> {
            Node node = Node.current();
            Pid owner = idle();
            node.register("taken", owner);

            assertThatThrownBy(() -> register("taken"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(owner + " has that name");
            assertThatThrownBy(() -> node.register("taken", owner))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(whereis("taken")).contains(owner);
        });
    }

    @DisplayName("NM-1 a process has one name")
    @Test
    void process_has_one_name() {
        onNode(() -> {
            register("first");

            assertThatThrownBy(() -> register("second"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("it is registered as first");
            assertThat(Node.current().registered()).containsExactly("first");
            unregister("first");
            register("second");
            assertThat(whereis("second")).contains(self());
        });
    }

    @DisplayName("NM-2 a dead process cannot be registered")
    @Test
    void dead_process_cannot_be_registered() {
        onNode(() -> {
            Pid pid = dead();

            assertThatThrownBy(() -> Node.current().register("name", pid))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cannot register " + pid + " as name: it is not alive");
            assertThat(Node.current().registered()).isEmpty();
        });
    }

    @DisplayName("NM-2 a process of another node cannot be registered")
    @Test
    void foreign_process_cannot_be_registered() {
        onNode(() -> {
            try (Node other = Node.start()) {
                Pid stranger = other.spawn(() -> receive());

                assertThatThrownBy(() -> Node.current().register("name", stranger))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThat(Node.current().registered()).isEmpty();
            }
        });
    }

    @DisplayName("NM-2 reserved names cannot be registered")
    @ParameterizedTest(name = "NM-2 {0}")
    @ValueSource(strings = {"undefined", "nil", "true", "false", ""})
    void reserved_name_cannot_be_registered(String name) {
        onNode(() -> {
            assertThatThrownBy(() -> register(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + name + "\"");
            assertThat(Node.current().registered()).isEmpty();
        });
    }

    @DisplayName("NM-3 unregister of a name that nobody has is an error; whereis is empty")
    @Test
    void unknown_name() {
        onNode(() -> {
            assertThat(whereis("nobody")).isEmpty();
            assertThatThrownBy(() -> unregister("nobody"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no process is registered as nobody");
        });
    }

    @DisplayName("NM-3 any process may unregister a name")
    @Test
    void any_process_may_unregister() {
        onNode(() -> {
            Node.current().register("name", idle());
            unregister("name");

            assertThat(whereis("name")).isEmpty();
        });
    }

    @DisplayName("NM-4 a restart under the same name never meets its own corpse")
    @Test
    void restart_does_not_meet_its_corpse() {
        onNode(() -> {
            for (int i = 0; i < 1000; i++) {
                Spawned child =
                        spawnMonitor(() -> {
                            register("restarted");
                            throw new ExitException(KILL);
                        });

                assertThat(receive(child.ref()).reason()).isEqualTo(KILL);
            }
        });
    }

    @DisplayName("NM-4 R1 a restart waits for a process that takes long to end")
    @Test
    void restart_waits_for_the_end() {
        onNode(() -> {
            Gate gate = new Gate();
            Pid first = lingering(gate);
            Node.current().register("name", first);
            first.exit(KILL);
            Ref ref = monitor(first);
            assertThat(whereis("name")).contains(first);
            gate.open();
            assertThat(receive(ref).reason()).isEqualTo(KILLED);

            register("name");
        });
    }

    @DisplayName("NM-5 whereis never answers a process that was seen dead")
    @Test
    void whereis_does_not_answer_the_dead() {
        onNode(() -> {
            for (int i = 0; i < 1000; i++) {
                Pid pid = idle();
                Node.current().register("name", pid);
                pid.exit(KILL);
                assertThat(pid.isAlive()).isFalse();

                assertThat(whereis("name")).isEmpty();
            }
        });
    }

    @DisplayName("NM-6 a name works for send, call, cast, monitor and exit")
    @Test
    void name_works_everywhere() {
        onNode(() -> {
            Pid me = self();
            Pid server =
                    ready(() -> {
                        register("server");
                        me.send(new Ready(self()));
                        me.send(receive(String.class));
                        me.send(receive(String.class));
                        receive(GenCall.class).reply("reply");
                        receive();
                    });
            Address name = RegisteredName.local("server");

            name.send("sent");
            assertThat(receive()).isEqualTo("sent");
            Gen.cast(name, "cast");
            assertThat(receive()).isEqualTo("cast");
            assertThat(Gen.call(name, "request", LONG, _ -> Object.class)).isEqualTo("reply");
            Ref ref = monitor(name);
            whereis("server").orElseThrow().exit(KILL);
            assertThat(receive(ref).reason()).isEqualTo(KILLED);
            assertThat(server.isAlive()).isFalse();
        });
    }

    @DisplayName("NM-6 a call to a name that nobody has fails with noproc, a cast is silent")
    @Test
    void call_to_an_unknown_name() {
        onNode(() -> {
            Address nobody = RegisteredName.local("nobody");
            Gen.cast(nobody, "cast");

            assertThatThrownBy(() -> Gen.call(nobody, "request", LONG, _ -> Object.class))
                    .isInstanceOfSatisfying(
                            ExitException.class,
                            exit -> {
                                assertThat(exit.reason().root()).isEqualTo(ExitReason.NOPROC);
                            });
        });
    }

    @DisplayName("NM-6 a name bound to its node works for ordinary threads")
    @Test
    void bound_name_works_for_foreign_threads() {
        withNode(node -> {
            node.register("server", node.spawn(() -> receive(GenCall.class).reply("reply")));
            Address name = node.address("server");

            assertThat(Gen.call(name, "request", LONG, _ -> Object.class)).isEqualTo("reply");
        });
    }

    @DisplayName("NM-9 the registered names are listed")
    @Test
    void names_are_listed() {
        onNode(() -> {
            register("one");
            Node.current().register("two", idle());

            assertThat(Node.current().registered()).containsExactlyInAnyOrder("one", "two");
        });
    }

    @DisplayName(
            "NM-10 a start function refuses a bad name before anything starts; null is no name")
    @Test
    void bad_name_of_a_start_function() {
        onNode(() -> {
            AtomicInteger started = new AtomicInteger();
            ProcLib.Body<String> body =
                    ready -> {
                        started.incrementAndGet();
                        ready.started("up");
                    };

            assertThatThrownBy(() -> ProcLib.start(body, ProcLib.Options.linked("x").name("nil")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(started).hasValue(0);
            assertThat(ProcLib.start(body, ProcLib.Options.linked("x").name(null)).orElseThrow())
                    .isEqualTo("up");
            assertThat(Node.current().registered()).isEmpty();
        });
    }

    @DisplayName("R6 registering a process that dies meanwhile leaves no name behind")
    @Test
    void register_and_death_at_once() {
        onNode(() -> {
            for (int i = 0; i < 1000; i++) {
                Pid pid = idle();
                Ref ref = monitor(pid);
                Spawned registrar =
                        spawnMonitor(() -> {
                            try {
                                Node.current().register("name", pid);
                            } catch (IllegalArgumentException tooLate) {
                                assertThat(tooLate).hasMessageContaining("it is not alive");
                            }
                        });
                pid.exit(KILL);
                receive(ref);
                assertThat(receive(registrar.ref()).reason()).isEqualTo(ExitReason.NORMAL);

                assertThat(whereis("name")).isEmpty();
            }
        });
    }
}
