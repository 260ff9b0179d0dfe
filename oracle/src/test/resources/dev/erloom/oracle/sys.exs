# SPDX-License-Identifier: Apache-2.0
# Section 15, and what section 14 says of system messages
import Oracle

probe("SY-2", fn ->
  p = Puppet.start!(Puppet.ready(self()))
  :sys.suspend(p)
  send(p, :first)
  send(p, :second)
  say(:sys.get_state(p) == self())
  say(mailbox())
  :sys.resume(p)
  say([next(), next()])
end)

probe("GS-26", fn ->
  p = Puppet.start!(Puppet.ready(self()))
  send(p, {:do, fn s -> {:noreply, s, 400} end})
  :sys.suspend(p)
  Process.send_after(self(), :later, 450)
  say(next())
  start = System.monotonic_time(:millisecond)
  :sys.resume(p)
  say(next())
  say(System.monotonic_time(:millisecond) - start >= 400)
end)
