// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.Extras.dead;
import static dev.erloom.process.Extras.idle;
import static dev.erloom.process.Processes.link;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.put;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.register;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.setLabel;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.process.Processes.unlink;
import static dev.erloom.testing.TestNode.onNode;
import static dev.erloom.testing.TestNode.withNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.ProcessInfo.Status;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.Parked;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProcessInfoTest {

    private static ProcessInfo info(Pid pid) {
        return ProcessInfo.of(pid).orElseThrow();
    }

    @DisplayName("PI-1 the dead have no information")
    @Test
    void the_dead_have_no_information() {
        onNode(() -> {
            assertThat(ProcessInfo.of(dead())).isEmpty();
            assertThat(ProcessInfo.messages(dead())).isEmpty();
        });
    }

    @DisplayName("PI-1 who was killed by the asker has no information")
    @Test
    void a_kill_comes_before_the_question() {
        onNode(() -> {
            Pid victim = idle();
            victim.exit(KILL);

            assertThat(ProcessInfo.of(victim)).isEmpty();
        });
    }

    @DisplayName("PI-1 RC-10 everything that the asker has sent is in the answer, in its order")
    @Test
    void sends_come_before_the_question() {
        onNode(() -> {
            Pid busy =
                    spawn(() -> {
                        receive("never"::equals);
                    });
            for (int i = 1; i <= 1000; i++) {
                busy.send(i);

                assertThat(info(busy).messageQueueLength()).isEqualTo(i);
            }
            assertThat(ProcessInfo.messages(busy))
                    .isEqualTo(IntStream.rangeClosed(1, 1000).boxed().toList());
        });
    }

    private static void receive(Predicate<Object> which) {
        Processes.receive(Object.class, which);
    }

    @DisplayName("PI-2 the information of a process that shows everything")
    @Test
    void everything_can_be_seen() {
        onNode(() -> {
            Pid asker = self();
            Pid friend = idle();
            Spawned shown =
                    spawnMonitor(() -> {
                        register("shown");
                        setLabel("a label");
                        put("key", "value");
                        trapExits(true);
                        link(friend);
                        monitor(friend);
                        self().send("unread");
                        asker.send("ready");
                        receive("stop"::equals);
                    });
            assertThat(Processes.receive()).isEqualTo("ready");

            ProcessInfo info = info(shown.pid());

            assertThat(info.pid()).isEqualTo(shown.pid());
            assertThat(info.registeredName()).contains("shown");
            assertThat(info.label()).contains("a label");
            assertThat(info.dictionary()).isEqualTo(Map.of("key", "value"));
            assertThat(info.trapsExits()).isTrue();
            assertThat(info.links()).containsExactly(friend);
            assertThat(info.monitors()).containsExactly(friend);
            assertThat(info.monitoredBy()).containsExactly(asker);
            assertThat(info.messageQueueLength()).isEqualTo(1);
            assertThat(info.parent()).contains(asker);
            assertThat(info.ancestors()).isEmpty();
            assertThat(info.initialCall()).startsWith(ProcessInfoTest.class.getName());
            assertThat(info.currentStack())
                    .extracting(StackTraceElement::getClassName)
                    .contains(ProcessInfoTest.class.getName());
            assertThat(ProcessInfo.messages(shown.pid())).containsExactly("unread");
        });
    }

    @DisplayName("PI-2 a process without ties, name, label and dictionary shows none")
    @Test
    void a_plain_process_shows_nothing() {
        onNode(() -> {
            ProcessInfo info = info(idle());

            assertThat(info.registeredName()).isEmpty();
            assertThat(info.label()).isEmpty();
            assertThat(info.dictionary()).isEmpty();
            assertThat(info.trapsExits()).isFalse();
            assertThat(info.links()).isEmpty();
            assertThat(info.monitors()).isEmpty();
            assertThat(info.monitoredBy()).isEmpty();
            assertThat(info.messageQueueLength()).isZero();
        });
    }

    @DisplayName("P-11 a process that was started by the start protocol shows its initial call")
    @Test
    void a_started_process_shows_its_initial_call() {
        onNode(() -> {
            StartResult<String> started =
                    ProcLib.start(
                            ready -> {
                                ready.started("up");
                                Processes.receive();
                            },
                            ProcLib.Options.linked("Shop.init"));
            Pid pid = ((StartResult.Started<String>) started).pid();

            assertThat(info(pid).initialCall()).isEqualTo("Shop.init");
            assertThat(info(pid).ancestors()).first().isEqualTo(self());
        });
    }

    @DisplayName("PI-4 who waits is waiting, and the question does not wake it")
    @Test
    void who_waits_is_waiting() {
        onNode(() -> {
            Pid waiter = idle();
            Parked.await(Extras.inside(waiter).thread());

            assertThat(info(waiter).status()).isEqualTo(Status.WAITING);
            assertThat(info(waiter).status()).isEqualTo(Status.WAITING);
            assertThat(info(self()).status()).isEqualTo(Status.RUNNING);
        });
    }

    @DisplayName("LN-8 a link shows at both ends, and at none when it has ended")
    @Test
    void links_show_at_both_ends() {
        onNode(() -> {
            Pid child = spawnLink(Processes::receive);

            assertThat(info(child).links()).containsExactly(self());
            assertThat(info(self()).links()).containsExactly(child);

            unlink(child);

            assertThat(info(child).links()).isEmpty();
            assertThat(info(self()).links()).isEmpty();
        });
    }

    @DisplayName("MN-16 a monitor by name shows the name and the node, its watchers show as pids")
    @Test
    void monitors_show_what_they_were_made_with() {
        onNode(() -> {
            Pid named = idle();
            Node.current().register("named", named);
            monitor(RegisteredName.local("named"));
            monitor(named);

            assertThat(info(self()).monitors())
                    .containsExactlyInAnyOrder(
                            named, new RegisteredName("named", Node.current().name()));
            assertThat(info(named).monitoredBy()).containsExactly(self(), self());
        });
    }

    @SuppressWarnings("NullAway") // null is what is tested
    @DisplayName("PI-6 a label can be set and set again; at first there is none")
    @Test
    void a_label_can_be_set() {
        onNode(() -> {
            assertThat(info(self()).label()).isEmpty();

            setLabel("first");
            setLabel(List.of("second", 2));

            assertThat(info(self()).label()).contains(List.of("second", 2));
            assertThat(Thread.currentThread().getName()).isEqualTo("[second, 2]");
            assertThatThrownBy(() -> setLabel(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("label");
        });
    }

    @DisplayName("PI-6 a label of the spawn options is a label")
    @Test
    void a_label_can_be_an_option() {
        onNode(() -> {
            Pid labelled = spawn(Processes::receive, with -> with.label("printer"));

            assertThat(info(labelled).label()).contains("printer");
        });
    }

    @DisplayName("PI-7 a node counts its processes, names and timers, and knows its age")
    @Test
    void a_node_can_be_counted() {
        withNode(node -> {
            int before = node.processes().size();
            node.register("counted", node.spawn(Processes::receive));

            assertThat(node.processes()).hasSize(before + 1);
            assertThat(node.registered()).containsExactly("counted");
            assertThat(node.pendingTimers()).isZero();
            assertThat(node.zombies()).isZero();
            assertThat(node.uptime()).isPositive();
        });
    }

    @Test
    void any_thread_may_ask() {
        withNode(node -> {
            Pid pid = node.spawn(Processes::receive, with -> with.label("asked"));

            assertThat(info(pid).label()).isEqualTo(Optional.of("asked"));
        });
    }

    @Test
    void a_process_cannot_be_asked_from_another_node() {
        withNode(node -> {
            Pid stranger = node.spawn(Processes::receive);
            onNode(() ->
                    assertThatThrownBy(() -> ProcessInfo.of(stranger))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining(stranger.toString()));
        });
    }
}
