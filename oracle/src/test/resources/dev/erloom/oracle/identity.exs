# SPDX-License-Identifier: Apache-2.0
# Section 1
import Oracle

probe("P-3", fn -> say(reason_of(fn -> :whatever end)) end)

probe("P-7 kill", fn ->
  p = idle()
  Process.exit(p, :kill)
  say(Process.alive?(p))
end)

probe("P-7 any reason", fn ->
  p = idle()
  before = Process.alive?(p)
  Process.exit(p, :boo)
  say([before, Process.alive?(p)])
end)

probe("P-8", fn ->
  # the process is ending when it asks about the victim that ended it
  p = idle()
  role(p, "victim")
  ref = Process.monitor(p)
  Process.exit(p, :kill)
  a = Process.alive?(p)
  say([a, reason(ref), Process.alive?(p), Process.alive?(dead())])
end)
