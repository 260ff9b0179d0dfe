// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.prices;

import dev.erloom.interop.mapping.Struct;
import dev.erloom.interop.mapping.Tag;
import dev.erloom.process.StartResult;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import java.util.HashMap;
import java.util.Map;

/**
 * A server that knows prices, and the protocol that it shares with Elixir. Whether the one that
 * {@link #PRICES} names on some node is this one or a {@code GenServer} in Elixir, the caller
 * cannot tell.
 */
public record Prices() implements GenServer<Prices.Message, Map<String, Long>> {

    /** What a price server understands. */
    public sealed interface Message {}

    /** {@code {:get_price, "AAPL"}}. */
    public record GetPrice(String symbol) implements Message, Call<Message, Answer> {}

    /** {@code {:quoted, %Shop.Quote{symbol: "AAPL", cents: 18970}}}. */
    public record Quoted(Quote quote) implements Message, Cast<Message> {}

    /** {@code %Shop.Quote{symbol: "AAPL", cents: 18970}}. */
    @Struct("Elixir.Shop.Quote")
    public record Quote(String symbol, long cents) {}

    /** What {@link GetPrice} is answered with. */
    public sealed interface Answer {}

    /** {@code {:ok, 18970}}. */
    public record Ok(long cents) implements Answer {}

    /** {@code {:error, :unknown}}. */
    @Tag("error")
    public record Failed(Why why) implements Answer {}

    /** {@code :unknown}. */
    public enum Why {
        UNKNOWN
    }

    /** The name of the price server, on whatever node. */
    public static final Name<Message> PRICES = Name.of("prices");

    /** Starts a server without prices under its name. */
    public static StartResult<ServerRef<Message>> startLink() {
        return GenServer.startLink(new Prices(), PRICES);
    }

    @Override
    public Init<Map<String, Long>> init() {
        return ok(new HashMap<>());
    }

    @Override
    public Next<Map<String, Long>> handle(Message message, Map<String, Long> prices) {
        return switch (message) {
            case GetPrice get -> {
                Long cents = prices.get(get.symbol);
                yield reply(get, cents == null ? new Failed(Why.UNKNOWN) : new Ok(cents), prices);
            }
            case Quoted(Quote(String symbol, long cents)) -> {
                prices.put(symbol, cents);
                yield noReply(prices);
            }
        };
    }
}
