// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.AliasMode.DEMONITOR;
import static dev.erloom.process.AliasMode.EXPLICIT_UNALIAS;
import static dev.erloom.process.AliasMode.REPLY_DEMONITOR;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.Extras.dead;
import static dev.erloom.process.Extras.end;
import static dev.erloom.process.Extras.idle;
import static dev.erloom.process.Extras.inside;
import static dev.erloom.process.Processes.alias;
import static dev.erloom.process.Processes.demonitor;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.replyAlias;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.unalias;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static dev.erloom.testing.TestNode.withNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Processes.Spawned;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AliasTest {
    private static final ExitReason BYE = ExitReason.of("bye");

    private static Map<Ref, Alias> aliases() {
        return ((NodeImpl) Node.current()).aliases;
    }

    @DisplayName("AL-1 an alias is an address of its maker until it is taken back")
    @Test
    void alias_works_until_it_is_taken_back() {
        withNode(node -> {
            Ref left =
                    node.call(() -> {
                        Ref ref = alias();
                        ref.send("one");
                        ref.send("two");
                        assertThat(mailbox()).containsExactly("one", "two");
                        assertThat(unalias(ref)).isTrue();
                        ref.send("three");
                        assertThat(unalias(ref)).isFalse();
                        assertThat(mailbox()).isEmpty();
                        return alias();
                    });
            left.send("its maker has ended");

            assertThat(((NodeImpl) node).aliases).isEmpty();
        });
    }

    @DisplayName("AL-1 only the maker can take an alias back")
    @Test
    void alias_belongs_to_its_maker() {
        onNode(() -> {
            Ref ref = alias();
            Spawned thief = spawnMonitor(() -> assertThat(unalias(ref)).isFalse());
            assertThat(receive(thief.ref()).reason()).isEqualTo(ExitReason.NORMAL);
            ref.send("still there");

            assertThat(mailbox()).containsExactly("still there");
        });
    }

    @DisplayName("AL-2 a reply alias ends with its first message")
    @Test
    void reply_alias_takes_one_message() {
        onNode(() -> {
            Ref ref = replyAlias();
            ref.send(1);
            ref.send(2);
            ref.send(3);

            assertThat(mailbox()).containsExactly(1);
            assertThat(unalias(ref)).isFalse();
        });
    }

    @DisplayName("AL-2 of many senders at once one gets through a reply alias")
    @Test
    void reply_alias_takes_one_message_of_many() {
        onNode(() -> {
            for (int i = 0; i < 300; i++) {
                Ref ref = replyAlias();
                Spawned one = spawnMonitor(() -> ref.send("one"));
                Spawned other = spawnMonitor(() -> ref.send("other"));
                receive(one.ref());
                receive(other.ref());

                assertThat(mailbox()).hasSize(1);
            }
        });
    }

    @DisplayName("AL-3 an explicit alias outlives demonitor")
    @Test
    void explicit_alias_outlives_demonitor() {
        onNode(() -> {
            Ref ref = monitor(idle(), with -> with.alias(EXPLICIT_UNALIAS));
            demonitor(ref);
            ref.send("after demonitor");

            assertThat(mailbox()).containsExactly("after demonitor");
            assertThat(unalias(ref)).isTrue();
            assertThat(unalias(ref)).isFalse();
        });
    }

    @DisplayName("AL-3 an explicit alias outlives DOWN")
    @Test
    void explicit_alias_outlives_down() {
        onNode(() -> {
            Pid pid = idle();
            Ref ref = monitor(pid, with -> with.alias(EXPLICIT_UNALIAS));
            end(pid, BYE);
            ref.send("late");

            assertThat(mailbox()).containsExactly(new Down(ref, pid, BYE), "late");
        });
    }

    @DisplayName("AL-4 a demonitor alias ends with demonitor")
    @Test
    void demonitor_alias_ends_with_demonitor() {
        onNode(() -> {
            Ref ref = monitor(idle(), with -> with.alias(DEMONITOR));
            ref.send("before");
            ref.send("before too");
            demonitor(ref);
            ref.send("after");

            assertThat(mailbox()).containsExactly("before", "before too");
        });
    }

    @DisplayName("AL-4 a demonitor alias ends when DOWN is delivered")
    @Test
    void demonitor_alias_ends_with_down() {
        onNode(() -> {
            Pid pid = idle();
            Ref ref = monitor(pid, with -> with.alias(DEMONITOR));
            end(pid, BYE);
            ref.send("late");

            assertThat(mailbox()).containsExactly(new Down(ref, pid, BYE));
        });
    }

    @DisplayName("AL-5 the first message through a reply-demonitor alias ends alias and monitor")
    @Test
    void first_message_ends_alias_and_monitor() {
        onNode(() -> {
            Pid pid = idle();
            Ref ref = monitor(pid, with -> with.alias(REPLY_DEMONITOR));
            ref.send("x");
            ref.send("y");
            end(pid, BYE);

            assertThat(mailbox()).containsExactly("x");
            assertThat(demonitor(ref)).isFalse();
        });
    }

    @DisplayName("AL-5 a reply-demonitor alias ends with its monitor")
    @Test
    void reply_alias_ends_with_its_monitor() {
        onNode(() -> {
            Pid pid = idle();
            Ref fired = monitor(pid, with -> with.alias(REPLY_DEMONITOR));
            Ref removed = monitor(pid, with -> with.alias(REPLY_DEMONITOR));
            demonitor(removed);
            end(pid, BYE);
            fired.send("late");
            removed.send("late");

            assertThat(mailbox()).containsExactly(new Down(fired, pid, BYE));
        });
    }

    @DisplayName("AL-6 what has arrived before the alias ended stays")
    @Test
    void earlier_messages_stay() {
        onNode(() -> {
            Ref ref = alias();
            ref.send("early");
            unalias(ref);

            assertThat(mailbox()).containsExactly("early");
        });
    }

    @DisplayName("AL-7 an alias cannot be monitored")
    @Test
    void alias_cannot_be_monitored() {
        onNode(() -> {
            Ref ref = alias();

            assertThatThrownBy(() -> monitor(ref))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(ref.toString());
        });
    }

    @DisplayName("AL-7 no timer can be started for an alias")
    @Test
    void alias_takes_no_timer() {
        onNode(() -> {
            Ref ref = alias();

            assertThatThrownBy(() -> Processes.sendAfter(Duration.ofSeconds(1), ref, "x"))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }

    @DisplayName("AL-8 no end of a monitor leaves its alias behind")
    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = AliasMode.class,
            names = {"DEMONITOR", "REPLY_DEMONITOR"})
    void alias_never_outlives_its_monitor(AliasMode mode) {
        onNode(() -> {
            Pid pid = idle();
            monitor(dead(), with -> with.tag("tag").alias(mode));
            demonitor(monitor(pid, with -> with.tag("tag").alias(mode)));
            Ref fired = monitor(pid, with -> with.tag("tag").alias(mode));
            end(pid, BYE);

            assertThat(mailbox())
                    .hasSize(2)
                    .contains(new TaggedDown("tag", new Down(fired, pid, BYE)));
            assertThat(aliases()).isEmpty();
            assertThat(inside(self()).relations().aliases()).isEmpty();
        });
    }

    @DisplayName("AL-8 unalias of a monitor's alias leaves the monitor")
    @Test
    void unalias_leaves_the_monitor() {
        onNode(() -> {
            Pid pid = idle();
            Ref ref = monitor(pid, with -> with.alias(DEMONITOR));
            assertThat(unalias(ref)).isTrue();
            ref.send("dropped");
            end(pid, BYE);

            assertThat(mailbox()).containsExactly(new Down(ref, pid, BYE));
        });
    }

    @DisplayName("AL-8 monitoring the dead with an alias gives one DOWN and no alias")
    @Test
    void alias_of_a_dead_process() {
        onNode(() -> {
            Pid pid = dead();
            Ref ref = monitor(pid, with -> with.alias(DEMONITOR));
            ref.send("dropped");

            assertThat(mailbox()).containsExactly(new Down(ref, pid, NOPROC));
        });
    }
}
