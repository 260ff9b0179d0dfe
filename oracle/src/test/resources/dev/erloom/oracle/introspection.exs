# SPDX-License-Identifier: Apache-2.0
# Section 9
import Oracle

probe("PI-5", fn ->
  say([Process.put(:k, 1), Process.put(:k, 2), Process.get(:k), Process.get(:k2)])
  a = actor()
  say(ask(a, fn -> Process.get(:k) end))
  say([Process.delete(:k), Process.get(:k), Process.delete(:k)])
end)

probe("PI-1", fn ->
  p = actor()
  for i <- 1..3, do: send(p, i)
  say(Process.info(p, :message_queue_len) |> elem(1))
  say(ask(p, fn -> Process.info(p, :message_queue_len) |> elem(1) end))
  Process.exit(p, :kill)
  say(Process.info(p))
  say(Process.info(dead()))
end)
