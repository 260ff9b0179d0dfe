# SPDX-License-Identifier: Apache-2.0
# Section 18
import Oracle

defmodule Kid do
  use GenServer
  def start_link(a), do: GenServer.start_link(__MODULE__, a)

  # refuses to start from the `from`th to the `to`th time
  def start_flaky(me, id, counter, from, to) do
    :counters.add(counter, 1, 1)
    n = :counters.get(counter, 1)

    if n in from..to do
      send(me, {:refused, id, n})
      {:error, :nope}
    else
      start_link({me, id})
    end
  end

  def init({me, id}) do
    Process.flag(:trap_exit, true)
    send(me, {:up, id})
    {:ok, {me, id}}
  end

  def init(:fail), do: {:stop, :nope}
  def init(:ignore), do: :ignore
  def handle_cast({:stop, r}, s), do: {:stop, r, s}
  def terminate(r, {me, id}), do: send(me, {:down, id, r})

  def spec(id, options \\ []) do
    Map.merge(%{id: id, start: {Kid, :start_link, [{self(), id}]}}, Map.new(options))
  end

  def flaky(id, from, to) do
    %{id: id, start: {Kid, :start_flaky, [self(), id, :counters.new(1, []), from, to]}}
  end

  # starts a supervisor, and takes what its children say about it
  def supervisor(kids, options) do
    Process.flag(:trap_exit, true)
    {:ok, s} = Supervisor.start_link(kids, Keyword.put_new(options, :strategy, :one_for_one))
    Oracle.role(s, "supervisor")
    Oracle.mailbox()
    s
  end

  def pid(s, id) do
    {_, p, _, _} = List.keyfind(Supervisor.which_children(s), id, 0)
    p
  end

  # Ends a kid; returns when it is gone, and the supervisor has done what follows, if it lives.
  def stop(s, id, reason) do
    p = pid(s, id)
    ref = Process.monitor(p)
    GenServer.cast(p, {:stop, reason})
    Oracle.reason(ref)
    rest(s)
  end

  # What the test heard, once the supervisor has done what it had to do till now.
  def rest(s) do
    Oracle.caught(fn -> Supervisor.count_children(s) end)
    Oracle.mailbox()
  end

  def children(s) do
    for {id, p, type, _} <- Supervisor.which_children(s), do: {id, if(is_pid(p), do: :runs, else: p), type}
  end
end

trap = fn -> Process.flag(:trap_exit, true) end

# Elixir and Erlang return errors; Java's builder throws. Only that it is refused is compared.
refused = fn flags, kids ->
  trap.()
  result = caught(fn -> :supervisor.start_link(Supervisor.Default, {:ok, {Map.new(flags), kids}}) end)
  if elem(result, 0) == :error, do: :error, else: result
end

start = {Kid, :start_link, [:ignore]}

probe("SU-3", fn ->
  say(refused.([], [%{id: :a, start: start}, %{id: :a, start: start}]))
  say(refused.([], [%{id: :a, start: start, shutdown: -1}]))
end)

probe("SU-4", fn ->
  say(refused.([], [%{id: :a, start: start, restart: :transient, significant: true}]))
  say(refused.([auto_shutdown: :any_significant], [%{id: :a, start: start, restart: :permanent, significant: true}]))
end)

probe("SU-6", fn ->
  say(refused.([intensity: -1], []))
  say(refused.([period: 0], []))
end)

probe("SU-15 SU-46 SU-51", fn ->
  trap.()
  {:ok, s} = Supervisor.start_link([Kid.spec(:a), Kid.spec(:b), Kid.spec(:c)], strategy: :one_for_one)
  role(s, "supervisor")
  say(mailbox())
  say(Kid.children(s))
  Supervisor.stop(s)
  say(mailbox())
end)

# before OTP 26 the EXIT stayed behind
probe("SU-17", 26, fn ->
  trap.()
  say(Supervisor.start_link([Kid.spec(:a), Kid.spec(:b), %{id: :x, start: {Kid, :start_link, [:fail]}}, Kid.spec(:c)], strategy: :one_for_one))
  say(mailbox())
end)

probe("SU-18", fn ->
  s = Kid.supervisor([], [])
  # of the failures the child's specification is left out
  why = fn
    {:error, {reason, child}} when is_tuple(child) -> {:error, reason}
    other -> other
  end

  say(why.(Supervisor.start_child(s, %{id: :x, start: {Kid, :start_link, [:fail]}})))
  say(why.(Supervisor.start_child(s, %{id: :r, start: {Kernel, :exit, [:zz]}})))
  say(why.(Supervisor.start_child(s, %{id: :i, start: {Kid, :start_link, [:ignore]}})))
  say(Kid.children(s))
end)

probe("SU-20", fn ->
  s = Kid.supervisor([%{id: :i, start: start}, %{id: :t, restart: :temporary, start: start}], [])
  say(Kid.children(s))
  say(Supervisor.restart_child(s, :i))
  c = Supervisor.count_children(s)
  say([c.specs, c.active, c.supervisors, c.workers])
end)

for {title, reason} <- [{"normal", :normal}, {"shutdown", :shutdown}, {"shutdown with", {:shutdown, :x}}, {"any", :boom}] do
  for {restart, id} <- [permanent: "SU-38", transient: "SU-26", temporary: "SU-27"] do
    probe("#{id} #{title}", fn ->
      s = Kid.supervisor([Kid.spec(:a, restart: restart)], [])
      say(Kid.stop(s, :a, reason))
      say(Kid.children(s))
    end)
  end
end

probe("SU-38 they count", fn ->
  s = Kid.supervisor([Kid.spec(:a)], max_restarts: 0)
  ref = Process.monitor(s)
  GenServer.cast(Kid.pid(s, :a), {:stop, :normal})
  reason(ref)
  say(mailbox())
end)

probe("SU-28 terminated", fn ->
  s = Kid.supervisor([Kid.spec(:a, restart: :temporary)], [])
  say(Supervisor.terminate_child(s, :a))
  say(Kid.children(s))
end)

probe("SU-28 SU-30 bystander", fn ->
  s = Kid.supervisor([Kid.spec(:a), Kid.spec(:t, restart: :temporary), Kid.spec(:c)], strategy: :one_for_all)
  say(Kid.stop(s, :a, :boom))
  say(Kid.children(s))
end)

for strategy <- [:one_for_one, :one_for_all, :rest_for_one] do
  probe("SU-30 #{strategy}", fn ->
    s = Kid.supervisor([Kid.spec(:a), Kid.spec(:b), Kid.spec(:c)], strategy: strategy)
    say(Kid.stop(s, :b, :boom))
    say(Kid.children(s))
  end)

  probe("SU-27 a sibling, #{strategy}", fn ->
    s = Kid.supervisor([Kid.spec(:a), Kid.spec(:b, restart: :temporary), Kid.spec(:c)], strategy: strategy)
    say(Kid.stop(s, :b, :boom))
    say(Kid.children(s))
  end)
end

probe("SU-31", fn ->
  s = Kid.supervisor([Kid.spec(:a), Kid.spec(:b, restart: :transient), Kid.spec(:c)], strategy: :one_for_all)
  say(Supervisor.terminate_child(s, :c))
  say(Kid.stop(s, :b, :normal))
  say(Kid.stop(s, :a, :boom))
  say(Kid.children(s))
end)

probe("SU-32 a stranger", fn ->
  s = Kid.supervisor([Kid.spec(:a)], [])
  a = actor()
  ask(a, fn -> Process.link(s) end)
  tell(a, fn -> exit(:stranger) end)
  await_end(a)
  send(s, :what)
  say(Kid.rest(s))
  say(Kid.children(s))
end)

for {title, reason} <- [{"any", :foo}, {"normal", :normal}] do
  probe("SU-32 the parent, #{title}", fn ->
    s = Kid.supervisor([Kid.spec(:a)], [])
    ref = Process.monitor(s)
    Process.exit(s, reason)
    reason(ref)
    say(mailbox())
  end)
end

probe("SU-35 SU-37", fn ->
  s = Kid.supervisor([Kid.spec(:a), Kid.spec(:b)], max_restarts: 0)
  ref = Process.monitor(s)
  GenServer.cast(Kid.pid(s, :a), {:stop, :boom})
  reason(ref)
  say(mailbox())
end)

probe("SU-37", fn ->
  s = Kid.supervisor([Kid.spec(:a), Kid.spec(:b), Kid.spec(:c)], max_restarts: 1, max_seconds: 5)
  say(Kid.stop(s, :b, :boom))
  ref = Process.monitor(s)
  GenServer.cast(Kid.pid(s, :b), {:stop, :boom})
  reason(ref)
  say(mailbox())
end)

probe("SU-39", fn ->
  s = Kid.supervisor([Kid.flaky(:b, 2, 99)], max_restarts: 3)
  ref = Process.monitor(s)
  GenServer.cast(Kid.pid(s, :b), {:stop, :boom})
  reason(ref)
  say(mailbox())
end)

# The supervisor tries again in messages to itself: the test waits for the last child to be up.
await_up = fn id -> Stream.repeatedly(&next/0) |> Enum.reduce_while([], fn
    {:up, ^id} = m, acc -> {:halt, Enum.reverse([m | acc])}
    m, acc -> {:cont, [m | acc]}
  end) end

probe("SU-40 one_for_all", fn ->
  s = Kid.supervisor([Kid.spec(:a), Kid.flaky(:b, 2, 3), Kid.spec(:c)], strategy: :one_for_all, max_restarts: 10)
  GenServer.cast(Kid.pid(s, :a), {:stop, :boom})
  say(await_up.(:c))
end)

probe("SU-40 rest_for_one", fn ->
  s = Kid.supervisor([Kid.spec(:a), Kid.spec(:x), Kid.flaky(:b, 2, 3), Kid.spec(:c)], strategy: :rest_for_one, max_restarts: 10)
  GenServer.cast(Kid.pid(s, :x), {:stop, :boom})
  say(await_up.(:c))
end)

probe("SU-51 a reason", fn ->
  s = Kid.supervisor([Kid.spec(:a)], [])
  Supervisor.stop(s, :custom)
  say(mailbox())
end)

# Elixir 1.14, the one of OTP 25 here, has no auto_shutdown
probe("SU-55 any, temporary", 26, fn ->
  s = Kid.supervisor([Kid.spec(:a, restart: :temporary, significant: true), Kid.spec(:b)], auto_shutdown: :any_significant)
  ref = Process.monitor(s)
  GenServer.cast(Kid.pid(s, :a), {:stop, :boom})
  reason(ref)
  say(mailbox())
end)

probe("SU-55 all", 26, fn ->
  kids = for id <- [:a, :b], do: Kid.spec(id, restart: :transient, significant: true)
  s = Kid.supervisor(kids, auto_shutdown: :all_significant)
  say(Kid.stop(s, :a, :normal))
  ref = Process.monitor(s)
  GenServer.cast(Kid.pid(s, :b), {:stop, :shutdown})
  reason(ref)
  say(mailbox())
end)

probe("SU-57", 26, fn ->
  s = Kid.supervisor([Kid.spec(:a, restart: :temporary, significant: true), Kid.spec(:b)], auto_shutdown: :any_significant)
  say(Supervisor.terminate_child(s, :a))
  say(Kid.rest(s))
  say(Kid.children(s))
end)

probe("SU-65 SU-66 SU-67 SU-68 SU-69 SU-70", fn ->
  s = Kid.supervisor([Kid.spec(:a)], [])
  role(Kid.pid(s, :a), "child")
  say(Supervisor.start_child(s, Kid.spec(:a)))
  say(Supervisor.restart_child(s, :a))
  say(Supervisor.delete_child(s, :a))
  say(Supervisor.terminate_child(s, :a))
  say(Supervisor.terminate_child(s, :a))
  say(Supervisor.start_child(s, Kid.spec(:a)))
  say(elem(Supervisor.restart_child(s, :a), 0))
  say(Supervisor.terminate_child(s, :a))
  say(Supervisor.delete_child(s, :a))
  say([Supervisor.delete_child(s, :a), Supervisor.restart_child(s, :a), Supervisor.terminate_child(s, :a)])
  say(mailbox())
end)
