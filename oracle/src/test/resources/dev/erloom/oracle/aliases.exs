# SPDX-License-Identifier: Apache-2.0
# Section 6
import Oracle

probe("AL-2", fn ->
  a = :erlang.alias([:reply])
  for i <- 1..3, do: send(a, i)
  say(mailbox())
  say(:erlang.unalias(a))
end)

probe("AL-3 demonitor", fn ->
  p = idle()
  a = :erlang.monitor(:process, p, alias: :explicit_unalias)
  Process.demonitor(a)
  send(a, :y)
  say(mailbox())
  say([:erlang.unalias(a), :erlang.unalias(a)])
end)

probe("AL-3 DOWN", fn ->
  p = idle()
  a = :erlang.monitor(:process, p, alias: :explicit_unalias)
  Process.exit(p, :boo)
  await_end(p)
  send(a, :late)
  say(mailbox())
end)

probe("AL-4 demonitor", fn ->
  p = idle()
  a = :erlang.monitor(:process, p, alias: :demonitor)
  send(a, :early)
  # On the BEAM a message through an alias arrives when the process next looks at its signals.
  Process.info(self(), :message_queue_len)
  Process.demonitor(a)
  send(a, :late)
  say(mailbox())
end)

probe("AL-4 DOWN", fn ->
  p = idle()
  a = :erlang.monitor(:process, p, alias: :demonitor)
  Process.exit(p, :boo)
  await_end(p)
  send(a, :late)
  say(mailbox())
end)

probe("AL-5", fn ->
  p = idle()
  a = :erlang.monitor(:process, p, alias: :reply_demonitor)
  send(a, :x)
  send(a, :y)
  Process.exit(p, :kill)
  await_end(p)
  say(mailbox())
  say(Process.demonitor(a, [:info]))
end)

probe("AL-5 DOWN first", fn ->
  p = idle()
  a = :erlang.monitor(:process, p, alias: :reply_demonitor)
  Process.exit(p, :kill)
  await_end(p)
  send(a, :late)
  say(mailbox())
end)
