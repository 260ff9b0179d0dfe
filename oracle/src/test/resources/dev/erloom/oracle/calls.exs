# SPDX-License-Identifier: Apache-2.0
# Section 13
import Oracle

probe("GC-2 time-out", fn ->
  p = Puppet.start!(Puppet.ready(self()))
  say(caught(fn -> GenServer.call(p, {:do, fn _, s -> {:noreply, s} end}, 20) end))
end)

for {title, reason} <- [{"normal", :normal}, {"shutdown", :shutdown}, {"shutdown with", {:shutdown, :x}}, {"any", :boo}] do
  probe("GC-2 the server stops, #{title}", fn ->
    p = Puppet.start!(Puppet.ready(self()))
    say(caught(fn -> GenServer.call(p, {:do, fn _, s -> {:stop, reason, s} end}) end))
  end)
end

probe("GC-2 the server fails", fn ->
  p = Puppet.start!(Puppet.ready(self()))
  say(caught(fn -> GenServer.call(p, {:do, fn _, _ -> raise "x" end}) end))
end)

probe("GC-2 a process that is no server ends normally", fn ->
  p = spawn(fn -> next() end)
  say(caught(fn -> GenServer.call(p, :echo) end))
end)

probe("GC-3", fn ->
  p = dead()
  say(caught(fn -> GenServer.call(p, :echo) end))
  say(caught(fn -> GenServer.call(:nobody_here, :echo) end))
  say(mailbox())
end)

probe("GC-5", fn -> say(caught(fn -> GenServer.call(self(), :echo) end)) end)

probe("GC-6", fn ->
  p = Puppet.start!(Puppet.ready(self()))

  killed = fn _, s ->
    spawn(fn -> Process.exit(p, :boo) end)
    {:noreply, s}
  end

  say(caught(fn -> GenServer.call(p, {:do, killed}, :infinity) end))
  say(mailbox())
end)

probe("GC-7", fn ->
  p = Puppet.start!(Puppet.ready(self()))

  late = fn from, s ->
    receive do: (:go -> :ok)
    GenServer.reply(from, :late)
    {:noreply, s}
  end

  say(caught(fn -> GenServer.call(p, {:do, late}, 20) end))
  send(p, :go)
  say(GenServer.call(p, :echo))
  say(mailbox())
end)

probe("GC-10", fn ->
  p = Puppet.start!(Puppet.ready(self()))
  other = fn from, s -> spawn(fn -> GenServer.reply(from, :other) end) && {:noreply, s} end
  say(GenServer.call(p, {:do, other}))
end)

probe("GC-10 to a caller that has gone", fn ->
  p = Puppet.start!(Puppet.ready(self()))
  me = self()
  a = actor()
  tell(a, fn -> GenServer.call(p, {:do, fn from, s -> send(me, {:from, from}) && {:noreply, s} end}) end)
  {:from, from} = next()
  Process.exit(a, :kill)
  await_end(a)
  say(caught_quiet(fn -> GenServer.reply(from, :late) end))
  say(mailbox())
end)

probe("GC-11", fn ->
  p = dead()
  say(caught_quiet(fn -> GenServer.cast(p, :x) end))
  say(caught_quiet(fn -> GenServer.cast(:nobody_here, :x) end))
  say(caught_quiet(fn -> GenServer.cast({:nobody_here, node()}, :x) end))
end)
