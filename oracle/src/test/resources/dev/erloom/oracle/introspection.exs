# SPDX-License-Identifier: Apache-2.0
# Section 9
import Oracle

probe("PI-5", fn ->
  say([Process.put(:k, 1), Process.put(:k, 2), Process.get(:k), Process.get(:k2)])
  a = actor()
  say(ask(a, fn -> Process.get(:k) end))
  say([Process.delete(:k), Process.get(:k), Process.delete(:k)])
end)
