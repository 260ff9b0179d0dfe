// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.cluster;

import dev.erloom.interop.testing.Beam;
import dev.erloom.interop.testing.PortMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A real Elixir node that evaluates what a test tells it to, all in one process. */
final class ElixirNode implements AutoCloseable {
    private static final String ANSWER = "=> ";
    private static final String LOOP =
            """
            defmodule Loop do
              def run(binding) do
                case IO.gets("") do
                  line when is_binary(line) ->
                    run(answer(Base.decode64!(String.trim(line)), binding))
                  _ ->
                    System.halt(0)
                end
              end
              defp answer(code, binding) do
                # a test that waits for what never comes fails, and does not hang
                {:ok, alarm} = :timer.apply_after(30_000, System, :halt, [1])
                {value, binding} =
                  try do
                    Code.eval_string(code, binding)
                  catch
                    kind, reason -> {{kind, reason}, binding}
                  end
                :timer.cancel(alarm)
                IO.puts("=> " <> inspect(value, limit: :infinity, printable_limit: 500))
                binding
              end
            end
            defmodule Counter do
              use GenServer
              def init(n), do: {:ok, n}
              def handle_call(:get, _from, n), do: {:reply, n, n}
              def handle_call({:later, back}, from, n) do
                send(back, {:asked, self()})
                receive do :now -> GenServer.reply(from, n) end
                {:noreply, n}
              end
              def handle_call({:fail, reason}, _from, _n), do: exit(reason)
              def handle_call({:stop, reason}, _from, n), do: {:stop, reason, n, n}
              def handle_cast({:inc, by}, n), do: {:noreply, n + by}
            end
            defmodule Idle do
              def start(name \\\\ nil) do
                spawn(fn ->
                  if name, do: Process.register(self(), name)
                  receive do {:exit, reason} -> exit(reason) end
                end)
              end
            end
            Process.flag(:trap_exit, true)
            Process.register(self(), :loop)
            IO.puts("=> ready")
            Loop.run([])
            """;

    private final String name;
    private final Beam beam;
    private final List<String> log = new ArrayList<>();

    private ElixirNode(String name, Beam beam) {
        this.name = name;
        this.beam = beam;
    }

    /**
     * Starts a node that is registered with {@code epmd} and has the cookie {@code cook}; on return
     * it is up.
     *
     * @param flags more flags of {@code erl}
     */
    static ElixirNode start(Beam.Release release, PortMapper epmd, String name, String... flags) {
        Beam beam =
                release.program(
                        "env",
                        "ERL_EPMD_PORT=" + epmd.port(),
                        "elixir",
                        "--name",
                        name,
                        "--cookie",
                        "cook",
                        "--erl",
                        "-start_epmd false " + String.join(" ", flags),
                        "-e",
                        LOOP);
        var node = new ElixirNode(name, beam);
        node.answer();
        return node;
    }

    String name() {
        return name;
    }

    /** {@return the number of its operating system process, for signals} */
    long pid() {
        return beam.pid();
    }

    /** Evaluates {@code code} and returns the value as {@code inspect} shows it. */
    String eval(String code) {
        tell(code);
        return answer();
    }

    /** Has {@code code} evaluated, without waiting for {@link #answer}. */
    void tell(String code) {
        beam.writeLine(Base64.getEncoder().encodeToString(code.getBytes(StandardCharsets.UTF_8)));
    }

    /** {@return the value of what was told} */
    String answer() {
        String line = beam.readLine();
        while (!line.startsWith(ANSWER)) {
            log.add(line);
            line = beam.readLine();
        }
        return line.substring(ANSWER.length());
    }

    /** {@return what it has printed so far besides answers} */
    List<String> log() {
        return List.copyOf(log);
    }

    @Override
    public void close() {
        try {
            beam.stdin().close();
        } catch (IOException _) {
            // it has ended already
        }
        beam.close();
    }
}
