# SPDX-License-Identifier: Apache-2.0
# Section 14
import Oracle

# How a start ends and how its process ends: init waits until the process is monitored.
outcome = fn result ->
  me = self()
  a = actor()

  init = fn ->
    send(me, {:init, self()})
    receive do: (:go -> :ok)
    result.()
  end

  tell(a, fn -> send(me, {:result, Puppet.start(init)}) end)
  {:init, p} = next()
  ref = Process.monitor(p)
  send(p, :go)
  say(reason(ref))
  say(next())
end

probe("GS-3 ignore", fn -> outcome.(fn -> :ignore end) end)
# from OTP 26 on
probe("GS-3 error", 26, fn -> outcome.(fn -> {:error, :bad} end) end)
probe("GS-3 stop", fn -> outcome.(fn -> {:stop, :bad} end) end)
probe("GS-3 stop shutdown", fn -> outcome.(fn -> {:stop, :shutdown} end) end)
probe("GS-4 raise", fn -> outcome.(fn -> raise "x" end) end)
probe("GS-4 exit", fn -> outcome.(fn -> exit(:zz) end) end)

probe("GS-5", fn ->
  say(GenServer.start(Puppet, {:puppet, fn -> drop() end}, timeout: 20))
end)

probe("GS-11 call", fn ->
  p = Puppet.start!(Puppet.ready(self()))
  say(caught(fn -> GenServer.call(p, {:do, fn _, _ -> :oops end}) end))
  say(mailbox())
end)

probe("GS-11 cast and info", fn ->
  for f <- [fn p, w -> GenServer.cast(p, w) end, fn p, w -> send(p, w) end] do
    p = Puppet.start!(Puppet.ready(self()))
    ref = Process.monitor(p)
    f.(p, {:do, fn _ -> nil end})
    say(reason(ref))
    say(mailbox())
  end
end)

probe("GS-14 before what is queued", fn ->
  me = self()
  p = Puppet.start!(Puppet.ready(me))

  GenServer.cast(p, {:do, fn s ->
    receive do: (:go -> :ok)
    {:noreply, s, {:continue, fn s ->
      send(s, :first)
      {:noreply, s, {:continue, fn s -> send(s, :second) && {:noreply, s} end}}
    end}}
  end})

  send(p, :queued)
  send(p, :go)
  say([next(), next(), next()])
end)

probe("GS-14 after init", fn ->
  me = self()

  p =
    Puppet.start!(fn ->
      {:ok, me, {:continue, fn s ->
        receive do: (:go -> :ok)
        send(s, :continued)
        {:noreply, s}
      end}}
    end)

  send(p, :queued)
  send(p, :go)
  say([next(), next()])
end)

probe("GS-18", fn ->
  p = Puppet.start!(Puppet.ready(self()))
  say(caught(fn -> GenServer.call(p, {:do, fn _, s -> {:stop, :boo, s} end}) end))
  say(mailbox())
end)

probe("GS-19", fn ->
  me = self()
  p = Puppet.start!(Puppet.ready(me))
  a = actor()
  tell(a, fn -> send(me, {:got, GenServer.call(p, {:do, fn from, s -> send(me, {:from, from}) && {:noreply, s} end})}) end)
  {:from, from} = next()
  say(GenServer.call(p, :echo))
  say(mailbox())
  GenServer.cast(p, {:do, fn s -> GenServer.reply(from, :now) && {:noreply, s} end})
  say(next())
end)

probe("GS-20 order", fn ->
  p = Puppet.start!(Puppet.ready(self()))
  say(GenServer.call(p, {:do, fn _, s -> {:stop, :normal, :rep, s} end}))
  say(mailbox())
end)

probe("GS-20 terminate fails", fn ->
  fails = fn _ -> raise "in terminate" end
  p = Puppet.start!(fn -> {:ok, fails} end)
  ref = Process.monitor(p)
  say(GenServer.call(p, {:do, fn _, s -> {:stop, :normal, :rep, s} end}))
  say(reason(ref))
end)

probe("GS-23", fn ->
  p = Puppet.start!(Puppet.ready(self()))
  send(p, {:do, fn s -> {:noreply, s, 20} end})
  say(next())
end)

probe("GS-24", fn ->
  me = self()
  p = Puppet.start!(Puppet.ready(me))
  GenServer.call(p, {:do, fn _, s -> {:reply, :ok, s, 500} end})
  send(p, :m)
  say(next())
  Process.send_after(me, :later, 800)
  say(next())
end)

probe("GS-25 a message waits", fn ->
  p = Puppet.start!(Puppet.ready(self()))

  send(p, {:do, fn s ->
    receive do: (:go -> :ok)
    {:noreply, s, 0}
  end})

  send(p, :queued)
  send(p, :go)
  say(next())
  GenServer.call(p, :echo)
  say(mailbox())
end)

probe("GS-25 nothing waits", fn ->
  p = Puppet.start!(Puppet.ready(self()))
  send(p, {:do, fn s -> {:noreply, s, 0} end})
  say(next())
end)

ends = [
  {"stop", fn s -> {:stop, :boo, s} end},
  {"stop normal", fn s -> {:stop, :normal, s} end},
  {"stop shutdown", fn s -> {:stop, {:shutdown, :x}, s} end},
  {"raise", fn _ -> raise "x" end},
  {"exit", fn _ -> exit(:zz) end},
  {"bad return", fn _ -> nil end}
]

for {title, f} <- ends do
  probe("GS-30 GS-31 #{title}", fn ->
    p = Puppet.start!(Puppet.ready(self()))
    ref = Process.monitor(p)
    send(p, {:do, f})
    say(reason(ref))
    say(mailbox())
  end)
end

for {title, reason} <- [{"normal", :normal}, {"shutdown", :shutdown}, {"any", :boo}] do
  probe("GS-34 #{title}", fn ->
    me = self()
    parent = actor()
    p = role(ask(parent, fn -> elem(Puppet.link(Puppet.trapping(me)), 1) end), "server")
    ref = Process.monitor(p)
    tell(parent, fn -> exit(reason) end)
    say(reason(ref))
    say(mailbox())
  end)
end

probe("GS-35", fn ->
  p = Puppet.start!(Puppet.trapping(self()))
  for r <- [:normal, :boo], do: Process.exit(p, r)
  a = actor()
  role(a, "stranger")
  ask(a, fn -> Process.link(p) end)
  tell(a, fn -> exit(:gone) end)
  say([next(), next(), next()])
  say(GenServer.call(p, :echo))
end)

for {title, init, reason} <- [{"not trapped", &Puppet.ready/1, :boo}, {"kill", &Puppet.trapping/1, :kill}] do
  probe("GS-37 #{title}", fn ->
    p = Puppet.start!(init.(self()))
    ref = Process.monitor(p)
    Process.exit(p, reason)
    say(reason(ref))
    say(mailbox())
  end)
end

probe("GS-38", fn ->
  p = Puppet.start!(Puppet.trapping(self()))
  say(caught_quiet(fn -> GenServer.stop(p) end))
  say(mailbox())
end)

# Elixir's stop exits with `{reason, {GenServer, :stop, ...}}` for some of these, Erlang's and Java's with the bare reason.
bare = fn
  {:exit, {r, {GenServer, :stop, _}}} -> {:exit, r}
  other -> other
end

probe("GS-38 nobody, and oneself", fn ->
  p = dead()
  say(bare.(caught_quiet(fn -> GenServer.stop(p) end)))
  say(bare.(caught_quiet(fn -> GenServer.stop(:nobody_here) end)))
  say(bare.(caught_quiet(fn -> GenServer.stop(self()) end)))
end)

probe("GS-38 a reason of one's own", fn ->
  p = Puppet.start!(Puppet.ready(self()))
  say(caught_quiet(fn -> GenServer.stop(p, :custom) end))
  say(mailbox())
end)

probe("GS-38 ends with another reason", fn ->
  p = Puppet.start!(fn -> {:ok, fn _ -> exit(:replaced) end} end)
  say(bare.(caught_quiet(fn -> GenServer.stop(p) end)))
end)

probe("GS-38 time-out", fn ->
  me = self()

  p =
    Puppet.start!(fn ->
      {:ok, fn r ->
        receive do: (:go -> send(me, {:terminate, r}))
      end}
    end)

  ref = Process.monitor(p)
  say(bare.(caught_quiet(fn -> GenServer.stop(p, :normal, 20) end)))
  say(Process.alive?(p))
  send(p, :go)
  say(reason(ref))
  say(mailbox())
end)
