// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.BinaryTerm;
import dev.erloom.interop.term.FloatTerm;
import dev.erloom.interop.term.ImproperListTerm;
import dev.erloom.interop.term.IntTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.PidTerm;
import dev.erloom.interop.term.RefTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shows packets as the Python program did that wrote the captures down. */
final class CaptureText {

    private CaptureText() {}

    static String of(Optional<Packet> packet) {
        Packet whole = packet.orElseThrow();
        Term payload = whole.payload();
        String control = of(whole.control());
        if (payload != null) {
            return control + " | " + of(payload);
        }
        boolean legacy =
                whole.control().get(0) instanceof IntTerm(long operation)
                        && (operation == 19 || operation == 20);
        return control + (legacy ? " " : " | None");
    }

    private static String of(Term term) {
        return switch (term) {
            case AtomTerm(String name) -> "'" + name + "'";
            case IntTerm(long value) -> Long.toString(value);
            case FloatTerm(double value) -> Double.toString(value);
            case BinaryTerm binary -> "b" + bytes(binary.toBytes());
            case TupleTerm(var elements) -> "(" + all(elements) + ")";
            case ListTerm list when isText(list) -> bytes(list);
            case ListTerm(var elements) -> "[" + all(elements) + "]";
            case ImproperListTerm(var elements, var tail) ->
                    "[" + all(elements) + "|" + of(tail) + "]";
            case MapTerm map ->
                    IntStream.range(0, map.size())
                            .mapToObj(i -> "\"" + of(map.key(i)) + "\": " + of(map.value(i)))
                            .collect(Collectors.joining(", ", "{", "}"));
            case PidTerm(Pid pid) ->
                    "#Pid<%s %d.%d cr=%x>"
                            .formatted(pid.node(), pid.id(), pid.serial(), pid.creation());
            case RefTerm(Ref ref) ->
                    IntStream.range(0, ref.wordCount())
                            .mapToObj(i -> Integer.toUnsignedString(ref.word(i)))
                            .collect(
                                    Collectors.joining(
                                            ".",
                                            "#Ref<%s cr=%x ".formatted(ref.node(), ref.creation()),
                                            ">"));
            default -> throw new AssertionError("not in the captures: " + term);
        };
    }

    private static String all(List<Term> terms) {
        return terms.stream().map(CaptureText::of).collect(Collectors.joining(", "));
    }

    private static boolean isText(ListTerm list) {
        return list.size() > 0 && list.elements().stream().allMatch(IntTerm.class::isInstance);
    }

    private static String bytes(ListTerm list) {
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((IntTerm) list.get(i)).value();
        }
        return bytes(bytes);
    }

    private static String bytes(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .chars()
                .mapToObj(c -> c < 0x20 ? "\\x%02x".formatted(c) : Character.toString(c))
                .collect(Collectors.joining("", "'", "'"));
    }
}
