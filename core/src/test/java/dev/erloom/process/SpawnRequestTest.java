// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnRequest;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SpawnRequestTest {

    @DisplayName("P-10 the pid comes as a message, before anything that the new process sends")
    @Test
    void the_answer_is_a_message() {
        onNode(() -> {
            Pid asker = self();
            Ref request = spawnRequest(() -> asker.send(self()), with -> with);

            Pid child = receive(Pid.class);
            assertThat(mailbox())
                    .containsExactly(new SpawnReply(new Atom("spawn_reply"), request, child));
        });
    }

    @DisplayName("P-10 the answer carries the tag of the request")
    @Test
    void the_answer_carries_the_tag() {
        onNode(() -> {
            Ref request = spawnRequest(() -> {}, with -> with.tag("mine"));

            SpawnReply reply = receive(SpawnReply.class);
            assertThat(reply.tag()).isEqualTo("mine");
            assertThat(reply.request()).isEqualTo(request);
        });
    }

    @DisplayName("P-10 without a reply there is no message")
    @Test
    void there_may_be_no_answer() {
        onNode(() -> {
            Pid asker = self();
            spawnRequest(() -> asker.send("hello"), with -> with.withoutReply());

            assertThat(receive()).isEqualTo("hello");
        });
    }

    @DisplayName("P-5 P-10 a request with link and monitor is both; its reference is the monitor's")
    @Test
    void a_request_may_link_and_monitor() {
        onNode(() -> {
            trapExits(true);
            Ref request =
                    spawnRequest(
                            () -> {},
                            with ->
                                    with.spawn(SpawnOptions::link)
                                            .monitor(monitor -> monitor.tag("gone")));

            SpawnReply reply = receive(SpawnReply.class);
            assertThat(receive()).isEqualTo(new Exit(reply.pid(), NORMAL));
            assertThat(receive())
                    .isEqualTo(new TaggedDown("gone", new Down(request, reply.pid(), NORMAL)));
        });
    }
}
