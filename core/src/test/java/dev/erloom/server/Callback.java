// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Info;
import dev.erloom.server.Puppet.Step;
import dev.erloom.server.Puppet.Tell;

/** The callbacks that no caller waits for. */
enum Callback {
    CAST {
        @Override
        void run(ServerRef<Cue> server, Step step) {
            server.cast(new Tell(step));
        }
    },
    INFO {
        @Override
        void run(ServerRef<Cue> server, Step step) {
            server.send(new Info(step));
        }
    },
    CONTINUE {
        @Override
        void run(ServerRef<Cue> server, Step step) {
            server.cast(
                    new Tell((me, state) -> me.noReply(state).thenContinue(s -> step.run(me, s))));
        }
    },
    CONTINUE_AFTER_A_CALL {
        @Override
        void run(ServerRef<Cue> server, Step step) {
            server.call(
                    new Ask((me, ask, state) ->
                            me.reply(ask, "", state).thenContinue(s -> step.run(me, s))));
        }
    };

    /** Makes {@code server} run {@code step} in this callback. */
    abstract void run(ServerRef<Cue> server, Step step);
}
