// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.greeter;

import static dev.erloom.process.Processes.messageQueueLength;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.examples.testing.Document;
import dev.erloom.examples.testing.Output;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import java.util.List;
import org.junit.jupiter.api.Test;

class GreeterTest {
    @Test
    void greets_guests_of_honour_first() throws Exception {
        List<String> output = Output.of(Greeter::main);

        assertThat(output)
                .containsExactly(
                        "Welcome, Robert",
                        "Welcome, Joe",
                        "Welcome, Mike",
                        "Nobody greets: killed");
        assertThat(Document.EXAMPLES.blocks("")).contains(String.join("\n", output));
    }

    @Test
    void a_visitor_leaves_other_messages_where_they_are() {
        inProcess(() -> {
            Pid greeter = spawn(Greeter::run);
            Ref watch = monitor(greeter);
            self().send("before");
            greeter.send(new Greeter.Open());
            greeter.send(new Greeter.Guest("Joe", self()));

            assertThat(Greeter.greeting(watch)).isEqualTo("Welcome, Joe");

            self().send("after");
            assertThat(receive()).isEqualTo("before");
            assertThat(receive()).isEqualTo("after");
            assertThat(messageQueueLength()).isZero();
        });
    }

    @Test
    void a_visitor_hears_why_a_greeter_ends_that_has_not_greeted() {
        inProcess(() -> {
            Pid rude =
                    spawn(() -> {
                        receive(Greeter.Guest.class);
                        throw Processes.exit(ExitReason.of("rude"));
                    });
            Ref watch = monitor(rude);
            rude.send(new Greeter.Guest("Joe", self()));

            assertThat(Greeter.greeting(watch)).isEqualTo("Nobody greets: rude");
        });
    }
}
