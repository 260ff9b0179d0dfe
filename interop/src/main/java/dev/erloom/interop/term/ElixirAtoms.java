// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.text.Normalizer;
import java.util.Set;

/** How Elixir writes an atom in each place ({@code Macro.inspect_atom/2}). */
final class ElixirAtoms {

    private static final String ALIAS_PREFIX = "Elixir.";

    private static final Set<String> OPERATORS =
            Set.of(
                    "!", "@", "^", "&", "*", "+", "-", "/", "<", ">", "=", "|", "!=", "!==", "&&",
                    "&&&", "**", "++", "+++", "--", "---", "<-", "<=", ">=", "==", "===", "=~",
                    "<>", "||", "|||", "|>", "\\\\", "<~", "~>", "<<<", ">>>", "<<~", "~>>", "<~>");

    /** Special forms that are written like operators, but cannot be called like them. */
    private static final Set<String> FORMS =
            Set.of("%", ".", "..", "...", "..//", "->", "{}", "%{}", "<<>>");

    /** Operators that cannot be written as an atom without quotes. */
    private static final Set<String> ONLY_CALLED = Set.of("::", "^^^", "~~~", "<|>");

    private ElixirAtoms() {}

    static String literal(String name) {
        return switch (name) {
            case "true", "false", "nil", "Elixir" -> name;
            default -> {
                if (isAlias(name)) {
                    yield name.substring(ALIAS_PREFIX.length());
                }
                yield ":" + (isPlain(name) ? name : quoted(name));
            }
        };
    }

    /** Returns the atom as a key that stands before its value, colon included. */
    static String keyword(String name) {
        return (isPlain(name) && !name.equals("Elixir") ? name : quoted(name)) + ":";
    }

    /** Returns the atom as the name of a function after its module and a dot. */
    static String function(String name) {
        boolean callable =
                OPERATORS.contains(name)
                        || ONLY_CALLED.contains(name)
                        || (isIdentifier(name)
                                && name.indexOf('@') < 0
                                && !Character.isUpperCase(name.codePointAt(0)));
        return callable ? name : quoted(name);
    }

    /** Whether {@code name} is that of an Elixir module, such as {@code Elixir.Foo.Bar}. */
    static boolean isAlias(String name) {
        if (!name.startsWith(ALIAS_PREFIX)) {
            return false;
        }
        for (String part : name.substring(ALIAS_PREFIX.length()).split("\\.", -1)) {
            if (part.isEmpty() || part.charAt(0) < 'A' || part.charAt(0) > 'Z') {
                return false;
            }
            if (!part.chars()
                    .allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '_'))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(String name) {
        return isIdentifier(name) || OPERATORS.contains(name) || FORMS.contains(name);
    }

    private static boolean isIdentifier(String name) {
        if (name.isEmpty() || !isStart(name.codePointAt(0))) {
            return false;
        }
        char last = name.charAt(name.length() - 1);
        int end = last == '?' || last == '!' ? name.length() - 1 : name.length();
        return name.codePoints().limit(name.codePointCount(0, end)).allMatch(ElixirAtoms::isPart)
                && Normalizer.isNormalized(name, Normalizer.Form.NFKC);
    }

    private static boolean isStart(int c) {
        return c == '_'
                || (c < 0x80 ? Character.isLetter(c) : Character.isUnicodeIdentifierStart(c));
    }

    private static boolean isPart(int c) {
        return c == '@'
                || c == '_'
                || (c < 0x80 ? Character.isLetterOrDigit(c) : Character.isUnicodeIdentifierPart(c));
    }

    private static String quoted(String name) {
        return '"' + ElixirText.escaped(name) + '"';
    }
}
