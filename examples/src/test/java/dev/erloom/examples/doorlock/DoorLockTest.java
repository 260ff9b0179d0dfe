// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.doorlock;

import static dev.erloom.examples.doorlock.DoorLock.State.LOCKED;
import static dev.erloom.examples.doorlock.DoorLock.State.OPEN;
import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.examples.doorlock.DoorLock.Look;
import dev.erloom.examples.doorlock.DoorLock.Message;
import dev.erloom.examples.doorlock.DoorLock.Press;
import dev.erloom.examples.testing.Document;
import dev.erloom.examples.testing.Output;
import dev.erloom.process.Processes;
import dev.erloom.server.ServerRef;
import dev.erloom.statem.GenStatem;
import dev.erloom.statem.GenStatem.StateAndData;
import dev.erloom.sys.Sys;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoorLockTest {
    private final ManualClock clock = new ManualClock();

    private static ServerRef<Message> door() {
        return GenStatem.startLink(new DoorLock("42")).orElseThrow();
    }

    private static void type(ServerRef<Message> door, String keys) {
        keys.chars().forEach(key -> door.cast(new Press((char) key)));
    }

    @Test
    void prints_that_the_door_is_open() throws Exception {
        List<String> output = Output.of(DoorLock::main);

        assertThat(output).containsExactly("The door is OPEN");
        assertThat(Document.EXAMPLES.blocks("")).contains(String.join("\n", output));
    }

    @Test
    void opens_for_its_code_only() {
        inProcess(() -> {
            ServerRef<Message> door = door();
            type(door, "41");
            assertThat(door.call(new Look())).isEqualTo(LOCKED);

            ServerRef<Message> other = door();
            type(other, "42");

            assertThat(other.call(new Look())).isEqualTo(OPEN);
        });
    }

    @Test
    void closes_after_ten_seconds() {
        inProcess(
                clock,
                () -> {
                    ServerRef<Message> door = door();
                    type(door, "42");
                    assertThat(door.call(new Look())).isEqualTo(OPEN);

                    clock.advance(Duration.ofSeconds(10).minusMillis(1));
                    assertThat(door.call(new Look())).isEqualTo(OPEN);
                    clock.advance(Duration.ofMillis(1));

                    assertThat(door.call(new Look())).isEqualTo(LOCKED);
                });
    }

    @Test
    void forgets_what_is_half_typed_after_five_seconds() {
        inProcess(
                clock,
                () -> {
                    ServerRef<Message> door = door();
                    type(door, "4");
                    assertThat(Sys.getState(door)).isEqualTo(new StateAndData<>(LOCKED, "4"));

                    clock.advance(Duration.ofSeconds(5));

                    assertThat(Sys.getState(door)).isEqualTo(new StateAndData<>(LOCKED, ""));
                    type(door, "2");
                    assertThat(door.call(new Look())).isEqualTo(LOCKED);
                });
    }

    @Test
    void keys_that_are_pressed_while_it_is_open_count_when_it_has_closed() {
        inProcess(
                clock,
                () -> {
                    ServerRef<Message> door = door();
                    type(door, "42");
                    type(door, "42");
                    assertThat(door.call(new Look())).isEqualTo(OPEN);
                    assertThat(Processes.messageQueueLength()).isZero();

                    clock.advance(Duration.ofSeconds(10));

                    assertThat(door.call(new Look())).isEqualTo(OPEN);
                    assertThat(Sys.getState(door)).isEqualTo(new StateAndData<>(OPEN, ""));
                });
    }
}
