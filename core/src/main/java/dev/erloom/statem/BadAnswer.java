// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

/** Why a machine ended: a callback gave an answer that is none. */
public sealed interface BadAnswer {

    /** {@return the answer, as text} */
    String value();

    /**
     * {@code {bad_return_from_init, Value}}.
     *
     * @param value the answer, as text
     */
    record BadReturnFromInit(String value) implements BadAnswer {
        @Override
        public String toString() {
            return "{bad_return_from_init, " + value + "}";
        }
    }

    /**
     * {@code {bad_return_from_state_function, Value}}.
     *
     * @param value the answer, as text
     */
    record BadReturnFromStateFunction(String value) implements BadAnswer {
        @Override
        public String toString() {
            return "{bad_return_from_state_function, " + value + "}";
        }
    }

    /**
     * {@code {bad_action_from_state_function, Action}}: a reply to a request that is not being
     * handled, or a module too many popped.
     *
     * @param value the action, as text
     */
    record BadActionFromStateFunction(String value) implements BadAnswer {
        @Override
        public String toString() {
            return "{bad_action_from_state_function, " + value + "}";
        }
    }

    /**
     * {@code {bad_reply_action_from_state_function, Action}}: a last reply to a request that is not
     * being handled.
     *
     * @param value the action, as text
     */
    record BadReplyActionFromStateFunction(String value) implements BadAnswer {
        @Override
        public String toString() {
            return "{bad_reply_action_from_state_function, " + value + "}";
        }
    }
}
