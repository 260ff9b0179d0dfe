// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.BinaryTerm;
import dev.erloom.interop.term.BitStringTerm;
import dev.erloom.interop.term.ExportTerm;
import dev.erloom.interop.term.FloatTerm;
import dev.erloom.interop.term.FunTerm;
import dev.erloom.interop.term.IntTerm;
import dev.erloom.interop.term.PidTerm;
import dev.erloom.interop.term.PortTerm;
import dev.erloom.interop.term.RefTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.process.Pid;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads terms that have no parts, and what a fun has besides its parts. */
final class LeafReader {

    private static final int MOST_REF_WORDS = 5;
    private static final int OLD_FLOAT_LENGTH = 31;
    private static final int UNIQUE_LENGTH = 16;
    private static final Pattern OLD_FLOAT =
            Pattern.compile("[+-]?[0-9]+\\.[0-9]+(?:[eE][+-]?[0-9]+)?");

    private static final AtomTerm[] NONE = {};

    /** What a fun has besides its free variables. */
    record FunHead(FunTerm.Identity identity, Pid pid) {}

    private final ByteReader in;
    private final Identities identities;
    private final int integerBytes;
    private final AtomTable table = new AtomTable();

    private @Nullable AtomTerm[] references = NONE;
    private int referenceCount;
    private int freeVariables;

    LeafReader(ByteReader in, Identities identities, int integerBytes) {
        this.in = in;
        this.identities = identities;
        this.integerBytes = integerBytes;
    }

    /** Sets what a packet's header has named; without one, references to atoms are malformed. */
    void useReferences(@Nullable AtomTerm[] atoms, int count) {
        references = atoms;
        referenceCount = count;
    }

    /** {@return the atoms that have been read lately} */
    AtomTable table() {
        return table;
    }

    /** Fails unless {@code bytes} more bytes are there. */
    void require(int bytes, int offset, int tag) {
        if (!in.has(bytes)) {
            throw malformed(
                    offset, tag, "needs " + bytes + " more bytes, " + in.left() + " are left");
        }
    }

    /** Reads a count of four bytes; each of what it counts takes at least {@code least} bytes. */
    int count(int offset, int tag, int least) {
        require(4, offset, tag);
        int n = in.s4();
        if (n < 0 || n > in.left() / least) {
            throw malformed(
                    offset,
                    tag,
                    "claims "
                            + Integer.toUnsignedString(n)
                            + ", only "
                            + in.left()
                            + " bytes are left");
        }
        return n;
    }

    /** Reads the rest of a term that started with {@code tag}. */
    Term read(int tag, int offset) {
        return switch (tag) {
            case Tag.SMALL_INTEGER -> {
                require(1, offset, tag);
                yield IntTerm.of(in.u1());
            }
            case Tag.INTEGER -> {
                require(4, offset, tag);
                yield IntTerm.of(in.s4());
            }
            case Tag.ATOM_CACHE_REF -> {
                require(1, offset, tag);
                yield referred(in.u1(), offset);
            }
            case Tag.SMALL_ATOM_UTF8 -> {
                require(1, offset, tag);
                yield utf8Atom(in.u1(), tag, offset);
            }
            case Tag.BINARY -> binary(offset);
            case Tag.NEW_PID -> new PidTerm(pidOf(tag, offset));
            case Tag.NEWER_REFERENCE -> reference(tag, offset);
            case Tag.NEW_FLOAT -> {
                require(8, offset, tag);
                yield finite(Double.longBitsToDouble(in.s8()), offset, tag);
            }
            default -> readUnusual(tag, offset);
        };
    }

    /** Apart from the others, which are then small enough for the compiler to inline. */
    private Term readUnusual(int tag, int offset) {
        return switch (tag) {
            case Tag.SMALL_BIG -> {
                require(1, offset, tag);
                yield bigInteger(in.u1(), tag, offset);
            }
            case Tag.LARGE_BIG -> bigInteger(count(offset, tag, 1), tag, offset);
            case Tag.BIT_BINARY -> bitBinary(offset);
            case Tag.ATOM, Tag.SMALL_ATOM, Tag.ATOM_UTF8 -> atomOf(tag, offset);
            case Tag.PID -> new PidTerm(pidOf(tag, offset));
            case Tag.NEW_REFERENCE, Tag.REFERENCE -> reference(tag, offset);
            case Tag.FLOAT -> oldFloat(offset);
            case Tag.V4_PORT, Tag.NEW_PORT, Tag.PORT -> port(tag, offset);
            case Tag.EXPORT -> new ExportTerm(atom(offset, tag), atom(offset, tag), arity(offset));
            case Tag.COMPRESSED ->
                    throw malformed(offset, tag, "compressed terms are not taken here");
            default -> throw malformed(offset, tag, "no known tag of a term");
        };
    }

    private static MalformedTermException malformed(int offset, int tag, String problem) {
        return MalformedTermException.term(offset, tag, problem);
    }

    /** Reads a term that must be an atom: the node of a pid, a name in a record. */
    AtomTerm atom(int offset, int tag) {
        return atomOf(tag(offset, tag), in.offset() - 1);
    }

    private int tag(int offset, int tag) {
        require(1, offset, tag);
        return in.u1();
    }

    private AtomTerm atomOf(int tag, int offset) {
        return switch (tag) {
            case Tag.ATOM_CACHE_REF -> {
                require(1, offset, tag);
                yield referred(in.u1(), offset);
            }
            case Tag.SMALL_ATOM_UTF8 -> {
                require(1, offset, tag);
                yield utf8Atom(in.u1(), tag, offset);
            }
            case Tag.ATOM_UTF8 -> {
                require(2, offset, tag);
                yield utf8Atom(in.u2(), tag, offset);
            }
            case Tag.SMALL_ATOM -> {
                require(1, offset, tag);
                yield latin1Atom(in.u1(), tag, offset);
            }
            case Tag.ATOM -> {
                require(2, offset, tag);
                yield latin1Atom(in.u2(), tag, offset);
            }
            default -> throw malformed(offset, tag, "an atom should stand here");
        };
    }

    private AtomTerm referred(int index, int offset) {
        AtomTerm atom = index < referenceCount ? references[index] : null;
        if (atom == null) {
            throw malformed(
                    offset,
                    Tag.ATOM_CACHE_REF,
                    "refers to atom " + index + " of " + referenceCount + " in the header");
        }
        return atom;
    }

    private AtomTerm utf8Atom(int length, int tag, int offset) {
        require(length, offset, tag);
        AtomTerm atom = table.atom(in.bytes(), in.index(), in.index() + length);
        if (atom == null) {
            throw malformed(offset, tag, "atom is not UTF-8 or has more than 255 characters");
        }
        in.skip(length);
        return atom;
    }

    private AtomTerm latin1Atom(int length, int tag, int offset) {
        require(length, offset, tag);
        if (length > AtomTerm.MAX_LENGTH) {
            throw malformed(offset, tag, "atom has " + length + " characters, at most 255 may be");
        }
        String name = new String(in.bytes(), in.index(), length, StandardCharsets.ISO_8859_1);
        in.skip(length);
        return new AtomTerm(name);
    }

    private BinaryTerm binary(int offset) {
        int size = count(offset, Tag.BINARY, 1);
        BinaryTerm binary = BinaryTerm.copyOf(in.bytes(), in.index(), in.index() + size);
        in.skip(size);
        return binary;
    }

    private Term bitBinary(int offset) {
        int tag = Tag.BIT_BINARY;
        require(4, offset, tag);
        int size = in.s4();
        require(1, offset, tag);
        int bits = in.u1();
        if (size < 0 || !in.has(size)) {
            throw malformed(
                    offset,
                    tag,
                    "claims "
                            + Integer.toUnsignedString(size)
                            + " bytes, "
                            + in.left()
                            + " are left");
        }
        if (bits > 8 || (bits == 0) != (size == 0)) {
            throw malformed(offset, tag, bits + " bits in the last of " + size + " bytes");
        }
        int from = in.index();
        in.skip(size);
        return bits % 8 == 0
                ? BinaryTerm.copyOf(in.bytes(), from, from + size)
                : BitStringTerm.copyOf(in.bytes(), from, from + size, bits);
    }

    private Pid pidOf(int tag, int offset) {
        AtomTerm node = atom(offset, tag);
        int creationBytes = tag == Tag.PID ? 1 : 4;
        require(8 + creationBytes, offset, tag);
        int id = in.s4();
        int serial = in.s4();
        return identities.pid(node.name(), creation(creationBytes), id, serial);
    }

    private int creation(int bytes) {
        return bytes == 1 ? in.u1() : in.s4();
    }

    private RefTerm reference(int tag, int offset) {
        int words = 1;
        if (tag != Tag.REFERENCE) {
            require(2, offset, tag);
            words = in.u2();
        }
        if (words < 1 || words > MOST_REF_WORDS) {
            throw malformed(offset, tag, "reference has " + words + " words, 1 to 5 may be");
        }
        AtomTerm node = atom(offset, tag);
        int creationBytes = tag == Tag.NEWER_REFERENCE ? 4 : 1;
        require(4 * words + creationBytes, offset, tag);
        // The oldest form has its creation last.
        int creation = tag == Tag.REFERENCE ? 0 : creation(creationBytes);
        int[] numbers = new int[words];
        for (int i = 0; i < words; i++) {
            numbers[i] = in.s4();
        }
        if (tag == Tag.REFERENCE) {
            creation = creation(creationBytes);
        }
        return new RefTerm(identities.ref(node.name(), creation, numbers));
    }

    private PortTerm port(int tag, int offset) {
        AtomTerm node = atom(offset, tag);
        int idBytes = tag == Tag.V4_PORT ? 8 : 4;
        int creationBytes = tag == Tag.PORT ? 1 : 4;
        require(idBytes + creationBytes, offset, tag);
        long id = idBytes == 8 ? in.s8() : Integer.toUnsignedLong(in.s4());
        return new PortTerm(node.name(), creation(creationBytes), id);
    }

    private int arity(int offset) {
        require(2, offset, Tag.EXPORT);
        int tag = in.u1();
        int arity = in.u1();
        if (tag != Tag.SMALL_INTEGER) {
            throw malformed(offset, Tag.EXPORT, "arity is not a small integer");
        }
        return arity;
    }

    private static FloatTerm finite(double value, int offset, int tag) {
        if (!Double.isFinite(value)) {
            throw malformed(offset, tag, "float is " + value);
        }
        return new FloatTerm(value);
    }

    private FloatTerm oldFloat(int offset) {
        require(OLD_FLOAT_LENGTH, offset, Tag.FLOAT);
        String text =
                new String(in.bytes(), in.index(), OLD_FLOAT_LENGTH, StandardCharsets.ISO_8859_1);
        in.skip(OLD_FLOAT_LENGTH);
        int end = text.indexOf('\0');
        String number = end < 0 ? text : text.substring(0, end);
        if (!OLD_FLOAT.matcher(number).matches()) {
            throw malformed(offset, Tag.FLOAT, "float is no number");
        }
        return finite(Double.parseDouble(number), offset, Tag.FLOAT);
    }

    private Term bigInteger(int size, int tag, int offset) {
        if (size > integerBytes) {
            throw malformed(
                    offset,
                    tag,
                    "integer has " + size + " bytes, at most " + integerBytes + " may be");
        }
        require(1, offset, tag);
        int sign = in.u1() == 0 ? 1 : -1;
        require(size, offset, tag);
        if (size < Long.BYTES) {
            long value = 0;
            for (int i = 0; i < size; i++) {
                value |= (long) in.u1() << (Byte.SIZE * i);
            }
            return IntTerm.of(sign * value);
        }
        byte[] magnitude = new byte[size];
        for (int i = size - 1; i >= 0; i--) {
            magnitude[i] = (byte) in.u1();
        }
        BigInteger value = new BigInteger(1, magnitude);
        return Term.of(sign < 0 ? value.negate() : value);
    }

    /** Reads a fun up to its free variables, whose number is then {@link #freeVariables}. */
    FunHead funHead(int offset) {
        int tag = Tag.NEW_FUN;
        require(4 + 1 + UNIQUE_LENGTH + 4, offset, tag);
        in.s4(); // the size, which can be wrong in what was queued before the connection was up
        int arity = in.u1();
        long high = in.s8();
        long low = in.s8();
        int index = in.s4();
        freeVariables = count(offset, tag, 1);
        AtomTerm module = atom(offset, tag);
        int oldIndex = integer(offset);
        int oldUnique = integer(offset);
        int pidTag = tag(offset, tag);
        if (pidTag != Tag.NEW_PID && pidTag != Tag.PID) {
            throw malformed(offset, tag, "the fun's process is no pid");
        }
        Pid pid = pidOf(pidTag, offset);
        return new FunHead(
                new FunTerm.Identity(module, arity, index, high, low, oldIndex, oldUnique), pid);
    }

    /** {@return how many free variables follow the head of the fun that was read last} */
    int freeVariables() {
        return freeVariables;
    }

    private int integer(int offset) {
        int tag = tag(offset, Tag.NEW_FUN);
        int size = tag == Tag.SMALL_INTEGER ? 1 : 4;
        require(size, offset, Tag.NEW_FUN);
        return switch (tag) {
            case Tag.SMALL_INTEGER -> in.u1();
            case Tag.INTEGER -> in.s4();
            default -> throw malformed(offset, Tag.NEW_FUN, "a number of the fun is no integer");
        };
    }
}
