// SPDX-License-Identifier: Apache-2.0
package dev.erloom.sys;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.erloom.process.Atom;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.GenCall;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Ref;
import dev.erloom.testing.LogCapture;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A process that is no behaviour, but lives by the start protocol and serves system messages. */
class SpecialProcessTest {
    private static final ExitReason BOO = ExitReason.of("boo");

    @AutoClose final LogCapture log = LogCapture.of("dev.erloom.process", "dev.erloom.sys");

    /** Collects the text it gets; shows itself badly when that is the word for it. */
    private static final class Collector implements ProcLib.Body<Pid>, SystemProcess {
        private final Pid observer;
        private String text = "";

        Collector(Pid observer) {
            this.observer = observer;
        }

        @Override
        public void run(ProcLib.Ready<Pid> ready) {
            trapExits(true);
            SystemMessages system = new SystemMessages(this);
            ready.started(self());
            while (true) {
                switch (receive()) {
                    case GenCall call when SystemMessages.isSystem(call) -> system.handle(call);
                    case Exit exit when parent().filter(exit.from()::equals).isPresent() ->
                            throw terminate(exit.reason(), exit);
                    case Object message -> {
                        system.debug(new DebugEvent.In(message, Optional.empty()));
                        text += message;
                    }
                }
            }
        }

        @Override
        public String module() {
            return "collector";
        }

        @Override
        public Object state() {
            if (text.equals("unshowable")) {
                throw new IllegalStateException("broken");
            }
            return text;
        }

        @Override
        public void replaceState(Object state) {
            text = (String) state;
        }

        @Override
        public ExitException terminate(ExitReason reason, Object message) {
            observer.send(reason);
            throw new ExitException(reason);
        }
    }

    private static Pid collector() {
        return ProcLib.start(new Collector(self()), ProcLib.Options.linked("collector"))
                .orElseThrow();
    }

    /** A system message that nobody knows. */
    record Unheard() implements Gen.SystemMessage {}

    @DisplayName(
            "SY-1 a special process answers as a behaviour does: state, status, suspend, resume")
    @Test
    void a_special_process_answers() {
        inProcess(() -> {
            Pid collector = collector();
            collector.send("a");
            assertThat(Sys.getState(collector)).isEqualTo("a");
            assertThat(Sys.replaceState(collector, (String text) -> text + "b")).isEqualTo("ab");
            Sys.suspend(collector);
            collector.send("c");
            assertThat(Sys.getState(collector)).isEqualTo("ab");
            Status status = Sys.getStatus(collector);
            assertThat(status.module()).isEqualTo("collector");
            assertThat(status.phase()).isEqualTo(Status.Phase.SUSPENDED);
            assertThat(status.parent()).contains(self());
            Sys.resume(collector);
            assertThat(Sys.getState(collector)).isEqualTo("abc");
        });
    }

    @DisplayName("SY-5 a special process is traced, logged and counted")
    @Test
    void a_special_process_is_debugged() throws Exception {
        inProcess(() -> {
            Pid collector = collector();
            Sys.trace(collector, true);
            Sys.log(collector, true);
            Sys.statistics(collector, true);
            collector.send("a");

            assertThat(Sys.log(collector))
                    .isEqualTo(List.of(new DebugEvent.In("a", Optional.empty())));
            assertThat(Sys.statistics(collector).orElseThrow().messagesIn()).isEqualTo(1);
            assertThat(log.await("*DBG*").text())
                    .isEqualTo("*DBG* " + collector + " collector got a");
        });
    }

    @DisplayName("SY-6 a special process is terminated and stopped")
    @Test
    void a_special_process_is_terminated() {
        inProcess(() -> {
            Pid first = collector();
            Gen.stop(first, NORMAL, Gen.DEFAULT_TIMEOUT);
            assertThat(mailbox()).containsExactly(NORMAL);

            trapExits(true);
            Pid second = collector();
            Ref end = monitor(second);
            Sys.terminate(second, BOO);
            assertThat(receive(end).reason()).isEqualTo(BOO);
        });
    }

    @DisplayName("SY-2 a suspended special process ends with its parent")
    @Test
    void the_parent_of_a_suspended_special_process() {
        inProcess(() -> {
            Pid me = self();
            Pid parent =
                    spawn(() -> {
                        Collector body = new Collector(me);
                        me.send(
                                ProcLib.start(body, ProcLib.Options.linked("collector"))
                                        .orElseThrow());
                        receive();
                    });
            Pid collector = receive(Pid.class);
            Sys.suspend(collector);

            parent.exit(BOO);

            assertThat(receive()).isEqualTo(BOO);
        });
    }

    @DisplayName(
            "SY-1 SY-3 a callback that fails, or an unknown request, is reported; the process goes on")
    @Test
    void a_failing_callback() {
        inProcess(() -> {
            Pid collector = collector();
            collector.send("unshowable");
            assertThatIllegalStateException()
                    .isThrownBy(() -> Sys.getState(collector))
                    .withMessage("GetState failed in " + collector)
                    .havingCause()
                    .withMessage("broken");
            assertThatIllegalStateException().isThrownBy(() -> Sys.getStatus(collector));
            assertThat(Gen.call(collector, new Unheard(), Gen.DEFAULT_TIMEOUT, _ -> Object.class))
                    .isInstanceOf(SystemRequest.CallbackFailed.class)
                    .asString()
                    .contains("unknown system message: Unheard[]");
            collector.send("!");
            assertThat(Sys.getState(collector)).isEqualTo("unshowable!");
            assertThat(
                            Gen.call(
                                    collector,
                                    new SystemRequest.Resume(),
                                    Gen.DEFAULT_TIMEOUT,
                                    _ -> Object.class))
                    .isEqualTo(new Atom("ok"));
        });
    }
}
