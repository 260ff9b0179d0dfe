# SPDX-License-Identifier: Apache-2.0
# Section 2
import Oracle

probe("SIG-6", fn ->
  p = dead()
  a = :erlang.alias()
  :erlang.unalias(a)
  say(caught_quiet(fn -> send(p, :x) end))
  say(caught_quiet(fn -> send(a, :x) end))
  say(caught_quiet(fn -> send({:nobody_here, node()}, :x) end))
  say(mailbox())
end)

probe("SIG-7", fn -> say(caught_quiet(fn -> send(:nobody_here, 1) end)) end)

# Java's send returns nothing.
probe("SIG-8", fn ->
  say(caught_quiet(fn -> send(self(), :m1) end))
  say(mailbox())
end)

probe("SIG-10", fn ->
  Process.flag(:trap_exit, true)
  p = role(actor(), "victim")
  Process.monitor(p)
  Process.link(p)
  tell(p, fn -> exit(:bye) end)
  first = next()
  say([first, next()])
end)

probe("SIG-10 monitored after it was linked", fn ->
  Process.flag(:trap_exit, true)
  p = role(spawn_link(fn -> drop() end), "victim")
  Process.monitor(p)
  Process.exit(p, :kill)
  first = next()
  say([first, next()])
end)

probe("SIG-11", fn ->
  p = actor()
  me = self()
  role(me, "me")
  ask(p, fn -> Process.flag(:trap_exit, true) end)
  ref = make_ref()
  tell(p, fn -> receive do: (^ref -> send(me, {:got, mailbox()})) end)
  send(p, :m1)
  Process.exit(p, :r)
  send(p, :m2)
  send(p, ref)
  say(next())
end)
