# SPDX-License-Identifier: Apache-2.0
# Section 8
import Oracle

probe("NM-1 a second name", fn ->
  p = role(idle(), "owner")
  Process.register(p, :nm1a)
  say(caught_quiet(fn -> Process.register(p, :nm1b) end))
  say([Process.whereis(:nm1a), Process.whereis(:nm1b)])
  Process.exit(p, :kill)
  await_end(p)
end)

probe("NM-1 a second process", fn ->
  p = role(idle(), "owner")
  q = role(idle(), "other")
  Process.register(p, :nm1c)
  say(caught_quiet(fn -> Process.register(q, :nm1c) end))
  say(caught_quiet(fn -> Process.register(p, :nm1c) end))
  say(Process.whereis(:nm1c))
  Process.exit(p, :kill)
  await_end(p)
  say(Process.whereis(:nm1c))
end)

probe("NM-2 dead", fn ->
  p = dead()
  say(caught_quiet(fn -> Process.register(p, :nm2a) end))
  say(Process.whereis(:nm2a))
end)

probe("NM-2 reserved", fn -> say(caught_quiet(fn -> Process.register(idle(), :undefined) end)) end)

probe("NM-3", fn ->
  say(caught_quiet(fn -> Process.unregister(:nobody_here) end))
  say(Process.whereis(:nobody_here))
  Process.register(self(), :nm3)
  say(Process.whereis(:nm3))
  say(caught_quiet(fn -> Process.unregister(:nm3) end))
  say(Process.whereis(:nm3))
end)

probe("NM-7", fn ->
  {:ok, _} = Registry.start_link(keys: :unique, name: NamesTable)
  name = {:via, Registry, {NamesTable, :nobody}}
  say(caught(fn -> GenServer.call(name, :x) end))
  say(caught_quiet(fn -> GenServer.cast(name, :x) end))
  say(caught_quiet(fn -> Registry.send({NamesTable, :nobody}, :x) end))
end)
