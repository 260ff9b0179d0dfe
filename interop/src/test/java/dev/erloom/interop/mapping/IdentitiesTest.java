// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static dev.erloom.interop.mapping.Mappings.assertMaps;
import static dev.erloom.interop.mapping.Mappings.refusalToRead;
import static dev.erloom.interop.mapping.Mappings.refusalToWrite;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.PidTerm;
import dev.erloom.interop.term.PortTerm;
import dev.erloom.interop.term.RefTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.interop.testing.NodeIdentities;
import dev.erloom.process.Address;
import dev.erloom.process.Atom;
import dev.erloom.process.Down;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExternalTerm;
import dev.erloom.process.NodeDown;
import dev.erloom.process.NodeUp;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.RegisteredName;
import dev.erloom.process.TaggedDown;
import dev.erloom.process.TimerFired;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IdentitiesTest {

    private final NodeIdentities identities = new NodeIdentities();
    private final Pid pid = identities.pid("cortex@127.0.0.1", 3, 117, 0);
    private final Ref ref = identities.ref("cortex@127.0.0.1", 3, 1, 2, 3);

    @AfterEach
    void close() {
        identities.close();
    }

    @Test
    void atoms_pids_and_references_are_themselves() {
        assertMaps(new Atom("Elixir.Shop"), Term.atom("Elixir.Shop"));
        assertMaps(pid, new PidTerm(pid));
        assertMaps(ref, new RefTerm(ref));
    }

    @Test
    void refuse_one_for_the_other() {
        assertThat(refusalToRead(new RefTerm(ref), Pid.class))
                .contains("to Pid: expected a pid, was #Ref");
        assertThat(refusalToRead(new PidTerm(pid), Ref.class))
                .contains("to Ref: expected a reference, was #PID");
        assertThat(refusalToRead(Term.binary("ok"), Atom.class))
                .isEqualTo("cannot map \"ok\" to Atom: expected an atom, was \"ok\"");
    }

    @Test
    void addresses_are_what_they_stand_for() {
        RegisteredName name = new RegisteredName("prices", "cortex@127.0.0.1");
        Term nameTerm = Term.tuple(Term.atom("prices"), Term.atom("cortex@127.0.0.1"));

        assertMaps(pid, new PidTerm(pid), Address.class);
        assertMaps(ref, new RefTerm(ref), Address.class);
        assertMaps(name, nameTerm, Address.class);
        assertMaps(name, nameTerm);
        assertThat(TermMapper.toTerm(new Typed(pid))).isEqualTo(new PidTerm(pid));
    }

    /** An address that is no record, as typed references to servers are. */
    private static final class Typed implements Address {
        private final Address target;

        Typed(Address target) {
            this.target = target;
        }

        @Override
        public void send(Object message) {
            target.send(message);
        }

        @Override
        public Address target() {
            return target;
        }
    }

    record Subscribe(ServerRef<String> subscriber) {}

    @Test
    void references_to_servers_are_addresses_of_servers() {
        Term name = Term.tuple(Term.atom("prices"), Term.atom("cortex@127.0.0.1"));
        Term subscribe = Term.atom("subscribe");

        assertMaps(new Subscribe(ServerRef.of(pid)), Term.tuple(subscribe, new PidTerm(pid)));
        assertMaps(
                new Subscribe(Name.<String>of("prices").on("cortex@127.0.0.1")),
                Term.tuple(subscribe, name));
        assertMaps(ServerRef.of(pid), new PidTerm(pid), ServerRef.class);
        assertThat(refusalToRead(new RefTerm(ref), ServerRef.class))
                .startsWith("cannot map #Reference<")
                .contains("to ServerRef: expected a pid or {name, node}, was");
        assertThat(refusalToRead(name, Name.class))
                .endsWith("dev.erloom.server.Name has no term: declare ServerRef");
    }

    @Test
    void names_without_a_node_stay_at_home() {
        assertThat(refusalToWrite(RegisteredName.local("prices")))
                .contains("a name must say on which node it is to leave this one, was");
        assertThat(refusalToWrite(Name.of("prices"))).contains("a name must say on which node");
        assertThat(refusalToRead(Term.atom("prices"), Address.class))
                .endsWith("expected a pid, a reference or {name, node}, was :prices");
    }

    @Nested
    class Terms {

        record Tagged(Object anything, Term term, TupleTerm tuple) {}

        @Test
        void stay_as_they_are() {
            TupleTerm tuple = Term.tuple(Term.of(1));
            assertMaps(tuple, tuple, Term.class);
            assertMaps(
                    new Tagged(Term.of(1), Term.of(2.5), tuple),
                    Term.tuple(Term.atom("tagged"), Term.of(1), Term.of(2.5), tuple));
        }

        @Test
        void are_what_object_reads() {
            assertThat(TermMapper.fromTerm(Term.binary("x"), Object.class))
                    .isEqualTo(Term.binary("x"));
            assertThat(TermMapper.fromTerm(Term.list(Term.of(1)), new TypeOf<List<?>>() {}.type()))
                    .isEqualTo(List.of(Term.of(1)));
        }

        @Test
        void are_refused_where_another_kind_is_wanted() {
            assertThat(refusalToRead(Term.of(1), PortTerm.class))
                    .isEqualTo("cannot map 1 to PortTerm: expected a PortTerm, was 1");
        }

        @Test
        void of_values_inside_object_follow_their_class() {
            assertThat(
                            TermMapper.toTerm(
                                    new Tagged(
                                            Map.of("k", List.of(1)), Term.of(1), TupleTerm.EMPTY)))
                    .isEqualTo(
                            Term.tuple(
                                    Term.atom("tagged"),
                                    Term.map(Map.of(Term.binary("k"), Term.list(Term.of(1)))),
                                    Term.of(1),
                                    TupleTerm.EMPTY));
        }
    }

    /** As a connection delivers it. */
    private record Received(Term term) implements ExternalTerm {
        @Override
        public Object toJava(Type type) {
            return TermMapper.fromTerm(term, type);
        }

        @Override
        public @Nullable Object toJavaOrNull(Type type) {
            return TermMapper.fromTermOrNull(term, type);
        }
    }

    @Test
    void received_terms_are_sent_on_as_they_came() {
        Term term = Term.tuple(Term.atom("stop"), Term.of(1));

        assertThat(TermMapper.toTerm(new Received(term))).isEqualTo(term);
        assertThat(TermMapper.toTerm(List.of(new Received(term)))).isEqualTo(Term.list(term));
    }

    @Nested
    class MessagesOfOtp {

        private final Term reason = Term.atom("noproc");

        @Test
        void look_as_otp_sends_them() {
            Down down = new Down(ref, pid, ExitReason.NOPROC);
            Term process = Term.atom("process");

            assertMaps(
                    down,
                    Term.tuple(
                            Term.atom("DOWN"),
                            new RefTerm(ref),
                            process,
                            new PidTerm(pid),
                            reason));
            assertMaps(
                    new TaggedDown(Term.atom("mine"), down),
                    Term.tuple(
                            Term.atom("mine"),
                            new RefTerm(ref),
                            process,
                            new PidTerm(pid),
                            reason));
            assertMaps(
                    new Exit(pid, ExitReason.NOPROC),
                    Term.tuple(Term.atom("EXIT"), new PidTerm(pid), reason));
            assertMaps(
                    new TimerFired(ref, Term.of(1)),
                    Term.tuple(Term.atom("timeout"), new RefTerm(ref), Term.of(1)));
            assertMaps(new NodeUp("a@b"), Term.tuple(Term.atom("nodeup"), Term.atom("a@b")));
            assertMaps(new NodeDown("a@b"), Term.tuple(Term.atom("nodedown"), Term.atom("a@b")));
        }

        @Test
        void refuse_monitors_of_ports() {
            Term port =
                    Term.tuple(
                            Term.atom("DOWN"),
                            new RefTerm(ref),
                            Term.atom("port"),
                            new PidTerm(pid),
                            reason);

            assertThat(refusalToRead(port, Down.class))
                    .endsWith(": no Down: kind of monitor must be process, was port");
        }
    }
}
