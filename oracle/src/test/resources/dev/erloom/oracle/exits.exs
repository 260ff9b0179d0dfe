# SPDX-License-Identifier: Apache-2.0
# Section 3
import Oracle

probe("EX-2", fn -> say(reason_of(fn -> raise "x" end)) end)
# Java's throwables are errors, all of them (JV-8): both sides say only that the reason has a stack.
probe("EX-3", fn -> say(reason_of(fn -> throw(:t) end)) end)

probe("EX-5", fn ->
  say(caught_quiet(fn -> Process.exit(dead(), :boo) end))
  p = idle()
  ref = Process.monitor(p)
  say(caught_quiet(fn -> Process.exit(p, :boo) end))
  say(reason(ref))
end)

probe("EX-7", fn ->
  p = actor()
  ask(p, fn -> Process.flag(:trap_exit, true) end)
  for r <- [:normal, :boo, :shutdown, {:shutdown, :x}, :killed, :noproc], do: Process.exit(p, r)
  say(ask(p, fn -> mailbox() end))
  ref = Process.monitor(p)
  Process.exit(p, :kill)
  say(reason(ref))
end)

probe("EX-7 link", fn ->
  Process.flag(:trap_exit, true)
  for r <- [:normal, :boo, {:shutdown, :x}] do
    p = spawn_link(fn -> exit(r) end)
    await_end(p)
  end
  say(mailbox())
end)

probe("EX-8 link", fn ->
  say(
    reason_of(fn ->
      await_end(spawn_link(fn -> exit(:normal) end))
      exit(:survived)
    end)
  )
end)

probe("EX-8 exit", fn ->
  p = actor()
  Process.exit(p, :normal)
  say(ask(p, fn -> {:alive, mailbox()} end))
end)

probe("EX-10", fn ->
  Process.flag(:trap_exit, true)
  for r <- [:normal, :boo], do: Process.exit(self(), r)
  say(mailbox())
end)

probe("EX-12", fn ->
  p = actor()
  ask(p, fn -> Process.flag(:trap_exit, true) end)
  ref = Process.monitor(p)
  Process.exit(p, :kill)
  say(reason(ref))
end)

probe("EX-13 trapping", fn ->
  Process.flag(:trap_exit, true)
  p = role(spawn_link(fn -> exit(:kill) end), "child")
  await_end(p)
  say(mailbox())
end)

probe("EX-13 not trapping, and on along the chain", fn ->
  me = self()

  say(
    reason_of(fn ->
      spawn_link(fn ->
        spawn_link(fn -> exit(:kill) end)
        drop()
      end)

      send(me, :x)
      drop()
    end)
  )
end)

probe("EX-14 trapping", fn ->
  Process.flag(:trap_exit, true)
  p = role(spawn_link(fn -> drop() end), "child")
  Process.exit(p, :kill)
  await_end(p)
  say(mailbox())
end)

probe("EX-14 not trapping", fn ->
  say(
    reason_of(fn ->
      p = spawn_link(fn -> drop() end)
      Process.exit(p, :kill)
      drop()
    end)
  )
end)

for {title, reason} <- [{"shutdown with", {:shutdown, :z}}, {"shutdown", :shutdown}, {"noproc", :noproc}, {"any", :boo}] do
  probe("EX-15 #{title}", fn ->
    say(
      reason_of(fn ->
        spawn_link(fn ->
          spawn_link(fn -> exit(reason) end)
          drop()
        end)

        drop()
      end)
    )
  end)
end

probe("EX-15 error", fn ->
  say(
    reason_of(fn ->
      spawn_link(fn -> raise "x" end)
      drop()
    end)
  )
end)
