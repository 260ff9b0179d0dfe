// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.process.Address;
import dev.erloom.process.Atom;
import dev.erloom.process.Down;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.NodeDown;
import dev.erloom.process.NodeUp;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.TaggedDown;
import dev.erloom.process.TimerFired;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The messages that OTP itself sends, as the tuples that Erlang and Elixir code matches on. */
final class OtpTuples {

    private static final Atom PROCESS = new Atom("process");

    /** By class. */
    static final Map<Class<?>, ConvertedShape.Kind<?, ?>> ALL =
            byClass(
                    new ConvertedShape.Kind<>(
                            Down.class, DownTuple.class, DownTuple::of, DownTuple::toJava),
                    new ConvertedShape.Kind<>(
                            TaggedDown.class,
                            TaggedDownTuple.class,
                            TaggedDownTuple::of,
                            TaggedDownTuple::toJava),
                    new ConvertedShape.Kind<>(
                            Exit.class,
                            ExitTuple.class,
                            exit -> new ExitTuple(exit.from(), exit.reason()),
                            tuple -> new Exit(tuple.from, tuple.reason)),
                    new ConvertedShape.Kind<>(
                            TimerFired.class,
                            TimeoutTuple.class,
                            fired -> new TimeoutTuple(fired.timer(), fired.message()),
                            tuple -> new TimerFired(tuple.timer, tuple.message)),
                    new ConvertedShape.Kind<>(
                            NodeUp.class,
                            NodeUpTuple.class,
                            up -> new NodeUpTuple(new Atom(up.node())),
                            tuple -> new NodeUp(tuple.node.name())),
                    new ConvertedShape.Kind<>(
                            NodeDown.class,
                            NodeDownTuple.class,
                            down -> new NodeDownTuple(new Atom(down.node())),
                            tuple -> new NodeDown(tuple.node.name())));

    private OtpTuples() {}

    private static Map<Class<?>, ConvertedShape.Kind<?, ?>> byClass(
            ConvertedShape.Kind<?, ?>... kinds) {
        return List.of(kinds).stream()
                .collect(Collectors.toMap(ConvertedShape.Kind::java, Function.identity()));
    }

    @Tag("DOWN")
    record DownTuple(Ref ref, Atom kind, Address object, ExitReason reason) {

        static DownTuple of(Down down) {
            return new DownTuple(down.ref(), PROCESS, down.object(), down.reason());
        }

        Down toJava() {
            requireProcess(kind);
            return new Down(ref, object, reason);
        }
    }

    @Tag("")
    record TaggedDownTuple(Object tag, Ref ref, Atom kind, Address object, ExitReason reason) {

        static TaggedDownTuple of(TaggedDown tagged) {
            Down down = tagged.down();
            return new TaggedDownTuple(
                    tagged.tag(), down.ref(), PROCESS, down.object(), down.reason());
        }

        TaggedDown toJava() {
            requireProcess(kind);
            return new TaggedDown(tag, new Down(ref, object, reason));
        }
    }

    @Tag("EXIT")
    record ExitTuple(Pid from, ExitReason reason) {}

    @Tag("timeout")
    record TimeoutTuple(Ref timer, Object message) {}

    @Tag("nodeup")
    record NodeUpTuple(Atom node) {}

    @Tag("nodedown")
    record NodeDownTuple(Atom node) {}

    private static void requireProcess(Atom kind) {
        if (!kind.equals(PROCESS)) {
            throw new IllegalArgumentException("kind of monitor must be process, was " + kind);
        }
    }
}
