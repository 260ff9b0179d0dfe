// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Node;

/** The smallest port, for the Javadoc of the package; run by {@link PortTest}. */
final class PortExample {
    private PortExample() {}

    static void run() {
        // @start region="smallest"
        Node.main(() -> {
            Port cat = Port.open("cat");
            cat.command("hello");
            assertThat(cat.receive()).hasToString(cat + " CHUNK hello");
            cat.close();

            assertThat(Port.cmd("sort", with -> with.input("b\na\n")).text()).isEqualTo("a\nb\n");
        });
        // @end region="smallest"
    }
}
