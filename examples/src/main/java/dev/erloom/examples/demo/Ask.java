// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.demo;

/** What the story has its neighbour do, and what must come out. */
enum Ask {
    PING("Node.ping(java)", ":pong", "cluster.ping(java)", "true"),
    READ_NOTHING("GenServer.call({:counter, java}, :get)", "0", "counter.call(new Get())", "0"),
    ADD(
            "GenServer.cast({:counter, java}, {:increment, 5})",
            ":ok",
            "counter.cast(new Increment(5))",
            "done"),
    READ_FIVE("GenServer.call({:counter, java}, :get)", "5", "counter.call(new Get())", "5"),
    TAKE_PID(
            "pid = receive do pid when is_pid(pid) -> pid end",
            "#PID<…>",
            "pid = receive(Pid.class)",
            "<…>"),
    TRAP_EXITS("Process.flag(:trap_exit, true)", "false", "trapExits(true)", "false"),
    MONITOR("ref = Process.monitor(pid)", "#Reference<…>", "ref = monitor(pid)", "#Ref<…>"),
    LINK("Process.link(pid)", "true", "link(pid)", "done"),
    KILL("Process.exit(pid, :kill)", "true", "pid.exit(KILL)", "done"),
    TAKE_EXIT(
            "receive do {:EXIT, ^pid, reason} -> reason end",
            ":killed",
            "receive(Exit.class, exit -> exit.from().equals(pid)).reason()",
            "killed"),
    TAKE_DOWN(
            "receive do {:DOWN, ^ref, :process, ^pid, reason} -> reason end",
            ":killed",
            "receive(ref).reason()",
            "killed"),
    CALL_NOBODY(
            "try do GenServer.call({:nobody, java}, :get) catch :exit, {reason, _} -> reason end",
            ":noproc",
            "try { nobody.call(new Get()); } catch (ExitException e) { e.reason().root() }",
            "noproc"),
    LEAVE("System.halt(0)", "", "Runtime.getRuntime().halt(0)", "");

    private final String elixir;
    private final String elixirAnswer;
    private final String java;
    private final String javaAnswer;

    /**
     * One thing to do, in one language.
     *
     * @param code how it is written
     * @param answer what must come out; an ellipsis stands for anything
     */
    record Phrase(String code, String answer) {}

    Ask(String elixir, String elixirAnswer, String java, String javaAnswer) {
        this.elixir = elixir;
        this.elixirAnswer = elixirAnswer;
        this.java = java;
        this.javaAnswer = javaAnswer;
    }

    /** What a neighbour speaks. */
    enum Language {
        ELIXIR,
        JAVA;

        Phrase phrase(Ask ask) {
            return switch (this) {
                case ELIXIR -> new Phrase(ask.elixir, ask.elixirAnswer);
                case JAVA -> new Phrase(ask.java, ask.javaAnswer);
            };
        }

        /** {@return the line that is sent: Elixir evaluates the code itself, Java knows the ask} */
        String line(Ask ask) {
            return switch (this) {
                case ELIXIR -> ask.elixir;
                case JAVA -> ask.name();
            };
        }
    }
}
