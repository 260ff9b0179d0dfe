# SPDX-License-Identifier: Apache-2.0
# Section 25
import Oracle

start = fn scope ->
  {:ok, _} = :pg.start_link(scope)
  scope
end

probe("PG-2", fn ->
  s = start.(:pg2)
  a = role(actor(), "other")
  say(caught_quiet(fn -> :pg.join(s, :g, [self(), self()]) end))
  say(caught_quiet(fn -> :pg.join(s, :g, a) end))
  say(:pg.get_members(s, :g) |> Enum.frequencies())
  say(:pg.leave(s, :g, self()) == :ok)
  say(:pg.get_members(s, :g) |> Enum.frequencies())
end)

probe("PG-3", fn ->
  s = start.(:pg3)
  a = actor()
  say(:pg.leave(s, :g, self()) == :ok)
  :pg.join(s, :g, self())
  say(:pg.leave(s, :g, [a, self()]) == :ok)
  say(:pg.leave(s, :g, [a, self()]) == :ok)
  say(:pg.which_groups(s))
end)

probe("PG-6", fn ->
  s = start.(:pg6)
  :pg.join(s, :g, [self(), self()])
  say([:pg.get_members(s, :g), :pg.get_local_members(s, :g), :pg.get_members(s, :none)])
  say([:pg.which_groups(s), :pg.which_local_groups(s)])
  # which_groups fails there: the row asks for an empty list
  say(:pg.get_members(:no_scope, :g))
end)

# from OTP 25.1 on
probe("PG-7", 26, fn ->
  s = start.(:pg7)
  a = role(actor(), "other")
  :pg.join(s, :g, self())
  {ref, members} = :pg.monitor(s, :g)
  say([ref, members])
  :pg.join(s, :g, a)
  :pg.join(s, :other, a)
  :pg.leave(s, :g, self())
  Process.exit(a, :kill)
  say([next(), next(), next()])
  :pg.join(s, :g, self())
  say([:pg.demonitor(s, ref) == :ok, :pg.demonitor(s, ref) == :ok])
  say(mailbox())
end)
