# SPDX-License-Identifier: Apache-2.0
# Section 16
import Oracle

# A machine that does what an event says, and tells its observer of the others. Java's handlers do not see the kind of an
# event, so it is not told.
defmodule Machine do
  @behaviour :gen_statem
  def callback_mode, do: [:handle_event_function, :state_enter]

  def init({me, trap, actions}) do
    Process.flag(:trap_exit, trap)
    {:ok, :a, me, actions}
  end

  def handle_event(:enter, old, state, me) do
    send(me, {:enter, old, state})
    :keep_state_and_data
  end

  def handle_event({:call, from}, :sync, _, _), do: {:keep_state_and_data, [{:reply, from, :synced}]}
  def handle_event({:call, from}, {:do, f}, state, me), do: f.(from, state, me)
  def handle_event(_, {:do, f}, state, me), do: f.(state, me)

  def handle_event(_, content, state, me) do
    send(me, {:event, content, state})
    :keep_state_and_data
  end

  def terminate(reason, state, me), do: send(me, {:terminate, reason, state})

  def start(actions \\ [], trap \\ false) do
    {:ok, p} = :gen_statem.start(Machine, {self(), trap, actions}, [])
    Oracle.role(p, "machine")
    p
  end

  # one that has told of its start
  def started() do
    p = start()
    rest(p)
    p
  end

  def cast(p, f), do: :gen_statem.cast(p, {:do, f})

  # What the observer heard, once the machine has done what it had to do till now.
  def rest(p) do
    :synced = :gen_statem.call(p, :sync)
    Oracle.mailbox()
  end

  # How it ended, and what the observer heard.
  def ended(p, f) do
    ref = Process.monitor(p)
    cast(p, f)
    [Oracle.reason(ref), Oracle.mailbox()]
  end
end

probe("SM-6 SM-10 SM-17", fn ->
  p = Machine.start([{:next_event, :internal, :i1}, {:state_timeout, 0, :sto}, {:timeout, 0, :eto}, {{:timeout, :g}, 0, :gto}])
  say([next(), next(), next(), next()])
  say(Machine.rest(p))
end)

probe("SM-17", fn ->
  p = Machine.started()
  Machine.cast(p, fn _, _ -> {:keep_state_and_data, [{{:timeout, :g}, 0, :gto}, {:state_timeout, 0, :sto}]} end)
  say([next(), next()])
  say(Machine.rest(p))
end)

probe("SM-7", fn ->
  p = Machine.started()
  Machine.cast(p, fn _, d -> {:next_state, :a, d, [{:state_timeout, 500, :sto}]} end)
  # the same state: the state time-out goes on, and what is postponed is not tried again
  tried = fn state, me ->
    send(me, {:tried, state})
    {:keep_state_and_data, :postpone}
  end
  Machine.cast(p, tried)
  Machine.cast(p, fn _, d -> {:next_state, :a, d} end)
  say(Machine.rest(p))
  say(next())
  say(Machine.rest(p))
end)

probe("SM-8", fn ->
  p = Machine.started()
  Machine.cast(p, fn _, _ -> {:keep_state_and_data, [{:state_timeout, 500, :sto}]} end)
  tried = fn state, me ->
    send(me, {:tried, state})
    {:keep_state_and_data, :postpone}
  end
  Machine.cast(p, tried)
  Machine.cast(p, fn _, _ -> :repeat_state_and_data end)
  say(Machine.rest(p))
  say(next())
  say(Machine.rest(p))
end)

probe("SM-5 SM-18", fn ->
  p = Machine.started()
  for i <- 1..2 do
    Machine.cast(p, fn state, me ->
      send(me, {:tried, i, state})
      if state == :a, do: {:keep_state_and_data, :postpone}, else: :keep_state_and_data
    end)
  end
  Machine.cast(p, fn _, d -> {:next_state, :b, d, [{:next_event, :internal, :n1}, {:next_event, :internal, :n2}, {:state_timeout, 0, :sto}]} end)
  send(p, :newer)
  say([next(), next(), next(), next(), next(), next(), next(), next(), next()])
  say(Machine.rest(p))
end)

probe("SM-18 a call", fn ->
  p = Machine.started()
  me = self()

  f = fn from, state, me ->
    if state == :a do
      send(me, :postponed)
      {:keep_state_and_data, :postpone}
    else
      {:keep_state_and_data, [{:reply, from, state}]}
    end
  end

  tell(actor(), fn -> send(me, {:got, :gen_statem.call(p, {:do, f})}) end)
  say(next())
  say(Machine.rest(p))
  Machine.cast(p, fn _, d -> {:next_state, :b, d} end)
  say([next(), next()])
end)

probe("SM-10", fn ->
  p = Machine.started()
  Machine.cast(p, fn _, _ -> {:keep_state_and_data, [{:timeout, 500, :eto}]} end)
  send(p, :event)
  say(Machine.rest(p))
  Machine.cast(p, fn _, _ -> {:keep_state_and_data, [{:timeout, 20, :fires}]} end)
  say(next())
end)

probe("SM-11 SM-12", fn ->
  p = Machine.started()
  Machine.cast(p, fn _, _ -> {:keep_state_and_data, [{:state_timeout, 500, :s}, {{:timeout, :g}, 600, :g}]} end)
  Machine.cast(p, fn _, d -> {:next_state, :b, d} end)
  say([next(), next()])
  Machine.cast(p, fn _, _ -> {:keep_state_and_data, [{:state_timeout, 60_000, :old}, {{:timeout, :g}, 60_000, :old}]} end)
  Machine.cast(p, fn _, _ -> {:keep_state_and_data, [{:state_timeout, 20, :new}]} end)
  say(next())
  Machine.cast(p, fn _, _ -> {:keep_state_and_data, [{{:timeout, :g}, 20, :new}]} end)
  say(next())
end)

probe("SM-13", fn ->
  p = Machine.started()
  Machine.cast(p, fn _, _ -> {:keep_state_and_data, [{:state_timeout, 500, :s}, {{:timeout, :g}, 500, :g}, {{:timeout, :h}, 500, :h}]} end)
  Machine.cast(p, fn _, _ -> {:keep_state_and_data, [{:state_timeout, :cancel}, {{:timeout, :g}, :infinity, :x}, {{:timeout, :h}, :update, :new}]} end)
  say(next())
  say(Machine.rest(p))
end)

probe("SM-13 nothing to update", fn ->
  p = Machine.started()
  Machine.cast(p, fn _, _ -> {:keep_state_and_data, [{{:timeout, :h}, :update, :new}]} end)
  say(next())
end)

# In Java no other action than null is a bad one, and that fails where it is given.
probe("SM-20", fn -> say(Machine.ended(Machine.started(), fn _, _ -> nil end)) end)

probe("SM-22", fn ->
  say(caught(fn -> :gen_statem.call(:nobody_here, :sync) end))
  p = Machine.started()
  me = self()
  say(caught(fn -> :gen_statem.call(p, {:do, fn from, _, _ -> send(me, {:from, from}) && :keep_state_and_data end}, {:clean_timeout, 20}) end))
  {:from, from} = next()
  :gen_statem.reply(from, :late)
  say(Machine.rest(p))
end)

probe("SM-23 info", fn ->
  p = Machine.started()
  send(p, :plain)
  say(Machine.rest(p))
end)

for {title, f} <- [{"stop", fn _, _ -> {:stop, :boo} end}, {"normal", fn _, _ -> :stop end}, {"raise", fn _, _ -> raise "x" end}, {"exit", fn _, _ -> exit(:zz) end}] do
  probe("SM-23 #{title}", fn -> say(Machine.ended(Machine.started(), f)) end)
end

for {title, trap} <- [{"trapped", true}, {"not trapped", false}] do
  probe("SM-23 the parent ends, #{title}", fn ->
    parent = actor()
    me = self()
    {:ok, p} = ask(parent, fn -> :gen_statem.start_link(Machine, {me, trap, []}, []) end)
    ref = Process.monitor(p)
    Machine.rest(p)
    tell(parent, fn -> exit(:pp) end)
    say(reason(ref))
    say(mailbox())
  end)
end
