# SPDX-License-Identifier: Apache-2.0
# Runs random programs: one in each line it reads, what was observed in each line it prints. The Java side is
# RandomRun.java. Steps are separated by ";", each is `NUMBER ACTOR OPERATION ARGUMENT...`.
:logger.set_primary_config(:level, :none)

defmodule RandomRun do
  defstruct procs: %{}, watches: %{}, refs: %{}, targets: %{}, named: %{}, alive: []

  @starters 3
  @names [:ann, :bob]

  def serve() do
    case IO.gets("") do
      :eof ->
        :ok

      "end\n" ->
        serve()

      line ->
        me = self()
        {_, ref} = spawn_monitor(fn -> send(me, {:observed, run(String.trim(line))}) end)

        receive do
          {:observed, text} ->
            receive do: ({:DOWN, ^ref, _, _, _} -> IO.puts(text))

          {:DOWN, ^ref, _, _, reason} ->
            IO.puts("FAILED " <> String.replace(inspect(reason), "\n", " "))
        end

        serve()
    end
  end

  # The process that runs this coordinates: it lets the actors act one by one, and waits until what they did has
  # had its effects.
  def run(program) do
    world = Enum.reduce(0..(@starters - 1), %RandomRun{}, fn n, w -> spawn_starter(w, n) end)
    steps = String.split(program, ";", trim: true)

    {texts, world} =
      Enum.map_reduce(steps, world, fn step, w ->
        [number, actor, op | args] = String.split(step, " ")
        step(w, number, String.to_integer(actor), op, args)
      end)

    for n <- world.alive, do: Process.exit(world.procs[n], :kill)
    for n <- world.alive, do: await_down(world, n)
    Enum.join(texts, "\t")
  end

  defp spawn_starter(w, n) do
    me = self()
    spawn(fn -> child(me, n) end)
    await_up(w, n)
  end

  defp child(co, n) do
    send(co, {:up, n, self()})
    act()
  end

  defp await_up(w, n) do
    receive do
      {:up, ^n, pid} ->
        %{w | procs: Map.put(w.procs, n, pid), watches: Map.put(w.watches, n, Process.monitor(pid)), alive: Enum.sort([n | w.alive])}
    end
  end

  defp await_down(w, n) do
    ref = w.watches[n]

    receive do
      {:DOWN, ^ref, _, _, reason} -> reason
    end
  end

  # What each process does: what the coordinator says, and nothing else. Other messages stay in the mailbox.
  defp act() do
    receive do
      {:run, co, id, fun} ->
        send(co, {id, try(do: fun.(), catch: (:error, _ -> :error))})
        act()

      {:finish, fun} ->
        fun.()
    end
  end

  defp step(w, number, actor, op, args) do
    if actor in w.alive and Enum.all?(args, &known?(w, &1)) do
      {result, w} = perform(w, number, actor, op, args)
      {deaths, w} = settle(w, [])
      result = if actor in w.alive, do: result, else: "died"
      {Enum.join([number, result, deaths(deaths), mailboxes(w), names(w)], "|"), w}
    else
      {number <> "|-|||", w}
    end
  end

  # p3, m7: a process, and a monitor or alias, that an earlier step made or did not make
  defp known?(w, "p" <> n), do: Map.has_key?(w.procs, String.to_integer(n))
  defp known?(w, "m" <> n), do: Map.has_key?(w.refs, n)
  defp known?(_, _), do: true

  defp settle(w, deaths) do
    case Enum.reject(w.alive, &Process.alive?(w.procs[&1])) do
      [] ->
        if deaths != [], do: Enum.each(w.alive, &await_told(w, &1))
        {Enum.sort(deaths), w}

      dead ->
        told = for n <- dead, do: {n, await_down(w, n)}
        settle(%{w | alive: w.alive -- dead}, told ++ deaths)
    end
  end

  # Waits until a live process has heard of every death among those it monitors: who hears first is open.
  defp await_told(w, n) do
    {:monitors, monitors} = Process.info(w.procs[n], :monitors)
    {names, pids} = monitors |> Keyword.values() |> Enum.split_with(&is_tuple/1)
    living = Enum.count(w.named, fn {_, {owner, target}} -> owner == n and target != n and target in w.alive end)

    unless length(names) == living and Enum.all?(pids, &(index_of(w, &1) in w.alive)) do
      :erlang.yield()
      await_told(w, n)
    end
  end

  # Makes the actor run `fun`, and waits for its value or its death.
  defp ask(w, actor, fun) do
    id = make_ref()
    send(w.procs[actor], {:run, self(), id, fun})
    answer(w, actor, id)
  end

  defp answer(w, actor, id) do
    ref = w.watches[actor]

    receive do
      {^id, value} ->
        value

      {:DOWN, ^ref, _, _, _} = down ->
        send(self(), down)
        :died
    end
  end

  defp finish(w, actor, fun) do
    send(w.procs[actor], {:finish, fun})
    ref = w.watches[actor]
    receive do: ({:DOWN, ^ref, _, _, _} = down -> send(self(), down))
    {"died", w}
  end

  defp simple(w, actor, fun), do: {text(w, ask(w, actor, fun)), w}

  defp perform(w, number, actor, op, args) do
    me = self()

    case {op, args} do
      {"spawn", [c]} -> start(w, actor, c, fn n -> spawn(fn -> child(me, n) end) && nil end)
      {"spawn_link", [c]} -> start(w, actor, c, fn n -> spawn_link(fn -> child(me, n) end) && nil end)
      {"spawn_monitor", [c]} -> start(w, actor, c, number, fn n -> spawn_monitor(fn -> child(me, n) end) |> elem(1) end)
      {"spawn_dying", [c, r]} -> start_dying(w, actor, c, fn n -> spawn(fn -> die(me, n, r) end) && nil end)
      {"spawn_link_dying", [c, r]} -> start_dying(w, actor, c, fn n -> spawn_link(fn -> die(me, n, r) end) && nil end)
      {"spawn_monitor_dying", [c, r]} -> start_dying(w, actor, c, number, fn n -> spawn_monitor(fn -> die(me, n, r) end) |> elem(1) end)
      {"link", [p]} -> simple(w, actor, fn -> quiet(Process.link(pid(w, p))) end)
      {"unlink", [p]} -> simple(w, actor, fn -> quiet(Process.unlink(pid(w, p))) end)
      {"unlink_flush", [p]} -> simple(w, actor, fn -> unlink_flush(pid(w, p)) end)
      {"monitor", [p, mode]} -> monitor(w, number, actor, pid(w, p), index(p), mode)
      {"monitor_name", [name]} -> monitor_name(w, number, actor, String.to_atom(name))
      {"demonitor", [m]} -> demonitor(w, actor, m, [:info])
      {"demonitor_flush", [m]} -> demonitor(w, actor, m, [:flush, :info])
      {"alias", [mode]} -> new_alias(w, number, actor, mode)
      {"unalias", [m]} -> simple(w, actor, fn -> :erlang.unalias(ref(w, m)) end)
      {"send", [p]} -> simple(w, actor, fn -> quiet(send(pid(w, p), {:msg, actor, number})) end)
      {"send_name", [n]} -> simple(w, actor, fn -> quiet(send(String.to_atom(n), {:msg, actor, number})) end)
      {"send_ref", [m]} -> simple(w, actor, fn -> quiet(send(ref(w, m), {:msg, actor, number})) end)
      {"trap", [on]} -> simple(w, actor, fn -> Process.flag(:trap_exit, on == "true") end)
      {"exit_to", [p, r]} -> simple(w, actor, fn -> quiet(Process.exit(pid(w, p), reason(r))) end)
      {"register", [name, p]} -> simple(w, actor, fn -> quiet(Process.register(pid(w, p), String.to_atom(name))) end)
      {"unregister", [name]} -> simple(w, actor, fn -> quiet(Process.unregister(String.to_atom(name))) end)
      {"whereis", [name]} -> simple(w, actor, fn -> Process.whereis(String.to_atom(name)) end)
      {"receive_from", [p]} -> receive_from(w, actor, p)
      {"alive", [p]} -> simple(w, actor, fn -> Process.alive?(pid(w, p)) end)
      {"exit", [r]} -> finish(w, actor, fn -> exit(reason(r)) end)
      {"crash", []} -> finish(w, actor, fn -> raise "crash" end)
      {"return", []} -> finish(w, actor, fn -> :done end)
    end
  end

  defp quiet(_), do: :ok
  defp pid(w, p), do: w.procs[index(p)]
  defp ref(w, "m" <> number), do: w.refs[number]
  defp index("p" <> n), do: String.to_integer(n)

  defp reason("shutdown_x"), do: {:shutdown, :x}
  defp reason(r), do: String.to_atom(r)

  defp die(co, n, r) do
    send(co, {:up, n, self()})
    receive do: (:go -> exit(reason(r)))
  end

  # c is new: `c5`
  defp start(w, actor, "c" <> c, number \\ nil, fun) do
    n = String.to_integer(c)
    made = ask(w, actor, fn -> fun.(n) end)
    w = await_up(w, n)
    {"ok", keep_ref(w, number, made, n)}
  end

  defp start_dying(w, actor, "c" <> c, number \\ nil, fun) do
    n = String.to_integer(c)
    {result, w} = start(w, actor, "c" <> c, number, fun)
    send(w.procs[n], :go)
    ref = w.watches[n]
    receive do: ({:DOWN, ^ref, _, _, _} = down -> send(self(), down))
    {result, w}
  end

  defp keep_ref(w, number, ref, target) when is_reference(ref) do
    %{w | refs: Map.put(w.refs, number, ref), targets: Map.put(w.targets, number, target)}
  end

  defp keep_ref(w, _, _, _), do: w

  defp monitor(w, number, actor, object, target, mode) do
    options =
      case mode do
        "no_alias" -> []
        "explicit_unalias" -> [alias: :explicit_unalias]
        "demonitor" -> [alias: :demonitor]
        "reply_demonitor" -> [alias: :reply_demonitor]
      end

    ref = ask(w, actor, fn -> :erlang.monitor(:process, object, options) end)
    {if(is_reference(ref), do: "ok", else: text(w, ref)), keep_ref(w, number, ref, target)}
  end

  defp monitor_name(w, number, actor, name) do
    target = index_of(w, Process.whereis(name))
    {result, w} = monitor(w, number, actor, name, target, "no_alias")
    {result, %{w | named: Map.put(w.named, number, {actor, target})}}
  end

  defp demonitor(w, actor, "m" <> number = m, options) do
    gone = ask(w, actor, fn -> Process.demonitor(ref(w, m), options) end)
    {text(w, gone), if(gone == true, do: %{w | named: Map.delete(w.named, number)}, else: w)}
  end

  defp new_alias(w, number, actor, mode) do
    options = if mode == "reply", do: [:reply], else: []
    ref = ask(w, actor, fn -> :erlang.alias(options) end)
    {"ok", keep_ref(w, number, ref, "-")}
  end

  defp unlink_flush(pid) do
    Process.unlink(pid)

    receive do
      {:EXIT, ^pid, reason} -> reason
    after
      0 -> nil
    end
  end

  defp receive_from(w, actor, p) do
    n = index(p)
    from = pid(w, p)

    taken =
      ask(w, actor, fn ->
        receive do
          {:msg, ^n, _} = m -> m
          {:EXIT, ^from, _} = m -> m
          {:DOWN, _, _, ^from, _} = m -> m
        after
          0 -> nil
        end
      end)

    {text(w, taken), w}
  end

  defp deaths(deaths) do
    Enum.map_join(deaths, ";", fn {n, reason} ->
      "#{n} #{Oracle.norm(reason)}"
    end)
  end

  defp mailboxes(w) do
    w.alive
    |> Enum.map(fn n -> {n, Process.info(w.procs[n], :messages) |> elem(1)} end)
    |> Enum.reject(fn {_, messages} -> messages == [] end)
    |> Enum.map_join("/", fn {n, messages} -> "#{n}: #{Enum.map_join(messages, ";", &text(w, &1))}" end)
  end

  defp names(w), do: Enum.map_join(@names, " ", fn name -> text(w, Process.whereis(name)) end)

  # Messages begin with their kind and their sender.
  defp text(_, {:msg, from, number}), do: "M #{from} #{number}"
  defp text(w, {:EXIT, from, reason}), do: "E #{index_of(w, from)} #{Oracle.norm(reason)}"

  defp text(w, {:DOWN, ref, :process, object, reason}) do
    {number, _} = Enum.find(w.refs, {"?", nil}, fn {_, r} -> r == ref end)
    of = if is_tuple(object), do: elem(object, 0), else: index_of(w, object)
    "D #{Map.get(w.targets, number, "-")} m#{number} #{of} #{Oracle.norm(reason)}"
  end

  defp text(w, pid) when is_pid(pid), do: "p#{index_of(w, pid)}"
  defp text(_, other), do: Oracle.norm(other)

  defp index_of(w, pid) do
    case Enum.find(w.procs, fn {_, p} -> p == pid end) do
      nil -> "-"
      {n, _} -> n
    end
  end
end

RandomRun.serve()
