// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

/** The name of a node: {@code name@host}. */
record NodeName(String name, String host) {
    private static final int LONGEST = 255;

    NodeName {
        String whole = name + "@" + host;
        if (name.isEmpty()
                || host.isEmpty()
                || name.indexOf('@') >= 0
                || host.indexOf('@') >= 0
                || !whole.chars().allMatch(NodeName::isPrintable)) {
            throw malformed(whole);
        }
        if (whole.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "node name must have at most "
                            + LONGEST
                            + " characters, has "
                            + whole.length());
        }
    }

    /**
     * Splits {@code whole} at its only {@code @}.
     *
     * @throws IllegalArgumentException when it is not {@code name@host} in printable Latin-1
     *     without spaces, or is longer than 255 characters
     */
    static NodeName parse(String whole) {
        int at = whole.indexOf('@');
        if (at < 0) {
            throw malformed(whole);
        }
        return new NodeName(whole.substring(0, at), whole.substring(at + 1));
    }

    /**
     * {@return whether the host is written in full, with a dot or as an IPv6 address}. BEAM nodes
     * dial only names of their own kind: started by {@code -name} full ones, by {@code -sname}
     * short ones.
     */
    boolean hasLongHost() {
        return host.indexOf('.') >= 0 || host.indexOf(':') >= 0;
    }

    @Override
    public String toString() {
        return name + "@" + host;
    }

    private static IllegalArgumentException malformed(String whole) {
        return new IllegalArgumentException(
                "node name must be name@host, was \"" + shown(whole) + "\"");
    }

    /** What came from the wire must not break the log line that reports it. */
    private static String shown(String text) {
        var shown = new StringBuilder();
        text.chars().limit(LONGEST).forEach(c -> shown.append(isPrintable(c) ? (char) c : '?'));
        return shown.append(text.length() > LONGEST ? "..." : "").toString();
    }

    private static boolean isPrintable(int c) {
        return (c > 0x20 && c < 0x7F) || (c > 0xA0 && c <= 0xFF);
    }
}
