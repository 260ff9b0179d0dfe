// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.counter;

import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.examples.counter.Counter.Get;
import dev.erloom.examples.counter.Counter.Increment;
import dev.erloom.examples.counter.Counter.Message;
import dev.erloom.examples.testing.Document;
import dev.erloom.examples.testing.Output;
import dev.erloom.server.GenServer;
import dev.erloom.server.ServerRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class CounterTest {
    @Test
    void prints_what_it_has_counted() throws Exception {
        List<String> output = Output.of(Counter::main);

        assertThat(output).containsExactly("The counter is at 42");
        assertThat(Document.README.blocks("")).contains(String.join("\n", output));
    }

    @Test
    void counts_what_each_caller_has_sent_before_it_asks() {
        inProcess(() -> {
            ServerRef<Message> counter = GenServer.startLink(new Counter(1)).orElseThrow();

            counter.cast(new Increment(2));
            counter.cast(new Increment(-10));

            assertThat(counter.call(new Get())).isEqualTo(-7);
        });
    }
}
