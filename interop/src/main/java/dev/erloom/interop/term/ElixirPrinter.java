// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

/** Shows terms as {@code inspect/1} of Elixir 1.15 and newer does, without its limits on length. */
final class ElixirPrinter extends TermPrinter {

    private static final AtomTerm STRUCT = new AtomTerm("__struct__");

    ElixirPrinter() {
        super(", ", " | ");
    }

    @Override
    void write(Term term) {
        switch (term) {
            case AtomTerm(String name) -> out.append(ElixirAtoms.literal(name));
            case IntTerm(long value) -> out.append(value);
            case BigIntTerm(var value) -> out.append(value);
            case FloatTerm(double value) -> out.append(FloatText.of(value));
            case BinaryTerm binary -> writeBinary(binary);
            case BitStringTerm bits -> writeBytes(bits.shared(), bits.lastBits(), "::size(", ")");
            case PidTerm(var pid) -> out.append("#PID").append(pid);
            case RefTerm ref -> out.append("#Reference<").append(refNumbers(ref)).append('>');
            case PortTerm port -> out.append(port);
            case ExportTerm(var module, var function, int arity) -> {
                out.append('&').append(ElixirAtoms.literal(module.name())).append('.');
                out.append(ElixirAtoms.function(function.name())).append('/').append(arity);
            }
            case CompoundTerm compound -> writeCompound(compound);
        }
    }

    private void writeCompound(CompoundTerm term) {
        switch (term) {
            case TupleTerm _ -> open("{", term, Layout.SEQUENCE, "}");
            case ListTerm list -> writeList(list);
            case ImproperListTerm _ -> open("[", term, Layout.IMPROPER, "]");
            case MapTerm map -> writeMap(map);
            case FunTerm(var identity, _, _) -> {
                out.append("#Function<").append(identity.index()).append('.');
                out.append(identity.oldUnique()).append('/').append(identity.arity());
                out.append(" in ").append(ElixirAtoms.literal(identity.module().name()));
                out.append('>');
            }
            case NativeRecordTerm(var definition, _) -> {
                String module = ElixirAtoms.literal(definition.module().name());
                String name = ElixirAtoms.function(definition.name().name());
                open("#" + module + "." + name + "<", term, Layout.FIELDS, ">");
            }
        }
    }

    private void writeBinary(BinaryTerm binary) {
        String text = binary.text().orElse(null);
        if (text != null && ElixirText.isPrintable(text)) {
            out.append('"').append(ElixirText.escaped(text)).append('"');
        } else {
            writeBytes(binary.shared(), Byte.SIZE, "", "");
        }
    }

    private void writeList(ListTerm list) {
        String text = charlist(list);
        if (text != null && ElixirText.isPrintableAscii(text)) {
            out.append("~c\"").append(ElixirText.escaped(text)).append('"');
        } else if (isKeywordList(list)) {
            open("[", list, Layout.KEYWORD_PAIRS, "]");
        } else {
            open("[", list, Layout.SEQUENCE, "]");
        }
    }

    private static boolean isKeywordList(ListTerm list) {
        for (Term element : list.elements()) {
            if (!(element instanceof TupleTerm pair)
                    || pair.size() != 2
                    || !isKeyword(pair.get(0))) {
                return false;
            }
        }
        return list.size() > 0;
    }

    private static boolean isKeyword(Term key) {
        return key instanceof AtomTerm(String name) && !name.startsWith("Elixir.");
    }

    private void writeMap(MapTerm map) {
        boolean keywords = map.size() > 0;
        for (int i = 0; i < map.size() && keywords; i++) {
            keywords = isKeyword(map.key(i));
        }
        String struct = keywords ? structName(map) : "";
        open("%" + struct + "{", map, keywords ? Layout.KEYWORDS : Layout.ENTRIES, "}");
    }

    /** Returns the module of a struct as it is written, or nothing for another map. */
    private static String structName(MapTerm map) {
        return map.get(STRUCT).orElse(null) instanceof AtomTerm(String module)
                        && ElixirAtoms.isAlias(module)
                ? ElixirAtoms.literal(module)
                : "";
    }

    @Override
    boolean isHidden(Term key, CompoundTerm map) {
        return key.equals(STRUCT) && !structName((MapTerm) map).isEmpty();
    }

    @Override
    void writeKeyword(String name) {
        out.append(ElixirAtoms.keyword(name)).append(' ');
    }
}
