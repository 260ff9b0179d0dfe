// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Options of {@link Processes#spawnRequest}; immutable.
 *
 * @param spawn the options of the new process
 * @param monitorOptions those of the caller's monitor of it, or null for none
 * @param tag what the answer is tagged with; default the atom {@code spawn_reply}
 * @param replies whether there is an answer; default yes
 */
public record SpawnRequest(
        SpawnOptions spawn, @Nullable MonitorOptions monitorOptions, Object tag, boolean replies) {

    static final SpawnRequest DEFAULT =
            new SpawnRequest(SpawnOptions.DEFAULT, null, new Atom("spawn_reply"), true);

    /** Makes options; {@code spawn} and {@code tag} are not null. */
    public SpawnRequest {
        Objects.requireNonNull(spawn, "spawn");
        Objects.requireNonNull(tag, "tag");
    }

    /** {@return these options with others for the new process} */
    public SpawnRequest spawn(UnaryOperator<SpawnOptions> with) {
        return new SpawnRequest(with.apply(spawn), monitorOptions, tag, replies);
    }

    /** {@return these options with a monitor, whose reference is that of the request} */
    public SpawnRequest monitor(UnaryOperator<MonitorOptions> with) {
        return new SpawnRequest(spawn, with.apply(MonitorOptions.NONE), tag, replies);
    }

    /** {@return these options with another tag for the answer} */
    public SpawnRequest tag(Object tag) {
        return new SpawnRequest(spawn, monitorOptions, tag, replies);
    }

    /** {@return these options without an answer} */
    public SpawnRequest withoutReply() {
        return new SpawnRequest(spawn, monitorOptions, tag, false);
    }
}
