# SPDX-License-Identifier: Apache-2.0
# Section 5
import Oracle

probe("MN-2 by pid", fn ->
  p = idle()
  Process.monitor(p)
  Process.exit(p, :boo)
  say(next())
end)

probe("MN-2 by name", fn ->
  p = idle()
  Process.register(p, :mn2)
  Process.monitor(:mn2)
  Process.exit(p, :boo)
  say(next())
end)

probe("MN-2 by name and node", fn ->
  p = idle()
  Process.register(p, :mn2)
  Process.monitor({:mn2, node()})
  Process.exit(p, :boo)
  say(next())
end)

probe("MN-3 pid", fn ->
  p = dead()
  say(caught(fn -> is_reference(Process.monitor(p)) end))
  say(next())
end)

probe("MN-3 name", fn ->
  say(caught(fn -> is_reference(Process.monitor(:nobody_here)) end))
  say(next())
end)

probe("MN-6", fn ->
  ref = Process.monitor(self())
  say(Process.demonitor(ref, [:info]))
  Process.monitor(self())
  say(mailbox())
end)

probe("MN-10 pending", fn ->
  p = idle()
  say([Process.demonitor(Process.monitor(p), [:info]), Process.demonitor(Process.monitor(p), [:flush, :info])])
  ref = Process.monitor(p)
  first = Process.demonitor(ref, [:info])
  say([first, Process.demonitor(ref, [:info])])
  Process.exit(p, :kill)
  await_end(p)
  say(mailbox())
end)

probe("MN-10 with DOWN queued", fn ->
  p = idle()
  [a, b] = [Process.monitor(p), Process.monitor(p)]
  Process.exit(p, :kill)
  await_end(p)
  say([Process.demonitor(a, [:info]), Process.demonitor(b, [:flush, :info])])
  say(mailbox() == [{:DOWN, a, :process, p, :killed}])
end)

probe("MN-10 with DOWN taken", fn ->
  p = dead()
  ref = Process.monitor(p)
  reason(ref)
  say([Process.demonitor(ref, [:info]), Process.demonitor(ref, [:flush, :info])])
end)

probe("MN-10 of another process, and no monitor", fn ->
  p = idle()
  a = actor()
  ref = ask(a, fn -> Process.monitor(p) end)
  say([Process.demonitor(ref, [:info]), Process.demonitor(make_ref(), [:flush, :info])])
  Process.exit(p, :boo)
  await_end(p)
  say(ask(a, fn -> mailbox() end))
end)

probe("MN-12 noproc", fn ->
  :erlang.monitor(:process, :nobody_here, tag: {:mytag, 1})
  say(next())
end)

probe("MN-12", fn ->
  p = idle()
  :erlang.monitor(:process, p, tag: :mytag)
  Process.exit(p, :boo)
  say(next())
end)
