// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.words;

import dev.erloom.port.Port;
import dev.erloom.port.Port.Data;
import dev.erloom.port.Port.Eof;
import dev.erloom.port.Port.ExitStatus;
import dev.erloom.port.PortOptions;
import dev.erloom.process.Node;
import java.util.ArrayList;
import java.util.List;

/** Sorts words with a program that reads its standard input, step by step and in one call. */
final class Words {
    private Words() {}

    // @start region="port"
    /** Feeds {@code sort} and reads what it writes. */
    static List<String> sorted(List<String> words) {
        Port sort = Port.open("sort", with -> with.args("-u").lines(1024).exitStatus());
        words.forEach(word -> sort.command(word + "\n"));
        sort.closeInput();
        List<String> sorted = new ArrayList<>();
        while (true) {
            switch (sort.receive()) {
                case Data line -> sorted.add(line.text());
                case ExitStatus(_, int status) when status == 0 -> {
                    return sorted;
                }
                case ExitStatus(_, int status) ->
                        throw new IllegalStateException("sort ended with " + status);
                case Eof _ -> {} // only with the option eof
            }
        }
    }

    // @end region="port"

    // @start region="cmd"
    /** The same in one call. */
    static List<String> sortedAtOnce(List<String> words) {
        return Port.cmd("sort", with -> with.args("-u").input(String.join("\n", words)))
                .text()
                .lines()
                .toList();
    }

    // @end region="cmd"

    // @start region="worker"
    /** Starts a program that answers each packet with a packet, and goes with its owner. */
    static Port worker() {
        return Port.open("cat", with -> with.packet(4).killProgram());
    }

    // @end region="worker"

    // @start region="shell"
    /** Starts a command line; what it writes comes as it is. */
    static Port commandLine() {
        return Port.spawn("printf 'to you'", PortOptions::exitStatus);
    }

    // @end region="shell"

    static void main() {
        Node.main(() -> {
            IO.println(sorted(List.of("pear", "apple", "pear")));
            IO.println(sortedAtOnce(List.of("b", "a")));
            Port worker = worker();
            worker.command("ping");
            if (worker.receive() instanceof Data reply) {
                IO.println(reply.text());
            }
        });
    }
}
