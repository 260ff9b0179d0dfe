# SPDX-License-Identifier: Apache-2.0
# Runs random state machines on a BEAM and prints each program with what it did; programs.txt is its output on OTP 27:
#   elixir programs.exs 400 > programs.txt
:logger.set_primary_config(:level, :none)
Process.flag(:trap_exit, true)

defmodule Machine do
  @behaviour :gen_statem
  def callback_mode, do: [:handle_event_function, :state_enter]

  def init({observer, program}) do
    Process.put(:observer, observer)
    for {key, answers} <- program, key != :init, do: Process.put(key, answers)
    {:ok, :a, :d, actions(program[:init])}
  end

  def handle_event(:enter, from, state, :d) do
    say("enter #{from} to #{state} d")
    answer({:enter, state})
  end

  def handle_event(type, content, state, :d) do
    say("#{name(type)} #{content} in #{state} d")
    answer({:on, content})
  end

  def terminate(reason, state, :d), do: say("end #{reason} in #{state} d")

  defp say(line), do: send(Process.get(:observer), {:line, line})

  defp name({:timeout, name}), do: "{timeout, #{name}}"
  defp name(type), do: type

  defp answer(key) do
    case Process.get(key, []) do
      [] ->
        :keep_state_and_data

      [[transition | actions] | rest] ->
        Process.put(key, rest)

        case String.split(transition, ":") do
          ["next", state] -> {:next_state, String.to_atom(state), :d, actions(actions)}
          ["keep"] -> {:keep_state, :d, actions(actions)}
          ["repeat"] -> {:repeat_state_and_data, actions(actions)}
          ["stop"] -> :stop
        end
    end
  end

  defp actions(tokens), do: Enum.map(tokens, &action(String.split(&1, ":")))

  defp action(["postpone"]), do: :postpone
  defp action(["hibernate"]), do: :hibernate
  defp action(["internal", content]), do: {:next_event, :internal, content}
  defp action(["info", content]), do: {:next_event, :info, content}
  defp action([kind, "cancel"]), do: {kind(kind), :cancel}
  defp action([kind, "update", content]), do: {kind(kind), :update, content}
  defp action([kind, "zero", content]), do: {kind(kind), 0, content}
  defp action([kind, "infinity", content]), do: {kind(kind), :infinity, content}
  defp action([kind, "long", content]), do: {kind(kind), 3_600_000, content}

  defp kind("event"), do: :timeout
  defp kind("state"), do: :state_timeout
  defp kind(name), do: {:timeout, name}
end

defmodule Random do
  def program(seed) do
    :rand.seed(:exsss, {seed, 2, 3})
    on = for n <- 0..7, do: {{:on, "e#{n}"}, answers(3, &handled/0)}
    enter = for s <- [:a, :b, :c], do: {{:enter, s}, answers(2, &entered/0)}
    last = [{{:on, "last"}, [["next:z"]]}, {{:on, "end"}, [["stop"]]}]
    sends = for(_ <- 1..:rand.uniform(7), do: content()) ++ ["last", "end"]
    {[{:init, some(2, fn -> action() end)} | on ++ enter ++ last], sends}
  end

  defp answers(most, one), do: some(most, one)
  defp some(most, one), do: for(_ <- Enum.drop(0..:rand.uniform(most + 1), 2), do: one.())

  defp handled do
    transition = pick(["next:a", "next:b", "next:c", "next:b", "keep", "keep", "keep", "repeat"])
    [transition | some(4, fn -> pick([&action/0, &action/0, &enter_action/0]).() end)]
  end

  defp entered, do: [pick(["keep", "keep", "keep", "repeat"]) | some(3, &enter_action/0)]

  defp action do
    case :rand.uniform(7) do
      n when n < 3 -> "postpone"
      n when n < 5 -> "internal:" <> content()
      5 -> "info:" <> content()
      _ -> enter_action()
    end
  end

  defp enter_action do
    kind = pick(["event", "state", "g1", "g2"])

    case :rand.uniform(8) do
      n when n < 5 -> kind <> ":zero:" <> content()
      5 -> kind <> ":cancel"
      6 -> kind <> ":update:" <> content()
      7 -> kind <> ":long:" <> content()
      8 -> pick([kind <> ":infinity:" <> content(), "hibernate"])
    end
  end

  defp content, do: "e#{:rand.uniform(8) - 1}"
  defp pick(list), do: Enum.random(list)
end

defmodule Trace do
  def until_end(lines) do
    receive do
      {:line, "end" <> _ = line} -> Enum.reverse([line | lines])
      {:line, line} -> until_end([line | lines])
    end
  end
end

[count] = System.argv()

for seed <- 1..String.to_integer(count) do
  {program, sends} = Random.program(seed)
  {:ok, machine} = :gen_statem.start(Machine, {self(), program}, [])
  Enum.each(sends, &:gen_statem.cast(machine, &1))
  IO.puts("program #{seed}")

  for {key, value} <- program do
    case key do
      :init -> IO.puts("init " <> Enum.join(value, " "))
      {:on, "e" <> _ = content} -> IO.puts("on #{content} " <> Enum.map_join(value, " | ", &Enum.join(&1, " ")))
      {:enter, state} -> IO.puts("entering #{state} " <> Enum.map_join(value, " | ", &Enum.join(&1, " ")))
      _ -> :ok
    end
  end

  IO.puts("send " <> Enum.join(sends, " "))
  Enum.each(Trace.until_end([]), &IO.puts("> " <> &1))
end
