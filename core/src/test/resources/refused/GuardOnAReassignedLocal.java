// SPDX-License-Identifier: Apache-2.0
/** A guard sees variables only that never change: a receive loop over one that does is a method. */
class GuardOnAReassignedLocal {
    static boolean isLast(Object message, int messages) {
        int left = messages;
        left--;
        return switch (message) {
            // refused: cant.ref.non.effectively.final.var, because left, (compiler.misc.guard)
            case Integer number when number == left -> true;
            default -> false;
        };
    }
}
