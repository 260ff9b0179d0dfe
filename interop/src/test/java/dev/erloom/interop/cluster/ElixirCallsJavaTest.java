// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.testing.AgainstRealBeam;
import dev.erloom.interop.testing.Beam;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.RegisteredName;
import dev.erloom.sys.Sys;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Elixir code can do with a Java server, which is what it can do with one of its own. */
@AgainstRealBeam
class ElixirCallsJavaTest extends ElixirCluster {

    /** OTP 25 expects the bare state. */
    private static final String STATE =
            "case :sys.get_state({:counter, j}) do {:ok, n} -> n; n -> n end";

    static Stream<Beam.Release> releases() {
        return Beam.releases();
    }

    private void startCounter(long first) {
        node.start(() -> Counter.start(first));
    }

    private String caught(String code) {
        return elixir.eval("try do " + code + " catch kind, reason -> {kind, reason} end");
    }

    @Test
    @DisplayName("DI-13 Node.ping of a Java node answers pong")
    void answers_pings() {
        assertThat(elixir.eval("Node.ping(j)")).isEqualTo(":pong");
    }

    @Test
    @DisplayName("DI-8 a Java node is hidden")
    void is_a_hidden_node() {
        elixir.eval("Node.ping(j)");
        assertThat(elixir.eval("{Node.list(), Node.list(:hidden)}"))
                .isEqualTo("{[], [:\"java@127.0.0.1\"]}");
    }

    @Test
    @DisplayName("GC-15 a Java server answers GenServer.call to its name")
    void calls_a_name() {
        startCounter(7);
        assertThat(elixir.eval("GenServer.call({:counter, j}, :get)")).isEqualTo("7");
    }

    @Test
    @DisplayName("GC-15 casts reach a Java server in their order, before a later call")
    void casts_in_order() {
        startCounter(0);
        assertThat(
                        elixir.eval(
                                """
                                for n <- 1..100, do: GenServer.cast({:counter, j}, {:inc, n})
                                GenServer.call({:counter, j}, :get)
                                """))
                .isEqualTo("5050");
    }

    @Test
    void calls_a_pid() {
        startCounter(7);
        assertThat(
                        elixir.eval(
                                """
                                me = self()
                                task = Task.async(fn -> GenServer.call({:counter, j}, {:later, me}) end)
                                pid = receive do {:asked, pid} -> pid end
                                send(pid, :now)
                                {node(pid), Task.await(task), GenServer.call(pid, :get)}
                                """))
                .isEqualTo("{:\"java@127.0.0.1\", 7, 7}");
    }

    @Test
    @DisplayName("DI-12 a call to an unknown name exits with noproc at once")
    void a_call_to_an_unknown_name_fails_at_once() {
        assertThat(caught("GenServer.call({:nobody, j}, :get, :infinity)"))
                .isEqualTo(
                        "{:exit, {:noproc, {GenServer, :call, [{:nobody, :\"java@127.0.0.1\"}, :get,"
                                + " :infinity]}}}");
    }

    @Test
    @DisplayName("DI-12 a call to a dead pid exits with noproc at once")
    void a_call_to_a_dead_process_fails_at_once() {
        Pid dead = node.call(Processes::self);
        node.run(() -> new RegisteredName("loop", ELIXIR).send(dead));
        assertThat(
                        caught(
                                """
                                dead = receive do pid -> pid end
                                GenServer.call(dead, :get, :infinity)
                                """))
                .startsWith("{:exit, {:noproc, {GenServer, :call, [#PID<")
                .endsWith(", :get, :infinity]}}}");
    }

    @Test
    @DisplayName(
            "DI-12 a request that does not fit fails its caller, with the path; the server lives")
    void a_bad_request_fails_its_caller_only() {
        startCounter(7);
        String failure = caught("GenServer.call({:counter, j}, {:inc, :many}, :infinity)");
        assertThat(failure).startsWith("{:exit, {").contains("bad_request").contains("many");
        assertThat(caught("GenServer.call({:counter, j}, {:bogus, 1}, :infinity)"))
                .contains("bad_request")
                .contains("bogus");
        assertThat(elixir.eval("GenServer.call({:counter, j}, :get)")).isEqualTo("7");
    }

    @Test
    @DisplayName("DI-12 a reply that comes after the time-out is never seen")
    void a_late_reply_is_dropped() {
        startCounter(7);
        assertThat(
                        elixir.eval(
                                """
                                late =
                                  try do
                                    GenServer.call({:counter, j}, {:later, self()}, 1)
                                  catch :exit, {reason, _} -> reason
                                  end
                                server = receive do {:asked, server} -> server end
                                send(server, :now)
                                {late, GenServer.call(server, :get), Process.info(self(), :message_queue_len)}
                                """))
                .isEqualTo("{:timeout, 7, {:message_queue_len, 0}}");
    }

    @Test
    void answers_a_multi_call() {
        startCounter(7);
        assertThat(elixir.eval("GenServer.multi_call([j, :\"no@127.0.0.1\"], :counter, :get)"))
                .isEqualTo("{[\"java@127.0.0.1\": 7], [:\"no@127.0.0.1\"]}");
        assertThat(elixir.eval("GenServer.multi_call([j], :nobody, :get)"))
                .isEqualTo("{[], [:\"java@127.0.0.1\"]}");
    }

    @Test
    void a_server_that_fails_during_a_call_tells_its_caller() {
        startCounter(7);
        assertThat(caught("GenServer.call({:counter, j}, {:fail, :boom}, :infinity)"))
                .startsWith("{:exit, {:boom, {GenServer, :call, ");
    }

    @Test
    void stops_a_server_with_a_reason() {
        for (String reason : List.of(":normal", ":shutdown", "{:shutdown, :why}", ":boom")) {
            startCounter(7);
            assertThat(
                            elixir.eval(
                                    "{GenServer.stop({:counter, j}, %s), Node.ping(j)}"
                                            .formatted(reason)))
                    .isEqualTo("{:ok, :pong}");
            assertThat(node.whereis("counter")).isEmpty();
        }
        assertThat(caught("GenServer.stop({:counter, j})"))
                .startsWith("{:exit, ")
                .contains("noproc");
    }

    @Test
    @DisplayName("DI-11 remote procedure calls and spawns are refused at once")
    void nothing_can_be_started_from_outside() {
        assertThat(elixir.eval(":rpc.call(j, :erlang, :node, [])")).isEqualTo("{:badrpc, :notsup}");
        assertThat(caught(":erpc.call(j, :erlang, :node, [])"))
                .isEqualTo("{:error, {:erpc, :notsup}}");
        assertThat(
                        elixir.eval(
                                """
                                {pid, ref} = Node.spawn_monitor(j, :erlang, :node, [])
                                receive do {:DOWN, ^ref, :process, ^pid, reason} -> reason end
                                """))
                .isEqualTo("{:error, :notsup}");
        assertThat(elixir.eval("Node.ping(j)")).isEqualTo(":pong");
    }

    @Test
    @DisplayName("SY-7 :sys shows the state and status of a Java server")
    void sys_shows_a_server() {
        startCounter(7);
        assertThat(elixir.eval(STATE)).isEqualTo("7");
        assertThat(
                        elixir.eval(
                                """
                                {:status, pid, {:module, module}, [pdict, phase, parent, debug, misc]} =
                                  :sys.get_status({:counter, j})
                                {node(pid), module, pdict, phase, parent, debug, Keyword.get_values(misc, :data)}
                                """))
                .isEqualTo(
                        ("{:\"java@127.0.0.1\", :\"dev.erloom.interop.cluster.Counter\", [],"
                                        + " :running, :undefined, [], [[{'Status', :running},"
                                        + " {'Parent', :undefined}, {'Logged events', []}],"
                                        + " [{'State', 7}]]}")
                                .replaceAll("'(.*?)'", charlist()));
    }

    @Test
    @DisplayName("SY-7 a state that is no term is an error in who asks; the server lives")
    void sys_shows_no_state_that_is_no_term() {
        startCounter(7);
        node.run(() -> Sys.replaceState(Counter.COUNTER.on(node), _ -> Thread.currentThread()));
        assertThat(caught(":sys.get_state({:counter, j})"))
                .startsWith("{:error, ")
                .contains("callback_failed");
        assertThat(elixir.eval("GenServer.cast({:counter, j}, {:unmappable, 1}); Node.ping(j)"))
                .isEqualTo(":pong");
    }

    /** {@return how this release writes a charlist} */
    private String charlist() {
        return elixir.eval("'a'").startsWith("~c") ? "~c\"$1\"" : "'$1'";
    }

    @Test
    @DisplayName("SY-7 SY-2 :sys suspends and resumes a Java server")
    void sys_suspends_a_server() {
        startCounter(7);
        assertThat(
                        elixir.eval(
                                """
                                :ok = :sys.suspend({:counter, j})
                                GenServer.cast({:counter, j}, {:inc, 1})
                                phase = :sys.get_status({:counter, j}) |> elem(3) |> Enum.at(1)
                                before = %s
                                :ok = :sys.resume({:counter, j})
                                {phase, before, GenServer.call({:counter, j}, :get)}
                                """
                                        .formatted(STATE)))
                .isEqualTo("{:suspended, 7, 8}");
    }

    @Test
    @DisplayName("SY-7 SY-5 :sys logs and counts the messages of a Java server")
    void sys_debugs_a_server() {
        startCounter(7);
        assertThat(
                        elixir.eval(
                                """
                                :ok = :sys.log({:counter, j}, {true, 3})
                                :ok = :sys.statistics({:counter, j}, true)
                                :ok = :sys.trace({:counter, j}, false)
                                GenServer.call({:counter, j}, :get)
                                GenServer.cast({:counter, j}, {:inc, 1})
                                {:ok, counted} = :sys.statistics({:counter, j}, :get)
                                {:ok, log} = :sys.log({:counter, j}, :get)
                                :ok = :sys.no_debug({:counter, j})
                                {{{_, _, _}, {_, _, _}}, {:ok, :no_statistics}} =
                                  {counted[:start_time], :sys.statistics({:counter, j}, :get)}
                                {counted[:messages_in], counted[:messages_out], put_elem(hd(log), 2, :me), tl(log)}
                                """))
                .isEqualTo("{2, 1, {:out, 7, :me, 7}, [in: {:inc, 1}, noreply: 8]}");
    }

    @Test
    @DisplayName("SY-7 DI-11 a system message that brings code, or is unknown, is refused at once")
    void system_messages_with_code_are_refused() {
        startCounter(7);
        assertThat(caught(":sys.replace_state({:counter, j}, fn n -> n + 1 end, :infinity)"))
                .contains("unknown_system_msg");
        assertThat(caught(":sys.install({:counter, j}, {fn s, _, _ -> s end, 0}, :infinity)"))
                .contains("unknown_system_msg");
        assertThat(caught(":sys.change_code({:counter, j}, Counter, 1, [], :infinity)"))
                .contains("unknown_system_msg");
        assertThat(elixir.eval("GenServer.call({:counter, j}, :get)")).isEqualTo("7");
    }

    @Test
    @DisplayName("SY-7 SY-6 :sys.terminate stops a Java server")
    void sys_terminates_a_server() {
        startCounter(7);
        assertThat(
                        elixir.eval(
                                """
                                ref = Process.monitor({:counter, j})
                                :ok = :sys.terminate({:counter, j}, :shutdown)
                                receive do {:DOWN, ^ref, _, _, reason} -> reason end
                                """))
                .isEqualTo(":shutdown");
    }

    @Test
    void an_unmappable_reply_ends_the_server_and_fails_the_caller() {
        startCounter(7);
        assertThat(caught("GenServer.call({:counter, j}, :odd, :infinity)"))
                .startsWith("{:exit, {{{:java_exception, ")
                .contains("UnmappableException")
                .contains("Thread");
        assertThat(elixir.eval("Node.ping(j)")).isEqualTo(":pong");
    }

    @Test
    void many_processes_call_at_once() {
        startCounter(7);
        assertThat(
                        elixir.eval(
                                """
                                1..200
                                |> Enum.map(fn _ -> Task.async(fn ->
                                     Enum.sum(for _ <- 1..20, do: GenServer.call({:counter, j}, :get, :infinity))
                                   end) end)
                                |> Enum.map(&Task.await(&1, :infinity))
                                |> Enum.sum()
                                """))
                .isEqualTo(String.valueOf(200 * 20 * 7));
    }
}
