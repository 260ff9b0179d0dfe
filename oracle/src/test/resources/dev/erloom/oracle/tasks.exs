# SPDX-License-Identifier: Apache-2.0
# Section 21
import Oracle

trap = fn -> Process.flag(:trap_exit, true) end
go = fn -> receive do: (:go -> :ok) end

probe("TK-2", fn ->
  trap.()
  t = Task.async(fn -> 1 end)
  role(t.pid, "task")
  say(t.ref)
  await_end(t.pid)
  say(mailbox())
end)

for {title, f} <- [{"exit", fn -> exit(:boo) end}, {"error", fn -> raise "x" end}, {"normal", fn -> exit(:normal) end}, {"shutdown", fn -> exit(:shutdown) end}] do
  probe("TK-3 #{title}", fn ->
    trap.()
    t = Task.async(f)
    role(t.pid, "task")
    say(caught(fn -> Task.await(t) end))
    await_end(t.pid)
    say(mailbox())
  end)
end

probe("TK-3", fn -> say(Task.await(Task.async(fn -> :value end))) end)

probe("TK-4", fn ->
  trap.()
  t = Task.async(fn ->
    go.()
    :late
  end)
  role(t.pid, "task")
  say(caught(fn -> Task.await(t, 20) end))
  say(Process.alive?(t.pid))
  send(t.pid, :go)
  await_end(t.pid)
  say(mailbox())
end)

probe("TK-7", fn ->
  t = Task.async(fn -> 5 end)
  a = actor()
  say(ask(a, fn -> Task.await(t) end))
  say(ask(a, fn -> Task.yield(t) end))
  say(ask(a, fn -> Task.shutdown(t) end))
  say(Task.await(t))
end)

probe("TK-8", fn -> say(reason_of(fn -> Task.await(Task.async(fn -> exit(:boo) end)) end)) end)

probe("TK-9", fn ->
  a = actor()
  t = ask(a, fn -> Task.async(fn -> drop() end) end)
  ref = Process.monitor(t.pid)
  tell(a, fn -> exit(:ow) end)
  say(reason(ref))
end)

probe("TK-11", fn ->
  trap.()
  t = Task.async(fn -> 1 end)
  role(t.pid, "task")
  say(Task.await(t))
  await_end(t.pid)
  say(mailbox())
end)

probe("TK-13", fn ->
  trap.()
  t = Task.async(fn ->
    go.()
    7
  end)
  role(t.pid, "task")
  say(Task.yield(t, 5))
  send(t.pid, :go)
  say(Task.yield(t, 5000))
  await_end(t.pid)
  say(mailbox())
  say(Task.yield(Task.async(fn -> exit(:boo) end)))
end)

shutdowns = [
  {"", fn -> drop() end},
  {"by another reason", fn ->
    Process.flag(:trap_exit, true)
    receive do: ({:EXIT, _, _} -> exit(:other))
  end}
]

for {title, f} <- shutdowns do
  probe(String.trim("TK-15 TK-16 #{title}"), fn ->
    trap.()
    me = self()
    t = Task.async(fn ->
      send(me, :ready)
      f.()
    end)
    say(next())
    say(Task.shutdown(t))
    say(mailbox())
    say(Process.alive?(t.pid))
  end)
end

# told to trap before the test goes on
stubborn = fn ->
  me = self()
  t = Task.async(fn ->
    Process.flag(:trap_exit, true)
    send(me, :ready)
    drop()
  end)
  say(next())
  t
end

probe("TK-15 TK-16 killed after the time-out", fn ->
  trap.()
  t = stubborn.()
  say(Task.shutdown(t, 20))
  say(mailbox())
end)

probe("TK-15 TK-16 brutally", fn ->
  trap.()
  t = stubborn.()
  say(Task.shutdown(t, :brutal_kill))
  say(mailbox())
end)

probe("TK-15 TK-17 the reply is there", fn ->
  trap.()
  t = Task.async(fn -> 5 end)
  role(t.pid, "task")
  await_end(t.pid)
  say(Task.shutdown(t))
  say(mailbox())
  say(Task.shutdown(t))
end)

probe("TK-27", fn ->
  a = actor()
  t = ask(a, fn -> Task.async(fn -> drop() end) end)
  tell(a, fn -> exit(:normal) end)
  await_end(a)
  say(Process.alive?(t.pid))
end)

# Lets the tasks of 1, 2, 3 end in the order 2, 3, 1.
gate = fn ->
  spawn(fn ->
    tasks = for _ <- 1..3, into: %{}, do: (receive do: ({:wait, x, pid} -> {x, pid}))

    for x <- [2, 3, 1] do
      ref = Process.monitor(tasks[x])
      send(tasks[x], :go)
      receive do: ({:DOWN, ^ref, _, _, _} -> :ok)
    end
  end)
end

for {title, ordered} <- [{"ordered", true}, {"unordered", false}] do
  probe("AS-2 #{title}", fn ->
    g = gate.()

    work = fn x ->
      send(g, {:wait, x, self()})
      go.()
      x
    end

    say(Task.async_stream([1, 2, 3], work, ordered: ordered, max_concurrency: 3) |> Enum.to_list())
    say(mailbox())
  end)
end

two = fn
  2 -> exit(:two)
  x -> x
end

probe("AS-3 trapping", fn ->
  trap.()
  say(Task.async_stream([1, 2, 3], two) |> Enum.to_list())
  say(mailbox())
end)

probe("AS-3 not trapping", fn -> say(reason_of(fn -> Task.async_stream([1, 2, 3], two) |> Enum.to_list() end)) end)

hangs = fn
  1 -> 1
  _ -> drop()
end

probe("AS-4 exit", fn ->
  trap.()
  say(caught(fn -> Task.async_stream([1, 2], hangs, timeout: 500, max_concurrency: 1) |> Enum.to_list() end))
  say(mailbox())
end)

probe("AS-4 kill_task", fn ->
  say(Task.async_stream([1, 2], hangs, timeout: 500, max_concurrency: 1, on_timeout: :kill_task) |> Enum.to_list())
  say(mailbox())
end)

probe("AS-5", fn ->
  trap.()
  options = [timeout: 500, max_concurrency: 1, on_timeout: :kill_task, zip_input_on_exit: true]
  say(Task.async_stream([1, 2], hangs, options) |> Enum.to_list())
  say(Task.async_stream([1, 2, 3], two, zip_input_on_exit: true) |> Enum.to_list())
end)
