# SPDX-License-Identifier: Apache-2.0
# The Elixir node of bin/demo: a price server, a sensor, and a guest that evaluates each line it
# reads and prints what came out. Works with Elixir 1.14 and newer.

defmodule Prices do
  use GenServer

  @impl true
  def init(prices), do: {:ok, prices}

  @impl true
  def handle_call({:get_price, symbol}, _from, prices) do
    case Map.fetch(prices, symbol) do
      {:ok, cents} -> {:reply, {:ok, cents}, prices}
      :error -> {:reply, {:error, :unknown}, prices}
    end
  end
end

defmodule Sensor do
  def run do
    receive do
      :unplug -> exit(:unplugged)
    end
  end
end

defmodule Guest do
  def say(text), do: IO.puts("=> " <> text)

  def evaluate(binding) do
    case IO.gets("") do
      line when is_binary(line) ->
        {value, binding} = Code.eval_string(line, binding)
        say(inspect(value))
        evaluate(binding)

      _end_of_input ->
        System.halt(0)
    end
  end
end

{:ok, _} = GenServer.start(Prices, %{"AAPL" => 18970}, name: :prices)
Process.register(spawn(Sensor, :run, []), :sensor)
Process.register(self(), :guest)
Guest.say("Elixir #{System.version()} on Erlang/OTP #{System.otp_release()}")
Guest.evaluate(java: String.to_atom(System.fetch_env!("DEMO_JAVA_NODE")))
