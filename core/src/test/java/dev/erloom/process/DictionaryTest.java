// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.Processes.dictionary;
import static dev.erloom.process.Processes.erase;
import static dev.erloom.process.Processes.eraseAll;
import static dev.erloom.process.Processes.get;
import static dev.erloom.process.Processes.keys;
import static dev.erloom.process.Processes.put;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DictionaryTest {

    @DisplayName("PI-5 put answers with the old value, get with the value, erase with what is gone")
    @Test
    void put_get_erase() {
        onNode(() -> {
            assertThat(put("key", 1)).isNull();
            assertThat(put("key", 2)).isEqualTo(1);
            assertThat(get("key")).isEqualTo(2);
            assertThat(get("other", "default")).isEqualTo("default");
            assertThat(get("key", "default")).isEqualTo(2);
            assertThat(erase("key")).isEqualTo(2);
            assertThat(erase("key")).isNull();
            assertThat(get("key")).isNull();
        });
    }

    @DisplayName("PI-5 keys finds the keys of a value, eraseAll answers with all and empties it")
    @Test
    void keys_and_erase_all() {
        onNode(() -> {
            put("a", 1);
            put("b", 2);
            put("c", 1);

            assertThat(keys(1)).containsExactlyInAnyOrder("a", "c");
            assertThat(keys(3)).isEmpty();
            assertThat(dictionary()).isEqualTo(Map.of("a", 1, "b", 2, "c", 1));
            assertThat(eraseAll()).isEqualTo(Map.of("a", 1, "b", 2, "c", 1));
            assertThat(dictionary()).isEmpty();
        });
    }

    @DisplayName("PI-5 a dictionary belongs to one process")
    @Test
    void a_dictionary_is_private() {
        onNode(() -> {
            Pid asker = self();
            put("key", "mine");
            spawn(() -> asker.send(dictionary()));

            assertThat(receive()).isEqualTo(Map.of());
        });
    }

    @Test
    void a_dictionary_needs_a_process() {
        assertThatThrownBy(() -> put("key", 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("put needs a process");
    }
}
