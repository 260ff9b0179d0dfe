// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A real Erlang node that evaluates what a test tells it to, one expression after the other. */
public final class ErlangNode implements AutoCloseable {
    private static final String ANSWER = "=> ";
    private static final String LOOP =
            """
            Loop = fun Loop() ->
                case io:get_line("") of
                    eof -> halt(0);
                    Line ->
                        Shown =
                            try
                                {ok, Tokens, _} = erl_scan:string(Line),
                                {ok, Exprs} = erl_parse:parse_exprs(Tokens),
                                {value, Value, _} = erl_eval:exprs(Exprs, []),
                                Value
                            catch Class:Reason -> {Class, Reason}
                            end,
                        io:format("=> ~0p~n", [Shown]),
                        Loop()
                end
            end,
            io:format("=> ready~n"),
            Loop().
            """;

    private final String name;
    private final Beam beam;
    private final List<String> log = new ArrayList<>();

    private ErlangNode(String name, Beam beam) {
        this.name = name;
        this.beam = beam;
    }

    /**
     * Starts a node that is registered with {@code epmd}; on return it is up.
     *
     * @param arguments more arguments of {@code erl}
     */
    public static ErlangNode start(
            Beam.Release release,
            PortMapper epmd,
            String name,
            String cookie,
            String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "ERL_EPMD_PORT=" + epmd.port(),
                                "erl",
                                "-noshell",
                                "-start_epmd",
                                "false",
                                "-name",
                                name,
                                "-setcookie",
                                cookie,
                                "-eval",
                                LOOP));
        command.addAll(List.of(arguments));
        var node = new ErlangNode(name, release.program("env", command.toArray(String[]::new)));
        node.answer();
        return node;
    }

    /** {@return its name, as it was started with} */
    public String name() {
        return name;
    }

    /** {@return the process number, for signals} */
    public long pid() {
        return beam.pid();
    }

    /** Evaluates {@code expressions}, one line that ends in a full stop, and returns the value. */
    public String eval(String expressions) {
        beam.writeLine(expressions);
        return answer();
    }

    /** Has {@code expressions} evaluated, without waiting for {@link #answer}. */
    public void tell(String expressions) {
        beam.writeLine(expressions);
    }

    /** {@return the value of what was told} */
    public String answer() {
        String line = beam.readLine();
        while (!line.startsWith(ANSWER)) {
            log.add(line);
            line = beam.readLine();
        }
        return line.substring(ANSWER.length());
    }

    /** {@return the next line it prints that contains {@code part}, and is no answer} */
    public String awaitLog(String part) {
        for (String line : log) {
            if (line.contains(part)) {
                return line;
            }
        }
        String line = beam.readLine();
        while (!line.contains(part)) {
            line = beam.readLine();
        }
        return line;
    }

    /** Ends it: the end of its input is quicker than a signal, which it obeys in good order. */
    @Override
    public void close() {
        try {
            beam.stdin().close();
        } catch (IOException _) {
            // it has ended already
        }
        beam.close();
    }
}
