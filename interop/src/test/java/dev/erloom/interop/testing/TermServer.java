// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A BEAM that answers questions about terms in external format, one at a time. */
public final class TermServer implements AutoCloseable {

    /** What to do with the bytes of a request; each answers with bytes, or fails. */
    public enum Request {
        /** Decodes and encodes again, with the entries of maps in order. */
        ECHO('e'),
        /** Sorts a list. */
        SORT('s'),
        /** Shows a term as {@code ~0tp}, with the keys of maps in order where OTP can. */
        PRINT('p'),
        /** Shows a term as Elixir's {@code inspect/2} without limits. */
        INSPECT('i');

        private final char code;

        Request(char code) {
            this.code = code;
        }
    }

    private static final String ERLANG =
            """
            Ordered = try io_lib:format("~0ktp", [a]) of _ -> "~0ktp" catch error:_ -> "~0tp" end,
            Run = fun($e, T) -> term_to_binary(T, [deterministic, {minor_version, 2}]);
                     ($s, T) -> term_to_binary(lists:sort(T), [deterministic, {minor_version, 2}]);
                     ($p, T) -> unicode:characters_to_binary(io_lib:format(Ordered, [T]))
                  end,
            Port = open_port({fd, 0, 1}, [binary, {packet, 4}, eof]),
            Loop = fun Again() ->
                receive
                    {Port, {data, <<Op, B/binary>>}} ->
                        port_command(Port, try [0, Run(Op, binary_to_term(B))]
                                           catch C:E -> [1, io_lib:format("~0p:~0p", [C, E])] end),
                        Again();
                    {Port, eof} -> halt(0)
                end
            end,
            Loop().
            """;

    private static final String ELIXIR =
            """
            defmodule Point do
              defstruct [:x, :y]
            end

            defmodule Loop do
              @options [limit: :infinity, printable_limit: :infinity, width: :infinity,
                        custom_options: [sort_maps: true]]

              def run(port) do
                receive do
                  {^port, {:data, <<?i, bytes::binary>>}} ->
                    Port.command(port, [0, inspect(:erlang.binary_to_term(bytes), @options)])
                    run(port)

                  {^port, :eof} ->
                    System.halt(0)
                end
              end
            end

            Loop.run(:erlang.open_port({:fd, 0, 1}, [:binary, {:packet, 4}, :eof]))
            """;

    private final Beam beam;
    private final DataOutputStream out;
    private final DataInputStream in;

    private TermServer(Beam beam) {
        this.beam = beam;
        this.out = new DataOutputStream(beam.stdin());
        this.in = new DataInputStream(beam.stdout());
    }

    /** Starts a server of {@code release} that knows all requests but {@link Request#INSPECT}. */
    public static TermServer erlang(Beam.Release release) {
        return new TermServer(release.erl("-noinput", "-eval", ERLANG));
    }

    /** Starts a server of {@code release} that knows {@link Request#INSPECT}. */
    public static TermServer elixir(Beam.Release release) {
        return new TermServer(release.elixir("--erl", "-noinput", "-e", ELIXIR));
    }

    /**
     * Returns the BEAM's answer.
     *
     * @throws Refused if the BEAM cannot do it
     */
    public byte[] ask(Request request, byte[] bytes) throws Refused {
        try {
            out.writeInt(1 + bytes.length);
            out.writeByte(request.code);
            out.write(bytes);
            out.flush();
            byte[] answer = new byte[in.readInt() - 1];
            boolean refused = in.readByte() != 0;
            in.readFully(answer);
            if (refused) {
                throw new Refused(new String(answer, StandardCharsets.UTF_8));
            }
            return answer;
        } catch (EOFException _) {
            throw new AssertionError("the BEAM ended, its last words were: " + beam.errors());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says whether the BEAM takes {@code bytes} for a term. */
    public boolean accepts(byte[] bytes) {
        try {
            ask(Request.ECHO, bytes);
            return true;
        } catch (Refused _) {
            return false;
        }
    }

    @Override
    public void close() {
        beam.close();
    }

    /** Thrown where the BEAM answers with an exception. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private Refused(String reason) {
            super(reason);
        }
    }
}
