// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

/**
 * The numbers of control messages; those with a trace token are the plain ones with one element
 * more.
 */
final class Operation {
    static final int LINK = 1;
    static final int SEND = 2;
    static final int EXIT = 3;
    static final int REG_SEND = 6;
    static final int GROUP_LEADER = 7;
    static final int EXIT2 = 8;
    static final int SEND_TT = 12;
    static final int EXIT_TT = 13;
    static final int REG_SEND_TT = 16;
    static final int EXIT2_TT = 18;
    static final int MONITOR_P = 19;
    static final int DEMONITOR_P = 20;
    static final int MONITOR_P_EXIT = 21;
    static final int SEND_SENDER = 22;
    static final int SEND_SENDER_TT = 23;
    static final int PAYLOAD_EXIT = 24;
    static final int PAYLOAD_EXIT_TT = 25;
    static final int PAYLOAD_EXIT2 = 26;
    static final int PAYLOAD_EXIT2_TT = 27;
    static final int PAYLOAD_MONITOR_P_EXIT = 28;
    static final int SPAWN_REQUEST = 29;
    static final int SPAWN_REQUEST_TT = 30;
    static final int SPAWN_REPLY = 31;
    static final int SPAWN_REPLY_TT = 32;
    static final int ALIAS_SEND = 33;
    static final int ALIAS_SEND_TT = 34;
    static final int UNLINK_ID = 35;
    static final int UNLINK_ID_ACK = 36;
    static final int ALTACT_SIG_SEND = 37;

    private Operation() {}

    /**
     * {@return whether a control message of this operation may have so many elements} Only the
     * youngest operation may have more than it needs.
     *
     * @throws IllegalArgumentException when there is no such operation, or only an abandoned one
     */
    static boolean hasArity(int operation, int arity) {
        return switch (operation) {
            case LINK, SEND, GROUP_LEADER, SEND_SENDER, PAYLOAD_EXIT, PAYLOAD_EXIT2, ALIAS_SEND ->
                    arity == 3;
            case EXIT,
                    REG_SEND,
                    EXIT2,
                    SEND_TT,
                    MONITOR_P,
                    DEMONITOR_P,
                    SEND_SENDER_TT,
                    PAYLOAD_EXIT_TT,
                    PAYLOAD_EXIT2_TT,
                    PAYLOAD_MONITOR_P_EXIT,
                    ALIAS_SEND_TT,
                    UNLINK_ID,
                    UNLINK_ID_ACK ->
                    arity == 4;
            case EXIT_TT, REG_SEND_TT, EXIT2_TT, MONITOR_P_EXIT, SPAWN_REPLY -> arity == 5;
            case SPAWN_REQUEST, SPAWN_REPLY_TT -> arity == 6;
            case SPAWN_REQUEST_TT -> arity == 7;
            case ALTACT_SIG_SEND -> arity >= 4;
            default -> throw new IllegalArgumentException("unknown operation: " + operation);
        };
    }
}
