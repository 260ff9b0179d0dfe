// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.sessions;

import static dev.erloom.examples.sessions.Sessions.ACTIVITY;

import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one user does, as long as the session lasts.
 *
 * @param user whose session it is
 */
// @start region="session"
public record Session(String user) implements GenServer<Session.Message, List<String>> {
    public sealed interface Message {}

    public record Visit(String page) implements Message, Cast<Message> {}

    public record Pages() implements Message, Call<Message, List<String>> {}

    /** What everybody hears who has subscribed to the activity of this user. */
    public record Visited(String user, String page) {}

    @Override
    public Init<List<String>> init() {
        return ok(List.of());
    }

    @Override
    public Next<List<String>> handle(Message message, List<String> pages) {
        return switch (message) {
            case Visit(String page) -> {
                ACTIVITY.broadcast(user, new Visited(user, page)).orElseThrow();
                yield noReply(Stream.concat(pages.stream(), Stream.of(page)).toList());
            }
            case Pages request -> reply(request, pages, pages);
        };
    }
}
// @end region="session"
