// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.testing.NodeIdentities;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the golden terms and a running BEAM cannot show, because each node shows it in its own way.
 */
class TermPrintingTest {

    private final NodeIdentities identities = new NodeIdentities();

    @AfterEach
    void end() {
        identities.close();
    }

    private static void assertShown(Term term, String elixir, String erlang) {
        assertThat(term).hasToString(elixir);
        assertThat(term.toErlangString()).isEqualTo(erlang);
    }

    @Test
    void the_example_of_the_design() {
        assertShown(
                Term.tuple(
                        AtomTerm.OK,
                        Term.binary("text"),
                        Term.list(Term.of(1), Term.of(2)),
                        MapTerm.of(Term.atom("a"), Term.of(1))),
                "{:ok, \"text\", [1, 2], %{a: 1}}",
                "{ok,<<\"text\">>,[1,2],#{a => 1}}");
    }

    @Test
    void pids_are_shown_with_their_node() {
        PidTerm pid = new PidTerm(identities.pid("a@b", 1, 17, 0));
        assertShown(pid, "#PID<a@b.17.0>", "<a@b.17.0>");
        assertShown(Term.tuple(pid), "{#PID<a@b.17.0>}", "{<a@b.17.0>}");
    }

    @Test
    void references_are_shown_last_word_first() {
        assertShown(
                new RefTerm(identities.ref("a@b", 1, 1, -1, 3)),
                "#Reference<0.3.4294967295.1>",
                "#Ref<0.3.4294967295.1>");
    }

    @Test
    void ports_and_funs_are_shown_by_their_numbers() {
        assertShown(new PortTerm("a@b", 1, 6), "#Port<0.6>", "#Port<0.6>");
        FunTerm.Identity identity =
                new FunTerm.Identity(Term.atom("Elixir.Foo"), 1, 2, 3, 4, 5, 678);
        assertShown(
                new FunTerm(identity, identities.pid("a@b", 1, 17, 0), List.of()),
                "#Function<2.678/1 in Foo>",
                "#Fun<Elixir.Foo.2.678>");
    }

    @Test
    void native_records_are_shown_with_the_names_of_their_fields() {
        NativeRecordTerm.Definition definition =
                new NativeRecordTerm.Definition(
                        Term.atom("m"),
                        Term.atom("point"),
                        true,
                        List.of(Term.atom("x"), Term.atom("y z")));
        assertShown(
                new NativeRecordTerm(definition, List.of(Term.of(1), Term.tuple())),
                "#:m.point<x: 1, \"y z\": {}>",
                "#m:point{x = 1,'y z' = {}}");
    }

    @Test
    void structs_are_shown_by_the_name_of_their_module() {
        Term struct = Term.atom("__struct__");
        assertThat(MapTerm.of(struct, Term.atom("Elixir.Foo.Bar"), Term.atom("a"), Term.of(1)))
                .hasToString("%Foo.Bar{a: 1}");
        assertThat(MapTerm.of(struct, Term.atom("Elixir.Foo"))).hasToString("%Foo{}");
        assertThat(MapTerm.of(struct, Term.atom("foo"))).hasToString("%{__struct__: :foo}");
        assertThat(MapTerm.of(struct, Term.atom("Elixir.Foo"), Term.of(1), Term.of(2)))
                .hasToString("%{1 => 2, :__struct__ => Foo}");
    }
}
