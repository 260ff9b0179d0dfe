// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.prices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.examples.testing.Elixir;
import dev.erloom.interop.distribution.Cookie;
import dev.erloom.interop.distribution.Distribution;
import dev.erloom.process.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisabledIfSystemProperty(named = "erloom.interop.skip", matches = "true")
class PriceNodeTest {
    private static final String JAVA = "prices-" + ProcessHandle.current().pid() + "@127.0.0.1";
    private static final String ELIXIR = "shop-" + ProcessHandle.current().pid() + "@127.0.0.1";
    private static final String COOKIE = "pricenodetest";
    private static final String SCRIPT =
            """
            defmodule Shop.Quote do
              defstruct [:symbol, :cents]
            end

            defmodule Prices do
              use GenServer
              def init(cents), do: {:ok, cents}
              def handle_call({:get_price, "AAPL"}, _from, cents), do: {:reply, {:ok, cents}, cents}
              def handle_call(_, _from, cents), do: {:reply, {:error, :unknown}, cents}
            end

            java = String.to_atom(System.fetch_env!("JAVA_NODE"))
            quote = struct!(Shop.Quote, symbol: "AAPL", cents: 18970)
            GenServer.cast({:prices, java}, {:quoted, quote})
            IO.inspect(GenServer.call({:prices, java}, {:get_price, "AAPL"}))
            IO.inspect(GenServer.call({:prices, java}, {:get_price, "ACME"}))
            {:ok, _} = GenServer.start(Prices, 18980, name: :prices)
            IO.puts("serving")
            IO.gets("")
            """;

    @TempDir static Path folder;

    static Stream<String> elixirs() throws IOException {
        return Elixir.commands(folder).stream();
    }

    @ParameterizedTest
    @MethodSource("elixirs")
    void an_Elixir_node_and_this_one_ask_each_other(String elixir) throws IOException {
        try (Node node = Node.start();
                Distribution _ = Distribution.start(node, JAVA, Cookie.of(COOKIE))) {
            node.start(Prices::startLink);
            Process shop = start(elixir);
            try (BufferedReader lines = shop.inputReader(UTF_8)) {
                assertThat(List.of(lines.readLine(), lines.readLine(), lines.readLine()))
                        .containsExactly("{:ok, 18970}", "{:error, :unknown}", "serving");

                assertThat(node.<String>call(() -> PriceNode.ask(ELIXIR, "AAPL")))
                        .isEqualTo("AAPL costs 18980 cents");
                assertThat(node.<String>call(() -> PriceNode.ask(ELIXIR, "ACME")))
                        .isEqualTo("no price of ACME: UNKNOWN");
            } finally {
                shop.destroyForcibly().onExit().join();
            }
        }
    }

    private static Process start(String elixir) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(elixir, "--name", ELIXIR, "--cookie", COOKIE, "-e", SCRIPT);
        builder.environment().put("JAVA_NODE", JAVA);
        builder.environment().put("ELIXIR_ERL_OPTIONS", "+fnu");
        builder.environment().put("ERL_CRASH_DUMP_SECONDS", "0");
        return builder.redirectError(Redirect.INHERIT).start();
    }
}
