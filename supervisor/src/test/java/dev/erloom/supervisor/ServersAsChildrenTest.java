// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.supervisor.Trace.trapping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Pid;
import dev.erloom.process.StartResult;
import dev.erloom.server.Call;
import dev.erloom.server.GenServer;
import dev.erloom.server.ServerRef;
import dev.erloom.sys.Status;
import dev.erloom.sys.Sys;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ServersAsChildrenTest {

    /** A server with a start function, as every server has one. */
    record Keeper(int value) implements GenServer<Keeper.Message, Integer> {
        sealed interface Message {}

        record Get() implements Message, Call<Message, Integer> {}

        static StartResult<ServerRef<Message>> startLink() {
            return startLink(1);
        }

        static StartResult<ServerRef<Message>> startLink(int value) {
            return GenServer.startLink(new Keeper(value));
        }

        @Override
        public Init<Integer> init() {
            return ok(value);
        }

        @Override
        public Next<Integer> handle(Message message, Integer state) {
            return switch (message) {
                case Get get -> reply(get, state, state);
            };
        }
    }

    @DisplayName(
            "GS-7 the start function of a server is its child specification, with OTP's defaults")
    @Test
    void the_start_function_is_the_specification() {
        trapping(() -> {
            Supervisor supervisor =
                    Supervisor.startLink(tree -> tree.child("keeper", Keeper::startLink))
                            .orElseThrow();

            ChildSpec spec = supervisor.childSpec("keeper").orElseThrow();

            assertThat(spec.id()).isEqualTo("keeper");
            assertThat(spec.restart()).isEqualTo(Restart.PERMANENT);
            assertThat(spec.type()).isEqualTo(ChildType.WORKER);
            assertThat(spec.shutdown()).isEqualTo(new Shutdown.Timeout(Duration.ofSeconds(5)));
            assertThat(spec.isSignificant()).isFalse();
        });
    }

    @DisplayName("GS-7 id, argument, restart and shutdown are said where the child is added")
    @Test
    void the_specification_is_overridden() {
        trapping(() -> {
            Supervisor supervisor =
                    Supervisor.startLink(tree ->
                                    tree.child(
                                            "seven",
                                            () -> Keeper.startLink(7),
                                            child ->
                                                    child.restart(Restart.TEMPORARY)
                                                            .shutdown(Shutdown.BRUTAL_KILL)))
                            .orElseThrow();

            ChildSpec spec = supervisor.childSpec("seven").orElseThrow();
            assertThat(spec.restart()).isEqualTo(Restart.TEMPORARY);
            assertThat(spec.shutdown()).isEqualTo(Shutdown.BRUTAL_KILL);
            Pid pid = Trace.pid(supervisor, "seven");
            assertThat(ServerRef.<Keeper.Message>of(pid).call(new Keeper.Get())).isEqualTo(7);
        });
    }

    @DisplayName("SY-1 SY-3 SY-4 a supervisor serves system messages as every behaviour does")
    @Test
    void a_supervisor_serves_system_messages() {
        trapping(() -> {
            Supervisor supervisor =
                    Supervisor.startLink(tree -> tree.child("keeper", Keeper::startLink))
                            .orElseThrow();

            Status status = Sys.getStatus(supervisor.ref());

            assertThat(status.module()).isEqualTo(SupervisorProcess.class.getName());
            assertThat(status.phase()).isEqualTo(Status.Phase.RUNNING);
            assertThat(status.state()).isEqualTo(Sys.getState(supervisor.ref()));
            SupervisorProcess.State state =
                    (SupervisorProcess.State) Sys.getState(supervisor.ref());
            assertThat(state.children().inStartOrder())
                    .extracting(Child::status)
                    .containsExactly(new ChildStatus.Running(Trace.pid(supervisor, "keeper")));
            Sys.suspend(supervisor.ref());
            Sys.resume(supervisor.ref());
            assertThat(supervisor.countChildren().active()).isEqualTo(1);
        });
    }
}
