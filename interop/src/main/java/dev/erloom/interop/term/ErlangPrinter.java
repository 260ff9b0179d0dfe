// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Shows terms as {@code io_lib:format("~0tp", [Term])} of OTP 27 does. */
final class ErlangPrinter extends TermPrinter {

    private static final Set<String> RESERVED =
            Set.of(
                    "after", "and", "andalso", "band", "begin", "bnot", "bor", "bsl", "bsr", "bxor",
                    "case", "catch", "cond", "div", "else", "end", "fun", "if", "let", "maybe",
                    "not", "of", "or", "orelse", "receive", "rem", "try", "when", "xor");

    ErlangPrinter() {
        super(",", "|");
    }

    @Override
    void write(Term term) {
        switch (term) {
            case AtomTerm(String name) -> out.append(atom(name));
            case IntTerm(long value) -> out.append(value);
            case BigIntTerm(var value) -> out.append(value);
            case FloatTerm(double value) -> out.append(FloatText.erlang(value));
            case BinaryTerm binary -> writeBinary(binary);
            case BitStringTerm bits -> writeBytes(bits.shared(), bits.lastBits(), ":", "");
            case PidTerm(var pid) -> out.append(pid);
            case RefTerm ref -> out.append("#Ref<").append(refNumbers(ref)).append('>');
            case PortTerm port -> out.append(port);
            case ExportTerm(var module, var function, int arity) -> {
                out.append("fun ").append(partOfFun(module)).append(':');
                out.append(partOfFun(function)).append('/').append(arity);
            }
            case CompoundTerm compound -> writeCompound(compound);
        }
    }

    private void writeCompound(CompoundTerm term) {
        switch (term) {
            case TupleTerm _ -> open("{", term, Layout.SEQUENCE, "}");
            case ListTerm list -> writeList(list);
            case ImproperListTerm _ -> open("[", term, Layout.IMPROPER, "]");
            case MapTerm _ -> open("#{", term, Layout.ENTRIES, "}");
            case FunTerm(var identity, _, _) -> {
                out.append("#Fun<").append(identity.module().name()).append('.');
                out.append(identity.index()).append('.').append(identity.oldUnique()).append('>');
            }
            case NativeRecordTerm(var definition, _) -> {
                String module = atom(definition.module().name());
                String name = atom(definition.name().name());
                open("#" + module + ":" + name + "{", term, Layout.FIELDS, "}");
            }
        }
    }

    private void writeList(ListTerm list) {
        String text = charlist(list);
        if (text != null && isPrintable(text)) {
            out.append('"').append(escaped(text, '"')).append('"');
        } else {
            open("[", list, Layout.SEQUENCE, "]");
        }
    }

    private void writeBinary(BinaryTerm binary) {
        String text =
                binary.text()
                        .orElseGet(() -> new String(binary.shared(), StandardCharsets.ISO_8859_1));
        if (binary.size() > 0 && isPrintable(text)) {
            boolean ascii = text.length() == binary.size();
            out.append("<<\"").append(escaped(text, '"')).append(ascii ? "\">>" : "\"/utf8>>");
        } else {
            writeBytes(binary.shared(), Byte.SIZE, "", "");
        }
    }

    @Override
    void writeKeyword(String name) {
        out.append(atom(name)).append(" = ");
    }

    private static String atom(String name) {
        return isPlain(name) ? name : "'" + escaped(name, '\'') + "'";
    }

    /**
     * Inside funs the BEAM itself quotes, by other rules: reserved words are plain, at signs are
     * not.
     */
    private static String partOfFun(AtomTerm atom) {
        String name = atom.name();
        return looksPlain(name) && name.indexOf('@') < 0 ? name : "'" + escaped(name, '\'') + "'";
    }

    private static boolean isPlain(String name) {
        return looksPlain(name) && !RESERVED.contains(name);
    }

    private static boolean looksPlain(String name) {
        return !name.isEmpty()
                && isLower(name.charAt(0))
                && name.chars().allMatch(ErlangPrinter::isNameChar);
    }

    private static boolean isLower(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 0xdf && c <= 0xff && c != 0xf7);
    }

    private static boolean isNameChar(int c) {
        return isLower(c)
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '@'
                || (c >= 0xc0 && c <= 0xde && c != 0xd7);
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(ErlangPrinter::isPrintable);
    }

    /** The characters of Latin-1 that show, and the controls that have a letter of their own. */
    private static boolean isPrintable(int c) {
        return (c >= 0x20 && c < 0x7f)
                || (c >= 0xa0 && c <= 0xff)
                || (c >= 8 && c <= 13)
                || c == 27;
    }

    private static String escaped(String text, char quote) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        text.codePoints().forEach(c -> escape(c, quote, out));
        return out.toString();
    }

    private static void escape(int c, char quote, StringBuilder out) {
        switch (c) {
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case 11 -> out.append("\\v");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            case 27 -> out.append("\\e");
            case 127 -> out.append("\\d");
            default -> {
                if (c == quote || c == '\\') {
                    out.append('\\').append((char) c);
                } else if (c < 0x20 || (c >= 0x80 && c < 0xa0)) {
                    out.append("\\%03o".formatted(c));
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }
}
