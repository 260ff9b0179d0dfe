# SPDX-License-Identifier: Apache-2.0
# Section 10
import Oracle

left = fn
  n when is_integer(n) -> :left
  false -> nil
  other -> other
end

probe("TM-1", fn ->
  Process.send_after(self(), :plain, 5)
  say(next())
  r = :erlang.start_timer(5, self(), :hello)
  say(r)
  say(next())
end)

probe("TM-2 negative", fn ->
  say(caught_quiet(fn -> Process.send_after(self(), :x, -1) end))
  say(caught_quiet(fn -> :erlang.start_timer(-1, self(), :x) end))
end)

probe("TM-2 zero, and an absolute time that has passed", fn ->
  Process.send_after(self(), :zero, 0)
  say(next())
  Process.send_after(self(), :past, System.monotonic_time(:millisecond) - 1, abs: true)
  say(next())
end)

probe("TM-3 dead", fn ->
  r = Process.send_after(dead(), :x, 60_000)
  say(left.(Process.read_timer(r)))
  p = idle()
  r = Process.send_after(p, :x, 60_000)
  say(left.(Process.read_timer(r)))
  Process.exit(p, :kill)
  await_end(p)
  say(left.(Process.read_timer(r)))
  say(left.(Process.cancel_timer(r)))
end)

probe("TM-3 name", fn ->
  me = self()
  r = Process.send_after(:tm3, :dropped, 5)
  r2 = Process.send_after(:tm3_later, :taken, 500)
  a = actor()
  ask(a, fn -> Process.register(self(), :tm3_later) end)
  Process.exit(a, :kill)
  await_end(a)
  say(left.(Process.read_timer(r2)))
  Process.register(me, :tm3_later)
  say(next())
  say(left.(Process.read_timer(r)))
end)

probe("TM-4", fn ->
  r = Process.send_after(self(), :a, 60_000)
  say([left.(Process.cancel_timer(r)), left.(Process.cancel_timer(r)), left.(Process.read_timer(r))])
  r = Process.send_after(self(), :b, 0)
  m = next()
  say([m, left.(Process.cancel_timer(r))])
  r = Process.send_after(self(), :c, 0)
  receive do: (:c -> send(self(), :c))
  say(left.(Process.cancel_timer(r)))
  say(mailbox())
end)

probe("TM-5 read", fn ->
  r = Process.send_after(self(), :a, 60_000)
  say([left.(Process.read_timer(r)), left.(Process.read_timer(r))])
  say(left.(Process.read_timer(make_ref())))
end)

probe("TM-5 asynchronous", fn ->
  r = Process.send_after(self(), :a, 60_000)
  shown = fn {kind, ref, result} -> {kind, ref == r, left.(result)} end
  :erlang.read_timer(r, async: true)
  say(shown.(next()))
  Process.cancel_timer(r, async: true)
  say(shown.(next()))
  Process.cancel_timer(r, async: true)
  say(shown.(next()))
end)
