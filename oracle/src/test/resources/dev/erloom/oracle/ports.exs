# SPDX-License-Identifier: Apache-2.0
# Section 28
import Oracle

# A port's messages up to its exit.
until_exit = fn until_exit, port ->
  receive do
    {^port, message} -> [message | until_exit.(until_exit, port)]
    {:EXIT, ^port, reason} -> [{:exit, reason}]
  end
end

shell = fn command, options ->
  Process.flag(:trap_exit, true)
  Port.open({:spawn_executable, "/bin/sh"}, [:binary, args: ["-c", command]] ++ options)
end

run = fn command, options ->
  port = shell.(command, options)
  say(until_exit.(until_exit, port))
end

probe("PO-2 PO-3", fn -> run.("printf hi; exit 3", [:exit_status]) end)
probe("PO-3 no status", fn -> run.("printf hi", []) end)
probe("PO-4 a signal", fn -> run.("kill -9 $$", [:exit_status]) end)
probe("PO-4 no such command", fn -> run.("nonexistent_command_q 2>/dev/null", [:exit_status]) end)
probe("PO-5 lines", fn -> run.("printf 'abcdef\\nxy\\nend'", [line: 4]) end)

probe("PO-5 packets", fn ->
  port = shell.("exec cat", packet: 2)
  Port.command(port, "abc")
  receive do: ({^port, message} -> say(message))
  Port.close(port)
end)

probe("PO-6", fn ->
  port = shell.("exec cat", packet: 1)
  say(caught_quiet(fn -> Port.command(port, String.duplicate("x", 300)) end))
  say(until_exit.(until_exit, port))
end)

probe("PO-7", fn ->
  port = shell.("exec cat", [])
  me = self()
  a = actor()
  say(ask(a, fn -> caught_quiet(fn -> Port.command(port, "by anybody") end) end))
  receive do: ({^port, message} -> say(message))
  for message <- [{a, {:command, "x"}}, {a, {:connect, a}}, {a, :close}, :garbage] do
    ask(a, fn -> send(port, message) && :sent end)
    receive do: ({:EXIT, ^port, reason} -> say(reason))
  end
  # the port goes on, and its owner may say the same
  send(port, {me, {:command, "by the owner"}})
  receive do: ({^port, message} -> say(message))
  send(port, {me, {:connect, a}})
  receive do: ({^port, message} -> say(message))
  say(Port.info(port, :connected) == {:connected, a})
end)

probe("PO-7 not trapping", fn ->
  me = self()
  a = actor()
  ref = Process.monitor(a)
  port = ask(a, fn -> Port.open({:spawn_executable, "/bin/sh"}, [:binary, args: ["-c", "exec cat"]]) end)
  other = Port.monitor(port)
  send(port, {me, {:command, "x"}})
  say([reason(ref), reason(other)])
end)

probe("PO-8", fn ->
  port = shell.("exec cat", [])
  Port.command(port, "yo")
  receive do: ({^port, message} -> say(message))
  say(caught_quiet(fn -> Port.close(port) end))
  say(until_exit.(until_exit, port))
  say(caught_quiet(fn -> Port.command(port, "x") end))
end)

probe("PO-9", fn ->
  port = shell.("exec cat", [])
  me = self()
  a = actor()
  tell(a, fn -> receive do: ({^port, message} -> send(me, {:other, message})) end)
  Port.connect(port, a)
  Port.command(port, "z")
  say(next())
  Process.exit(a, :kill)
  # the old owner is still linked
  say(until_exit.(until_exit, port))
end)

probe("PO-10 PO-18", fn ->
  me = self()
  a = actor()
  port = ask(a, fn -> Port.open({:spawn_executable, "/bin/sh"}, [:binary, args: ["-c", "exec cat"]]) end)
  Process.flag(:trap_exit, true)
  Process.link(port)
  tell(a, fn -> send(me, :ends) && exit(:normal) end)
  say(next())
  say(until_exit.(until_exit, port))
end)

for {title, path} <- [{"enoent", "/no/such"}, {"eacces", "/etc/passwd"}] do
  probe("PO-11 #{title}", fn -> say(caught(fn -> Port.open({:spawn_executable, path}, [:binary]) end)) end)
end

probe("PO-12", fn -> run.("echo $QQ ${HOME-unset}", env: [{~c"QQ", ~c"v"}, {~c"HOME", false}]) end)

probe("PO-15", fn ->
  me = self()
  port = shell.("exec cat", [])
  Port.command(port, "yo")
  receive do: ({^port, message} -> say(message))
  info = Port.info(port)
  say([to_string(info[:name]), info[:connected], info[:links] == [me], info[:input], info[:output]])
  say(is_integer(info[:os_pid]) and is_integer(info[:id]))
  Port.close(port)
  say(Port.info(port))
end)

probe("PO-16", fn ->
  me = self()
  port = shell.("exec cat", [])
  Process.register(port, :po16)
  say(caught(fn -> Process.register(port, :po16_again) end))
  ref = Port.monitor(port)
  send(:po16, {me, {:command, "by name"}})
  receive do: ({^port, message} -> say(message))
  a = idle_trapping()
  ask(a, fn -> Process.link(port) end)
  tell(a, fn -> receive do: ({:EXIT, ^port, reason} -> send(me, {:linked, reason})) end)
  Port.close(port)
  say(Process.whereis(:po16))
  say(until_exit.(until_exit, port))
  say(reason(ref))
  say(next())
  say(reason(Port.monitor(port)))
  say(caught_quiet(fn -> Process.link(port) end))
  say(until_exit.(until_exit, port))
end)

probe("PO-16 no longer monitored", fn ->
  port = shell.("exec cat", [])
  ref = Port.monitor(port)
  say(Port.demonitor(ref, [:flush]))
  Port.close(port)
  say(until_exit.(until_exit, port))
  say(mailbox())
end)

probe("PO-19", fn ->
  say(System.cmd("/bin/sh", ["-c", "printf out; exit 2"]))
  say(caught(fn -> System.cmd("nonexistent_q", []) end))
end)
