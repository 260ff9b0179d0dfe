// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GenericTypesTest {
    /** Asks that may have no answer. */
    private interface Seeks<T> extends Message2, Call<Message2, Optional<T>> {}

    private interface Message2 {}

    private record Direct() implements Message2, Call<Message2, Long> {}

    private record Seek() implements Seeks<String> {}

    private record SeekAll() implements Seeks<List<String>> {}

    private record SeekArray() implements Seeks<byte[]> {}

    private record Generic<T>(T value) implements Message2, Call<Message2, T> {}

    private record GenericList<T>(T value) implements Message2, Call<Message2, List<T>> {}

    @DisplayName("D6 the reply type of a request is read from its declaration, through idioms")
    @Test
    void the_reply_type_is_known() {
        assertThat(Protocols.replyType(new Direct())).isEqualTo(Long.class);
        assertThat(Protocols.replyType(new Store.Size())).isEqualTo(Integer.class);
        assertThat(text(Protocols.replyType(new Store.Get("")))).isEqualTo("Optional<String>");
        assertThat(text(Protocols.replyType(new Seek()))).isEqualTo("Optional<String>");
        assertThat(text(Protocols.replyType(new SeekAll()))).isEqualTo("Optional<List<String>>");
        assertThat(text(Protocols.replyType(new SeekArray()))).isEqualTo("Optional<byte[]>");
    }

    @DisplayName(
            "D6 where a declaration leaves the type open, it is Object, or the variable inside a generic type")
    @Test
    void an_open_reply_type_is_object() {
        assertThat(Protocols.replyType(new Generic<>("x"))).isEqualTo(Object.class);
        assertThat(text(Protocols.replyType(new GenericList<>("x")))).isEqualTo("List<T>");
        assertThat(Protocols.replyType("no request")).isEqualTo(Object.class);
    }

    private static String text(Type type) {
        return switch (type) {
            case Class<?> plain -> plain.getSimpleName();
            case ParameterizedType generic ->
                    text(generic.getRawType())
                            + Stream.of(generic.getActualTypeArguments())
                                    .map(GenericTypesTest::text)
                                    .collect(joining(", ", "<", ">"));
            default -> type.toString();
        };
    }

    private interface Based<S> extends GenServer<Message2, S> {}

    private abstract static class Inherited implements Based<Long> {}

    private abstract static class Derived extends Inherited {}

    private abstract static class OpenServer<M> implements GenServer<M, Long> {}

    private abstract static class Listed implements GenServer<List<String>, Long> {}

    @DisplayName("R17 the protocol of a server is read from its declaration, through super-types")
    @Test
    void the_protocol_is_known() {
        assertThat(Protocols.protocol(Store.class)).isEqualTo(Store.Message.class);
        assertThat(Protocols.protocol(Derived.class)).isEqualTo(Message2.class);
        assertThat(Protocols.protocol(OpenServer.class)).isEqualTo(Object.class);
        assertThat(Protocols.rawClass(Protocols.protocol(Listed.class))).isEqualTo(List.class);
    }
}
