// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.Term;
import dev.erloom.interop.testing.AgainstRealBeam;
import dev.erloom.interop.testing.Beam;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.RegisteredName;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Terms of every kind and size, from Elixir through a Java process and back. */
@AgainstRealBeam
class TermsAcrossTest extends ElixirCluster {

    /** A term that is to come back to {@code from}. */
    record Echo(Pid from, Term term) {}

    static Stream<Beam.Release> releases() {
        return Beam.releases();
    }

    @BeforeEach
    void startEcho() {
        Pid echo =
                node.spawn(() -> {
                    while (true) {
                        Echo echoed = Processes.receive(Echo.class);
                        echoed.from().send(echoed);
                    }
                });
        node.register("echo", echo);
        elixir.eval(
                """
                me = self()
                echo = fn term ->
                  send({:echo, j}, {:echo, me, term})
                  receive do {:echo, ^me, back} -> back end
                end
                """);
    }

    @Test
    @DisplayName("DI-9 terms of all types survive a round trip through Java")
    void every_type_of_term_comes_back_equal() {
        assertThat(
                        elixir.eval(
                                """
                                x = 7
                                terms = [
                                  0, -1, 255, 256, -2_147_483_648, 2_147_483_648, 9_223_372_036_854_775_808,
                                  -(2 ** 3000), 0.0, -0.0, 1.5e300, 5.0e-324, 1, 1.0,
                                  :atom, :"", :"ünïcödé 漢", nil, true, Enum,
                                  "", "bytes \\x00\\xFF", "text ünïcödé", <<5::3>>, <<1, 2, 5::7>>,
                                  [], [1], ~c"text", [300, 1], [:a | :b], [1, [2, [3 | 4]]], Enum.to_list(1..70_000),
                                  {}, {1}, List.to_tuple(Enum.to_list(1..300)),
                                  %{}, %{1 => :a, 1.0 => :b, [] => {}}, Map.new(1..100, &{&1, &1}),
                                  self(), make_ref(), j, hd(Port.list()), ~D[2026-11-22], MapSet.new([1, 2]), 1..3,
                                  &Enum.map/2, fn y -> x + y end, [{:k, [v: %{nested: {self(), "b"}}]}]
                                ]
                                for term <- terms, echo.(term) !== term, do: term
                                """))
                .isEqualTo("[]");
    }

    @Test
    @DisplayName("AL-9 DI-9 pids and aliases of Java survive a round trip, and work")
    void identities_of_java_come_back() {
        node.run(() -> {
            Processes.register("me");
            var loop = new RegisteredName("loop", ELIXIR);
            loop.send(new Echo(Processes.self(), Term.atom("x")));
            elixir.eval(
                    "receive do {:echo, from, x} -> send(from, {:echo, from, {from, node(from), x}}) end");
            Echo back = Processes.receive(Echo.class);
            assertThat(back.from()).isEqualTo(Processes.self());
            assertThat(back.term())
                    .hasToString("{#PID" + back.from() + ", :\"java@127.0.0.1\", :x}");
        });
    }

    @Test
    @DisplayName("DI-3 binaries from 64 KiB to 5 MB arrive whole, both ways")
    void large_binaries_come_back_equal() {
        assertThat(
                        elixir.eval(
                                """
                                for size <- [65_000, 65_460, 65_470, 65_536, 131_072, 200_000, 1_000_000, 5_000_000] do
                                  bytes = :binary.copy(<<size::32, "erloom">>, div(size, 10)) <> <<1, 2, 3>>
                                  echo.(bytes) === bytes
                                end |> Enum.uniq()
                                """))
                .isEqualTo("[true]");
    }

    @Test
    void large_messages_of_many_processes_do_not_mix() {
        assertThat(
                        elixir.eval(
                                """
                                1..20
                                |> Enum.map(fn n -> Task.async(fn ->
                                     me = self()
                                     term = {n, :binary.copy(<<n>>, 300_000), Enum.to_list(n..50_000)}
                                     for _ <- 1..5 do
                                       send({:echo, j}, {:echo, me, term})
                                       receive do {:echo, ^me, back} -> back === term end
                                     end
                                   end) end)
                                |> Enum.flat_map(&Task.await(&1, :infinity))
                                |> Enum.uniq()
                                """))
                .isEqualTo("[true]");
    }
}
