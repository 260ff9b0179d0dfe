// SPDX-License-Identifier: Apache-2.0
package dev.erloom;

import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.spawnMonitor;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Down;
import dev.erloom.process.Node;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.process.Ref;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ContributingTest {
    // @start region="perfect"
    @DisplayName("MN-3 monitoring a dead process answers DOWN with noproc, as a message")
    @Test
    void monitoring_the_dead_answers_noproc() {
        try (Node node = Node.start()) {
            node.run(() -> {
                Spawned child = spawnMonitor(() -> {});
                receive(child.ref()); // the barrier: from here on the child is dead

                Ref ref = monitor(child.pid());

                assertThat(receive(ref)).isEqualTo(new Down(ref, child.pid(), NOPROC));
            });
        }
    }

    // @end region="perfect"

    @Test
    void the_test_in_CONTRIBUTING_is_this_one() throws IOException {
        assertThat(Files.readString(Path.of("../CONTRIBUTING.md"))).contains(regionOfThisFile());
    }

    private static String regionOfThisFile() throws IOException {
        Path file = Path.of("src/test/java/dev/erloom/ContributingTest.java");
        return Files.readString(file)
                .lines()
                .dropWhile(line -> !line.contains("@start region=\"perfect\""))
                .skip(1)
                .takeWhile(line -> !line.contains("@end region=\"perfect\""))
                .collect(joining("\n"))
                .stripTrailing()
                .stripIndent();
    }
}
