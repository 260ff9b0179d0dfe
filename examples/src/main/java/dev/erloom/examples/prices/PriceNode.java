// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.prices;

import static dev.erloom.examples.prices.Prices.PRICES;

import dev.erloom.examples.prices.Prices.Failed;
import dev.erloom.examples.prices.Prices.GetPrice;
import dev.erloom.examples.prices.Prices.Ok;
import dev.erloom.examples.prices.Prices.Why;
import dev.erloom.interop.distribution.Cookie;
import dev.erloom.interop.distribution.Distribution;
import dev.erloom.process.Node;

/** A Java node in an Elixir cluster: serves prices, and asks servers in Elixir for theirs. */
final class PriceNode {
    private PriceNode() {}

    // @start region="ask"
    static String ask(String node, String symbol) {
        return switch (PRICES.on(node).call(new GetPrice(symbol))) {
            case Ok(long cents) -> symbol + " costs " + cents + " cents";
            case Failed(Why why) -> "no price of " + symbol + ": " + why;
        };
    }

    // @end region="ask"

    /** Asks the nodes that are given, and serves until it is ended. */
    // @start region="join"
    static void main(String[] args) {
        try (Node node = Node.start(with -> with.asDefault());
                Distribution _ = Distribution.start(node, "java@127.0.0.1", Cookie.fromFile())) {
            node.start(Prices::startLink);
            for (String other : args) {
                IO.println(ask(other, "AAPL"));
            }
            node.join();
        }
    }
    // @end region="join"
}
