// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.cache;

import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.examples.testing.Document;
import dev.erloom.examples.testing.Output;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.StartResult.AlreadyStarted;
import java.util.List;
import org.junit.jupiter.api.Test;

class CacheTest {
    @Test
    void sorts_each_word_once() throws Exception {
        List<String> output = Output.of(Cache::main);

        assertThat(output).containsExactly("aeglnr", "lmoo", "aeglnr", "2 words known");
        assertThat(Document.EXAMPLES.blocks("")).contains(String.join("\n", output));
    }

    @Test
    void hands_out_what_it_knows() {
        inProcess(() -> {
            Cache.startLink().orElseThrow();
            Cache.CACHE.change(words -> words.put("word", "known"));

            assertThat(Cache.sorted("word")).isEqualTo("known");
            assertThat(Cache.size()).isEqualTo(1);
        });
    }

    @Test
    void there_is_one() {
        inProcess(() -> {
            Cache.startLink().orElseThrow();
            assertThat(Cache.startLink()).isInstanceOf(AlreadyStarted.class);
        });
    }

    @Test
    void without_it_nobody_is_answered() {
        inProcess(() ->
                assertThatThrownBy(() -> Cache.sorted("word"))
                        .isInstanceOfSatisfying(
                                ExitException.class,
                                failed ->
                                        assertThat(failed.reason().root())
                                                .isEqualTo(ExitReason.NOPROC)));
    }
}
