# SPDX-License-Identifier: Apache-2.0
# What the probes of every section use. The Java side is Trace.java; both print the same normal form.
:logger.set_primary_config(:level, :none)

defmodule Oracle do
  @bad [:bad_return_value, :bad_return_from_state_function, :bad_action_from_state_function]

  # Runs a probe in a process of its own and prints `id: trace`.
  def probe(id, fun) do
    {pid, ref} =
      spawn_monitor(fn ->
        Process.put(:oracle_trace, [])
        Process.put(:oracle_roles, %{self() => "me"})
        fun.()
        exit({:oracle, Process.get(:oracle_trace) |> Enum.reverse() |> Enum.join(" | ")})
      end)

    text =
      receive do
        {:DOWN, ^ref, _, _, {:oracle, text}} -> text
        {:DOWN, ^ref, _, _, reason} -> "PROBE FAILED " <> inspect(reason, limit: 20)
      after
        20_000 ->
          Process.exit(pid, :kill)
          "PROBE HANGS"
      end

    IO.puts("#{id}: #{String.replace(text, "\n", " ")}")
  end

  # As probe/2 for what only OTP `otp` and newer does: an older one is not compared.
  def probe(id, otp, fun) do
    if String.to_integer(System.otp_release()) >= otp,
      do: probe(id, fun),
      else: IO.puts("#{id}: OTP #{otp} or newer")
  end

  # Adds a value to the trace of the probe; only the probe's own process may.
  def say(value), do: Process.put(:oracle_trace, [norm(value) | Process.get(:oracle_trace)])

  # Gives a process a name in the trace; others are p1, p2, ... as they appear.
  def role(pid, name) do
    Process.put(:oracle_roles, Map.put(Process.get(:oracle_roles), pid, name))
    pid
  end

  # The value of a function, or how it failed.
  def caught(fun) do
    try do
      fun.()
    catch
      :error, _ -> :error
      :exit, reason -> {:exit, reason}
      :throw, value -> {:throw, value}
    end
  end

  # As caught/1 where OTP returns true, ok or the message, and Java nothing.
  def caught_quiet(fun), do: caught(fn -> fun.() && :quiet end)

  # What is in the mailbox now, oldest first.
  def mailbox(), do: mailbox([])

  defp mailbox(acc) do
    receive do
      m -> mailbox([m | acc])
    after
      0 -> Enum.reverse(acc)
    end
  end

  # Waits for the next message.
  def next() do
    receive do
      m -> m
    end
  end

  # A process that waits for ever and drops what it gets.
  def idle(), do: spawn(fn -> drop() end)

  def drop() do
    receive do
      _ -> drop()
    end
  end

  # An idle process that traps exits.
  def idle_trapping() do
    a = actor()
    ask(a, fn -> Process.flag(:trap_exit, true) end)
    a
  end

  # Waits until a process has ended, and what it told others has been told.
  def await_end(pid) do
    ref = Process.monitor(pid)

    receive do
      {:DOWN, ^ref, _, _, _} -> pid
    end
  end

  # The reason with which the process behind a monitor ended.
  def reason(ref) do
    receive do
      {:DOWN, ^ref, _, _, reason} -> reason
    end
  end

  # The reason with which a process ends that runs `fun`.
  def reason_of(fun) do
    {_, ref} = spawn_monitor(fun)
    reason(ref)
  end

  # A process that has ended.
  def dead(), do: await_end(spawn(fn -> :ok end))

  # A process that runs what it is told.
  def actor(), do: spawn(fn -> act() end)
  def actor_linked(), do: spawn_link(fn -> act() end)

  defp act() do
    receive do
      {:oracle_do, nil, _, fun} -> fun.()
      {:oracle_do, from, ref, fun} -> send(from, {ref, caught(fun)})
    end

    act()
  end

  # Runs `fun` in an actor and returns its value, or :died.
  def ask(actor, fun) do
    ref = Process.monitor(actor)
    send(actor, {:oracle_do, self(), ref, fun})

    receive do
      {^ref, value} ->
        Process.demonitor(ref, [:flush])
        value

      {:DOWN, ^ref, _, _, _} ->
        :died
    end
  end

  # Makes an actor run `fun` some time.
  def tell(actor, fun), do: send(actor, {:oracle_do, nil, nil, fun})

  # Returns once a live process has taken every signal that the caller has sent to it.
  def settle(pid), do: Process.info(pid, :status) && pid

  def norm(t) when is_pid(t), do: number(:oracle_roles, t, "p")
  def norm(t) when is_port(t), do: number(:oracle_roles, t, "port")
  def norm(t) when is_reference(t), do: number(:oracle_refs, t, "r")
  def norm(t) when is_atom(t), do: Atom.to_string(t)
  def norm(t) when is_integer(t), do: Integer.to_string(t)
  def norm(t) when is_float(t), do: Float.to_string(t)
  def norm(t) when is_binary(t), do: t
  def norm(t) when is_function(t), do: "fun"
  def norm([]), do: "[]"
  def norm([:alias | ref]), do: norm(ref)
  def norm(t) when is_list(t), do: "[" <> Enum.map_join(t, ", ", &norm/1) <> "]"
  # a bad answer of a callback, some with a stack
  def norm({{bad, _}, stack}) when is_list(stack) and bad in @bad, do: norm({bad, nil})
  def norm({bad, _}) when bad in @bad, do: "{#{bad}, _}"
  # an uncaught error or throw, with its stack
  def norm({_, [{m, f, a, l} | _]}) when is_atom(m) and is_atom(f) and is_list(l) and (is_list(a) or is_integer(a)), do: "error"
  def norm({e, []}) when is_exception(e), do: "error"
  def norm({{:nocatch, _}, stack}) when is_list(stack), do: "error"
  # a call that failed
  def norm({r, {m, f, a}}) when is_atom(m) and is_atom(f) and is_list(a), do: "{" <> norm(r) <> ", call}"
  def norm(t) when is_tuple(t), do: "{" <> Enum.map_join(Tuple.to_list(t), ", ", &norm/1) <> "}"
  def norm(t) when is_exception(t), do: "error"
  def norm(t) when is_struct(t), do: t.__struct__ |> Module.split() |> List.last()

  def norm(t) when is_map(t) do
    "%{" <> (t |> Enum.map(fn {k, v} -> norm(k) <> ": " <> norm(v) end) |> Enum.sort() |> Enum.join(", ")) <> "}"
  end

  defp number(table, t, prefix) do
    known = Process.get(table, %{})

    case known do
      %{^t => name} ->
        name

      _ ->
        count = Enum.count(known, fn {_, n} -> String.match?(n, ~r/^#{prefix}\d+$/) end)
        name = prefix <> Integer.to_string(count + 1)
        Process.put(table, Map.put(known, t, name))
        name
    end
  end
end
