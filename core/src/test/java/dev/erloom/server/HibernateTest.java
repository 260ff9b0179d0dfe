// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Heard;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.sys.Sys;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import dev.erloom.testing.Parked;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HibernateTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @AutoClose final LogCapture log = LogCapture.ofCore();

    @DisplayName("HB-2 every answer can hibernate: the server goes on as without, the reply first")
    @Test
    void every_answer_can_hibernate() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.starting(me -> me.ok("first").hibernate()).start();
            Object reply =
                    server.call(
                            new Ask((me, ask, state) ->
                                    me.reply(ask, state, "second").hibernate()));
            server.cast(new Tell((me, state) -> me.noReply(state + "!").hibernate()));
            server.send("stray");

            assertThat(reply).isEqualTo("first");
            assertThat(Sys.getState(server)).isEqualTo("second!");
            assertThat(mailbox()).containsExactly(new Heard("stray"));
        });
    }

    @DisplayName(
            "HB-2 HB-3 hibernateAfter changes nothing that can be seen, and never fires a timeout")
    @Test
    void hibernate_after() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    ServerRef<Cue> server =
                            GenServer.start(Puppet.ready(), with -> with.hibernateAfter(SECOND))
                                    .orElseThrow();
                    clock.advance(SECOND.multipliedBy(3));
                    Thread thread =
                            (Thread)
                                    server.call(
                                            new Ask((me, ask, state) ->
                                                    me.reply(ask, Thread.currentThread(), state)));
                    clock.advance(SECOND.multipliedBy(3));
                    assertThat(Sys.getState(server)).isEqualTo("first");
                    assertThat(mailbox()).isEmpty();

                    server.cast(
                            new Tell((me, state) ->
                                    me.noReply(state).timeout(SECOND.multipliedBy(2))));
                    Parked.await(thread);
                    clock.advance(SECOND.multipliedBy(2));
                    assertThat(receive()).isEqualTo(new Heard(new GenServer.Timeout()));
                });
    }

    @DisplayName("HB-3 a hibernating server serves system messages, and goes back to sleep")
    @Test
    void system_messages() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.starting(me -> me.ok("first").hibernate()).start();
            Sys.suspend(server);
            server.send("stray");
            assertThat(mailbox()).isEmpty();
            Sys.resume(server);
            assertThat(Sys.getState(server)).isEqualTo("first");
            assertThat(mailbox()).containsExactly(new Heard("stray"));
        });
    }

    @DisplayName("HB-4 exit signals and monitors work on a hibernating server")
    @Test
    void signals() {
        inProcess(() -> {
            ExitReason boo = ExitReason.of("boo");
            ServerRef<Cue> trapping =
                    Puppet.starting(
                                    me -> {
                                        Processes.trapExits(true);
                                        return me.ok("first").hibernate();
                                    })
                            .start();
            Pid stranger = Processes.spawn(() -> trapping.whereis().orElseThrow().exit(boo));
            assertThat(receive()).isEqualTo(new Heard(new Exit(stranger, boo)));

            ServerRef<Cue> other = Puppet.starting(me -> me.ok("first").hibernate()).start();
            Ref end = monitor(other);
            other.whereis().orElseThrow().exit(boo);
            assertThat(receive(end).reason()).isEqualTo(boo);
        });
    }
}
