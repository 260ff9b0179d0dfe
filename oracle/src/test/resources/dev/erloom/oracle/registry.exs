# SPDX-License-Identifier: Apache-2.0
# Section 23
import Oracle

start = fn keys, name, options ->
  {:ok, _} = Registry.start_link([keys: keys, name: name] ++ options)
  name
end

# A registry cleans up after the dead when it hears of them; Erloom at once.
cleaned = fn partition -> :sys.get_state(partition) end

probe("RG-2", fn ->
  r = start.(:unique, Rg2, [])
  say(elem(Registry.register(r, :k, 1), 0))
  say(Registry.register(r, :k, 2))
  a = role(actor(), "other")
  say(ask(a, fn -> Registry.register(r, :k, 3) end))
  say(elem(ask(a, fn -> Registry.register(r, :k2, 3) end), 0))
  say(Registry.register(r, :k2, 4))
  say(Registry.lookup(r, :k))
end)

probe("RG-4", fn ->
  r = start.(:unique, Rg4, [])
  Registry.register(r, 1, :a)
  say(Registry.lookup(r, 1.0))
  say(elem(Registry.register(r, 1.0, :b), 0))
end)

probe("RG-5", fn ->
  r = start.(:duplicate, Rg5, [])
  a = role(actor(), "other")
  Registry.register(r, :k, 1)
  Registry.register(r, :k, 2)
  ask(a, fn -> Registry.register(r, :k, 3) end)
  say(caught_quiet(fn -> Registry.unregister(r, :k) end))
  say(caught_quiet(fn -> Registry.unregister(r, :k) end))
  say(Registry.lookup(r, :k))
end)

probe("RG-6", fn ->
  r = start.(:unique, Rg6, [])
  {:ok, owner} = Registry.register(r, :z, 1)
  linked = fn -> owner in elem(Process.info(self(), :links), 1) end
  Registry.register(r, :y, 1)
  say(linked.())
  Registry.unregister(r, :z)
  say(linked.())
  Registry.unregister(r, :y)
  say(linked.())
end)

probe("RG-7", fn ->
  r = start.(:unique, Rg7, [])
  a = actor()
  {:ok, owner} = ask(a, fn -> Registry.register(r, :z, 1) end)
  [ra, ro] = [Process.monitor(a), Process.monitor(owner)]
  Process.exit(owner, :kill)
  say([reason(ra), reason(ro)])
  # the supervisor of the partitions has restarted it once it answers
  Supervisor.which_children(r)
  say(Registry.lookup(r, :z))
end)

probe("RG-8 RG-19", fn ->
  r = start.(:unique, Rg8, [])
  a = role(actor(), "holder")
  {:ok, owner} = ask(a, fn -> Registry.register(r, :d, 1) end)
  ask(a, fn -> Registry.register(r, :e, 2) end)
  say([Registry.lookup(r, :d), Registry.lookup(r, :e)])
  say(Registry.count(r))
  Process.exit(a, :kill)
  await_end(a)
  cleaned.(owner)
  say([Registry.lookup(r, :d), Registry.lookup(r, :e)])
  say(Registry.count(r))
  say(Registry.keys(r, a))
end)

probe("RG-8 whereis", fn ->
  r = start.(:unique, Rg8b, [])
  a = role(actor(), "holder")
  ask(a, fn -> Registry.register(r, :d, 1) end)
  shown = fn
    :undefined -> nil
    p -> p
  end
  say(shown.(Registry.whereis_name({r, :d})))
  Process.exit(a, :kill)
  await_end(a)
  say(shown.(Registry.whereis_name({r, :d})))
end)

probe("RG-9", fn ->
  r = start.(:duplicate, Rg9, [])
  Registry.register(r, :k, 1)
  Registry.register(r, :k, 2)
  say(Registry.keys(r, self()))
  values = fn p -> for v <- Registry.values(r, :k, p), do: {v} end
  say(values.(self()))
  say([Registry.count(r), Registry.count_match(r, :k, 1), Registry.count_match(r, :k, 3)])
  a = actor()
  say([Registry.keys(r, a), values.(a)])
end)

probe("RG-10", fn ->
  r = start.(:unique, Rg10, [])
  Registry.register(r, :k, 1)
  say(Registry.update_value(r, :k, &(&1 + 10)))
  say(caught(fn -> if Registry.update_value(r, :zz, & &1) == :error, do: nil end))
  say(ask(actor(), fn -> if Registry.update_value(r, :k, & &1) == :error, do: nil end))
  say(Registry.lookup(r, :k))
  d = start.(:duplicate, Rg10d, [])
  Registry.register(d, :k, 1)
  say(caught(fn -> Registry.update_value(d, :k, & &1) end))
end)

probe("RG-11", fn ->
  r = start.(:duplicate, Rg11, [])
  say(caught_quiet(fn -> Registry.dispatch(r, :none, fn _ -> say(:called) end) end))
  Registry.register(r, :k, 1)
  Registry.register(r, :k, 2)
  say(caught_quiet(fn -> Registry.dispatch(r, :k, fn entries -> say(entries) end) end))
end)

probe("RG-16", fn ->
  say(caught(fn -> Registry.lookup(NoRegistry, :k) end))
  say(caught(fn -> Registry.register(NoRegistry, :k, 1) end))
end)

probe("RG-26", fn ->
  Process.register(self(), :rg26)
  r = start.(:unique, :rg26_registry, listeners: [:rg26])
  Registry.register(r, :k, 1)
  Registry.unregister(r, :k)
  a = role(actor(), "other")
  {:ok, owner} = ask(a, fn -> Registry.register(r, :k2, 9) end)
  Process.exit(a, :kill)
  await_end(a)
  cleaned.(owner)
  Registry.register(r, :last, 2)
  say(mailbox())
end)
