// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.registry.Registries.started;
import static dev.erloom.registry.Registries.sync;
import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.CallFailed;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.StartResult.AlreadyStarted;
import dev.erloom.process.StartResult.Failed;
import dev.erloom.process.StartResult.Started;
import dev.erloom.server.Call;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import dev.erloom.testing.LogCapture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RegistryViaTest {
    private static final Registry<String, String> SHOPS = Registry.unique("shops");

    @AutoClose final LogCapture log = LogCapture.ofCore();

    /** A server that says what it was made with. */
    record Shop(String owner) implements GenServer<Shop.Message, String> {
        sealed interface Message {}

        record Owner() implements Message, Call<Message, String> {}

        @Override
        public Init<String> init() {
            return owner.isEmpty() ? stop(ExitReason.of("no owner")) : ok(owner);
        }

        @Override
        public Next<String> handle(Message message, String state) {
            return switch (message) {
                case Owner owner -> reply(owner, state, state);
            };
        }
    }

    private static StartResult<ServerRef<Shop.Message>> open(
            String owner, Name<Shop.Message> name) {
        return GenServer.startLink(new Shop(owner), name);
    }

    @DisplayName(
            "RG-14 a server is started, found and called by its key (oracle g: via name start)")
    @Test
    @SuppressWarnings("NullAway") // what code without null checks does
    void a_server_has_a_key() {
        inProcess(() -> {
            started(SHOPS, 4);
            Name<Shop.Message> name = SHOPS.via("corner");

            Pid pid = open("ann", name).orElseThrow().whereis().orElseThrow();

            assertThat(name.whereis()).contains(pid);
            assertThat(name.call(new Shop.Owner())).isEqualTo("ann");
            assertThat(SHOPS.lookup("corner")).containsExactly(new Entry<>("corner", pid, null));
            assertThat(open("bob", name)).isEqualTo(new AlreadyStarted<>(pid));
            assertThat(name).hasToString("{shops, corner}").isEqualTo(SHOPS.via("corner"));
        });
    }

    @DisplayName("RG-14 the value of a via name goes into the registry, and the name works without")
    @Test
    void a_key_may_have_a_value() {
        inProcess(() -> {
            started(SHOPS);

            ServerRef<Shop.Message> shop = open("ann", SHOPS.via("corner", "open")).orElseThrow();

            assertThat(SHOPS.lookup("corner")).extracting(Entry::value).containsExactly("open");
            assertThat(SHOPS.<Shop.Message>via("corner").call(new Shop.Owner())).isEqualTo("ann");
            assertThat(SHOPS.via("corner", "closed")).isEqualTo(SHOPS.via("corner"));
            assertThat(SHOPS.via("corner")).isNotEqualTo(SHOPS.via("square"));
            shop.stop();
            assertThat(SHOPS.lookup("corner")).isEmpty();
        });
    }

    @DisplayName(
            "RG-14 nobody behind a via name: a call is noproc, a send is an error (oracle g: via name start)")
    @Test
    void nobody_is_there() {
        inProcess(() -> {
            started(SHOPS);
            Name<Shop.Message> name = SHOPS.via("nope");

            assertThatExceptionOfType(ExitException.class)
                    .isThrownBy(() -> name.call(new Shop.Owner()))
                    .satisfies(exit ->
                            assertThat(exit.reason())
                                    .isInstanceOfSatisfying(
                                            CallFailed.class,
                                            failed ->
                                                    assertThat(failed.reason()).isEqualTo(NOPROC)));
            assertThatIllegalArgumentException().isThrownBy(() -> name.send("hello"));
            assertThat(name.whereis()).isEmpty();
            assertThat(receive(monitor(name)).reason()).isEqualTo(NOPROC);
        });
    }

    @DisplayName("RG-14 only unique keys are names")
    @Test
    void duplicate_keys_are_no_names() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Registry.duplicate("many").via("k"))
                .withMessage("via needs a registry with unique keys, was many");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Registry.duplicateByKey("many").via("k", 1));
    }

    @DisplayName("RG-14 RG-21 a server that fails to start leaves its key free")
    @Test
    void a_failed_start_frees_the_key() {
        inProcess(() -> {
            trapExits(true);
            started(SHOPS);

            assertThat(open("", SHOPS.via("corner"))).isInstanceOf(Failed.class);

            assertThat(SHOPS.lookup("corner")).isEmpty();
            sync(SHOPS);
            assertThat(SHOPS.count()).isZero();
        });
    }

    @DisplayName("RG-3 RG-20 who has seen the end of a server starts the next one under its key")
    @Test
    void a_restart_never_meets_its_own_corpse() {
        inProcess(() -> {
            trapExits(true);
            started(SHOPS, 4);
            Name<Shop.Message> name = SHOPS.via("corner");
            for (int i = 0; i < 200; i++) {
                StartResult<ServerRef<Shop.Message>> shop = open("ann", name);
                assertThat(shop).isInstanceOf(Started.class);
                Pid pid = shop.orElseThrow().whereis().orElseThrow();
                Ref end = monitor(pid);
                pid.exit(KILL);
                receive(end);
            }
        });
    }

    @Test
    @SuppressWarnings("NullAway") // what code without null checks does
    void a_process_names_itself_only() {
        inProcess(() -> {
            started(SHOPS);
            Registrant other = Registrant.start();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RegistryVia<>(SHOPS, "k", null).register(other.pid()))
                    .withMessageContaining("a process registers itself");
        });
    }

    @Test
    void a_via_name_is_used_from_outside() {
        try (Node node = Node.start()) {
            node.start(() -> Registry.startLink(SHOPS));
            node.start(() -> open("ann", SHOPS.via("corner")));

            assertThat(SHOPS.on(node).<Shop.Message>via("corner").call(new Shop.Owner()))
                    .isEqualTo("ann");
        }
    }
}
