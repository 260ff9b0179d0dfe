// SPDX-License-Identifier: Apache-2.0

/**
 * Java values as Erlang terms: what a message looks like on the other side of a node's border.
 *
 * <p>The rules follow from the types, in both directions:
 *
 * <table>
 * <caption>Java and Erlang</caption>
 * <tr><th>Java</th><th>Elixir</th></tr>
 * <tr><td>{@code record GetPrice(String symbol)}</td><td>{@code {:get_price, "AAPL"}}: the name in
 * snake_case, {@code HTTPGet} is {@code :http_get}</td></tr>
 * <tr><td>{@code record Reset()}</td><td>{@code :reset}</td></tr>
 * <tr><td>{@link dev.erloom.interop.mapping.Tag @Tag}{@code ("error") record Failed(Why why)}</td>
 * <td>{@code {:error, why}}; with {@code ""} a tuple without an atom</td></tr>
 * <tr><td>{@link dev.erloom.interop.mapping.Struct @Struct}{@code ("Elixir.Shop.Quote") record
 * Quote(…)}</td><td>{@code %Shop.Quote{}}; without a name a map with atoms as keys</td></tr>
 * <tr><td>sealed interface</td><td>any of its records and enums, told apart by atom and size</td></tr>
 * <tr><td>{@code enum Why { NOT_FOUND }}</td><td>{@code :not_found}</td></tr>
 * <tr><td>{@code String}</td><td>binary of UTF-8</td></tr>
 * <tr><td>{@code byte[]}</td><td>binary</td></tr>
 * <tr><td>{@code byte, short, int, long, BigInteger}</td><td>integer, refused out of range</td></tr>
 * <tr><td>{@code double, float}</td><td>finite float; an integer is read where no digit gets
 * lost</td></tr>
 * <tr><td>{@code boolean}</td><td>{@code true}, {@code false}</td></tr>
 * <tr><td>{@code List, Set, Collection}, arrays</td><td>list</td></tr>
 * <tr><td>{@code Map}</td><td>map</td></tr>
 * <tr><td>{@code Optional}</td><td>the value, or {@code nil}</td></tr>
 * <tr><td>{@code BigDecimal}</td><td>{@code %Decimal{}}</td></tr>
 * <tr><td>{@code LocalDate, LocalTime, LocalDateTime}</td><td>{@code %Date{}}, {@code %Time{}}, {@code
 * %NaiveDateTime{}}; a time has six digits of microseconds, what is finer is cut off</td></tr>
 * <tr><td>{@code Instant, OffsetDateTime, ZonedDateTime}</td><td>{@code %DateTime{}}, an Instant in
 * {@code Etc/UTC}</td></tr>
 * <tr><td>{@link dev.erloom.process.Atom}, {@link dev.erloom.process.Pid}, {@link
 * dev.erloom.process.Ref}</td><td>atom, pid, reference</td></tr>
 * <tr><td>{@link dev.erloom.process.Address}, {@link
 * dev.erloom.server.ServerRef}</td><td>what it stands for: pid, reference or {@code {name,
 * node}}</td></tr>
 * <tr><td>{@link dev.erloom.process.ExitReason}, {@link dev.erloom.process.Down}, {@link
 * dev.erloom.process.Exit} and the like</td><td>what OTP sends</td></tr>
 * <tr><td>{@link dev.erloom.interop.term.Term}, {@code Object}</td><td>read: the term itself; written:
 * by the class of the value</td></tr>
 * </table>
 *
 * <p>Everything else is refused, null included, with an {@link
 * dev.erloom.interop.mapping.UnmappableException} that says where and why. So are values nested
 * more than 1000 deep. Records must be reachable: public in an exported package, on the class path,
 * or in a package that its module opens to {@code dev.erloom.interop}.
 *
 * <p>Do not use it for messages between processes of one node: those travel as they are.
 *
 * {@snippet file="dev/erloom/interop/mapping/SnippetsTest.java" region="smallest"}
 */
@NullMarked
package dev.erloom.interop.mapping;

import org.jspecify.annotations.NullMarked;
