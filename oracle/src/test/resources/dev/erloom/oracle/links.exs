# SPDX-License-Identifier: Apache-2.0
# Section 4
import Oracle

probe("LN-3 trapping", fn ->
  Process.flag(:trap_exit, true)
  p = dead()
  say(caught_quiet(fn -> Process.link(p) end))
  say(mailbox())
end)

probe("LN-3 not trapping", fn ->
  p = dead()
  say(caught_quiet(fn -> Process.link(p) end))
  say(mailbox())
end)
