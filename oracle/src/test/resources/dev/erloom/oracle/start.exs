# SPDX-License-Identifier: Apache-2.0
# Section 12; and the server of the next ones, which does what it is told and tells its observer the rest
import Oracle

defmodule Puppet do
  use GenServer
  def init({_, f}), do: f.()
  def handle_call({:do, f}, from, s), do: f.(from, s)
  def handle_call(:echo, _, s), do: {:reply, :echo, s}
  def handle_cast({:do, f}, s), do: f.(s)
  def handle_info({:do, f}, s), do: f.(s)

  def handle_info(m, s) do
    send(s, {:info, m})
    {:noreply, s}
  end

  def handle_continue(f, s), do: f.(s)

  def terminate(r, s) do
    if is_function(s), do: s.(r), else: send(s, {:terminate, r})
  end

  # the observer is the state
  def ready(me), do: fn -> {:ok, me} end

  def trapping(me) do
    fn ->
      Process.flag(:trap_exit, true)
      {:ok, me}
    end
  end

  def start(f), do: GenServer.start(__MODULE__, {:puppet, f})

  def start!(f) do
    {:ok, p} = start(f)
    Oracle.role(p, "server")
  end

  def link(f, options \\ []), do: GenServer.start_link(__MODULE__, {:puppet, f}, options)
end

drop = fn -> drop() end

failures = [
  {"stop", fn -> {:stop, :bad} end},
  {"stop normal", fn -> {:stop, :normal} end},
  {"stop shutdown", fn -> {:stop, :shutdown} end},
  {"error", fn -> {:error, :bad} end},
  {"ignore", fn -> :ignore end},
  {"raise", fn -> raise "x" end},
  {"exit", fn -> exit(:zz) end},
  {"exit normal", fn -> exit(:normal) end},
  {"killed", fn -> Process.exit(self(), :kill) end}
]

# `{:error, reason}` of init is from OTP 26 on
otp = fn
  "error" -> 26
  _ -> 25
end

for {title, init} <- failures do
  probe("PL-3 #{title}", otp.(title), fn ->
    say(GenServer.start(Puppet, {:puppet, init}))
  end)

  # before OTP 26 the EXIT stayed behind
  probe("PL-6 #{title}", 26, fn ->
    Process.flag(:trap_exit, true)
    say(Puppet.link(init))
    say(mailbox())
  end)

  probe("PL-7 #{title}", otp.(title), fn ->
    say(reason_of(fn -> exit({:survived, Puppet.link(init)}) end))
  end)
end

probe("PL-4", fn ->
  me = self()

  init = fn ->
    send(me, {:child, self()})
    drop.()
  end

  Process.flag(:trap_exit, true)
  say(Puppet.link(init, timeout: 20))
  [{:child, p}] = mailbox()
  say(Process.alive?(p))
  say(mailbox())
end)

probe("PL-7 time-out", fn ->
  say(reason_of(fn -> exit({:survived, Puppet.link(fn -> drop.() end, timeout: 20)}) end))
end)

probe("PL-9", fn ->
  me = self()
  {:ok, p} = Puppet.link(Puppet.ready(me), name: :pl9)
  role(p, "first")

  init = fn ->
    send(me, :init_ran)
    {:ok, me}
  end

  say(Puppet.link(init, name: :pl9))
  say(GenServer.start(Puppet, {:puppet, init}, name: :pl9))
  say(mailbox())
end)
