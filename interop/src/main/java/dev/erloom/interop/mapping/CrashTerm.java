// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exception in the form of an Erlang error with its stack. */
final class CrashTerm {

    /** How many frames go out. */
    private static final int MAX_FRAMES = 32;

    private static final AtomTerm JAVA_EXCEPTION = Term.atom("java_exception");
    private static final AtomTerm FILE = Term.atom("file");
    private static final AtomTerm LINE = Term.atom("line");

    private CrashTerm() {}

    static Term of(Throwable thrown) {
        String message = message(thrown);
        Term error =
                Term.tuple(
                        JAVA_EXCEPTION,
                        Texts.of(thrown.getClass().getName()),
                        message == null ? AtomTerm.NIL : Texts.of(message));
        List<Term> stack =
                Arrays.stream(thrown.getStackTrace())
                        .limit(MAX_FRAMES)
                        .map(CrashTerm::frame)
                        .toList();
        return Term.tuple(error, Term.list(stack));
    }

    private static @Nullable String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (RuntimeException ofUserCode) {
            // An exception may compute its message, and fail.
            return null;
        }
    }

    /** {@code {module, function, arity, [file: charlist, line: number]}}; frames know no arity. */
    private static Term frame(StackTraceElement frame) {
        List<Term> location = new ArrayList<>();
        if (frame.getFileName() != null) {
            location.add(Term.tuple(FILE, ListTerm.charlist(frame.getFileName())));
            if (frame.getLineNumber() > 0) {
                location.add(Term.tuple(LINE, Term.of(frame.getLineNumber())));
            }
        }
        return Term.tuple(
                atom(frame.getClassName()),
                atom(frame.getMethodName()),
                Term.of(0),
                Term.list(location));
    }

    private static AtomTerm atom(String name) {
        int length = name.codePointCount(0, name.length());
        return Term.atom(
                length <= AtomTerm.MAX_LENGTH
                        ? name
                        : name.substring(0, name.offsetByCodePoints(0, AtomTerm.MAX_LENGTH)));
    }
}
