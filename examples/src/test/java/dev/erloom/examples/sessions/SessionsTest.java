// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.sessions;

import static dev.erloom.examples.sessions.Sessions.ACTIVITY;
import static dev.erloom.examples.sessions.Sessions.SESSIONS;
import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.examples.sessions.Session.Pages;
import dev.erloom.examples.sessions.Session.Visit;
import dev.erloom.examples.sessions.Session.Visited;
import dev.erloom.examples.testing.Document;
import dev.erloom.examples.testing.Output;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.registry.Entry;
import dev.erloom.supervisor.Supervisor;
import dev.erloom.testing.LogCapture;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SessionsTest {
    @AutoClose
    final LogCapture log =
            LogCapture.of("dev.erloom.process", "dev.erloom.server", "dev.erloom.supervisor");

    @Test
    void prints_what_users_do() throws Exception {
        List<String> output = Output.of(Sessions::main);

        assertThat(output)
                .containsExactly(
                        "Alice saw [/cart, /pay]",
                        "We heard of /cart",
                        "Sessions: 2",
                        "Alice left: true",
                        "Still there: bob");
        assertThat(Document.EXAMPLES.blocks("")).contains(String.join("\n", output));
    }

    @Test
    void a_session_that_crashes_is_over_and_the_next_one_begins_afresh() {
        inProcess(() -> {
            Supervisor tree = Sessions.startLink().orElseThrow();
            Sessions.of("alice", tree).cast(new Visit("/cart"));
            Pid first = SESSIONS.whereis("alice").orElseThrow();
            Ref end = monitor(first);

            first.exit(KILL);
            receive(end);

            assertThat(SESSIONS.whereis("alice")).isEmpty();
            assertThat(Sessions.of("alice", tree).call(new Pages())).isEmpty();
            assertThat(SESSIONS.lookup("alice")).extracting(Entry::pid).doesNotContain(first);
        });
    }

    @Test
    void only_who_has_subscribed_hears_of_a_user() {
        inProcess(() -> {
            Supervisor tree = Sessions.startLink().orElseThrow();
            ACTIVITY.subscribe("bob");

            Sessions.of("alice", tree).cast(new Visit("/cart"));
            Sessions.of("alice", tree).call(new Pages());
            Sessions.of("bob", tree).cast(new Visit("/help"));

            assertThat(receive()).isEqualTo(new Visited("bob", "/help"));
        });
    }
}
