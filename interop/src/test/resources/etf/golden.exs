# SPDX-License-Identifier: Apache-2.0
#
# Writes golden.txt: terms as a real BEAM encodes and shows them. Run with OTP 27 and Elixir 1.18:
#
#     elixir golden.exs > golden.txt
#
# Each line has four columns with tabs between them: "both" where Erloom must write the same bytes, or
# "read" where it only must understand them; the bytes; the term as ~0tp; the term as inspect/1. A "-"
# stands for what differs from run to run or from node to node.

defmodule Point do
  defstruct [:x, :y]
end

defmodule Golden do
  @inspect [limit: :infinity, printable_limit: :infinity, width: :infinity,
            custom_options: [sort_maps: true]]

  def line(mode, bytes, erlang, elixir) do
    IO.puts(Enum.join([mode, Base.encode16(bytes, case: :lower), erlang, elixir], "\t"))
  end

  def both(term) do
    bytes = :erlang.term_to_binary(term, [:deterministic, minor_version: 2])
    line("both", bytes, erlang(term), inspect(term, @inspect))
  end

  def opaque(term) do
    bytes = :erlang.term_to_binary(term, [:deterministic, minor_version: 2])
    line("both", bytes, "-", "-")
  end

  def read(term, options) do
    line("read", :erlang.term_to_binary(term, options), erlang(term), inspect(term, @inspect))
  end

  def erlang(term), do: :unicode.characters_to_binary(:io_lib.format("~0ktp", [term]))
end

integers =
  for bits <- [0, 7, 8, 9, 15, 16, 27, 28, 31, 32, 33, 59, 60, 62, 63, 64, 65, 100, 2039, 2040, 2041],
      near <- [-1, 0, 1],
      sign <- [1, -1],
      do: sign * (Integer.pow(2, bits) + near)

floats =
  [0.0, 1.0, -1.0, 0.1, 1.5, 100.0, 1.0e3, 12345.678, 1.0e15, 1.0e16, 1.0e17, 9007199254740992.0,
   9007199254740993.0, 1.0e22, 1.0e23, 1.0e-3, 1.0e-4, 1.0e-5, 1.23e-4, 5.0e-324,
   2.2250738585072014e-308, 1.7976931348623157e308, 3.141592653589793]

atoms =
  ["", "ok", "nil", "true", "Foo", "Elixir", "Elixir.Foo", "Elixir.Foo.Bar", "Elixir.foo", "Elixir.",
   "a?", "a!", "a??", "a!b", "a@b", "@a", "_", "_a", "1a", "hello world", "a.b", "a-b", "é", "É", "日本",
   "日本!", "ж", "ß", "µ", "ª", "a\u0301", "😀", "it's", "say \"hi\"", "back\\slash", "line\nbreak",
   "tab\t", "\0", "\x01", "\x7f", "\u0080", "\u00a0", "\u200b", "\uFEFF", "\#{x}", "#", "$handle", "and",
   "end", "do", "fun", "receive", "!", "@", "%", "^", "&", "*", "-", "+", "=", "|", ".", "<", ">", "/",
   "!=", "&&", "**", "--", "->", "++", "==", "=~", "{}", "||", "|>", "\\\\", "..", "<-", "<=", "<>",
   "<~", ">=", "~>", "!==", "%{}", "&&&", "---", "+++", "===", "|||", "...", "<<<", "<<~", "<~>",
   ">>>", "~>>", "..//", "<<>>", "::", "^^^", "~~~", "<|>", "=>", ":", ";", ",", "(", ")", "[]", "[",
   String.duplicate("a", 255), String.duplicate("é", 127), String.duplicate("é", 128),
   String.duplicate("日", 255)]
  |> Enum.map(&String.to_atom/1)

binaries =
  ["", "text", "with \"quotes\" and \\", "\#{x} # {", "\0", "\a\b\d\e\f\n\r\s\t\v", "é", "日本", "😀",
   <<233>>, <<0xC3>>, <<255, 254>>, <<0xEF, 0xBF, 0xBD>>, <<0xEF, 0xBF, 0xBE>>, "a\u00a0b", "a\u2028b",
   String.duplicate("x", 300)]

bitstrings = [<<1::1>>, <<0::7>>, <<1, 2::3>>, <<97, 98, 2::3>>, <<255, 254, 127::7>>]

lists =
  [[], [1], [1, 2, 3], ~c"charlist", ~c"it's \"\#{quoted}\"", [7, 8, 9, 10, 27, 97], [97, 127], [97, 0],
   [255], [256], [97, 256], [-1], Enum.to_list(0..255),
   [1 | 2], [1, 2 | 3], [97 | 98], [[] | :a], [[[]]], [a: 1], [a: 1, b: []],
   [{:a, 1}, {:b, 2, 3}], [{:a, 1} | :b], [{"a", 1}], [nil: 1, Foo: 2, "a b": 3, +: 4], [{Foo, 1}],
   [a: 1, a: 2], [{Elixir, 1}]]

tuples = [{}, {1}, {:ok, "text", [1, 2], %{a: 1}}, {{}, {{}}}, List.to_tuple(Enum.to_list(1..255)),
          List.to_tuple(Enum.to_list(1..256))]

maps =
  [%{}, %{a: 1}, %{a: 1, b: %{c: []}}, %{"a" => 1}, %{1 => 2, :a => 3}, %{Foo => 1, :a => 2},
   %{nil: 1, true: 2}, %{[] => 1, {} => 2, %{} => 3, "" => 4}, %{"a b": 1, +: 2},
   struct(Point, x: 1, y: 2), %{__struct__: 1}, Map.new(1..100, &{&1, &1 * &1}), %{{:a, 1} => {:b, 2}}]

exports = [&:lists.map/2, &Enum.map/2, &:erlang.+/2, Function.capture(:m, :"odd name", 0),
           Function.capture(:"odd module", :F, 255), Function.capture(:m, :Foo, 1),
           Function.capture(:m, :a@b, 1), Function.capture(:m, :"::", 1)]

Enum.each([integers, floats, atoms, binaries, bitstrings, lists, tuples, maps, exports], fn terms ->
  Enum.each(terms, &Golden.both/1)
end)

outside = fn bytes -> :erlang.binary_to_term(<<131, bytes::binary>>) end
node = <<119, 11, "o@127.0.0.1">>

Golden.opaque(%{1 => :integer, 1.0 => :float, 2 => :integer, 0.5 => :float})
Golden.opaque(self())
Golden.opaque(outside.(<<88, node::binary, 7::32, 1::32, 0x6B031B17::32>>))
Golden.opaque(hd(Port.list()))
Golden.opaque(outside.(<<120, node::binary, 0xFEDCBA9876543210::64, 7::32>>))
Golden.opaque(:erlang.alias())
Golden.opaque(outside.(<<90, 5::16, node::binary, 7::32, 1::32, 2::32, 3::32, 4::32, 5::32>>))

# A reference is shown with the number of its node first, which is 0 on its own node.
reference = make_ref()
Golden.line("both", :erlang.term_to_binary(reference), Golden.erlang(reference), inspect(reference))

free = "free"
Golden.opaque(fn -> :nothing end)
Golden.opaque(fn a, b -> {a, b, free, reference} end)

Enum.each([1.5, -0.1, 1.0e300, 5.0e-324, 0.0], &Golden.read(&1, minor_version: 0))
Enum.each([:ok, :é, :Foo, String.to_atom(String.duplicate("é", 255))], &Golden.read(&1, minor_version: 1))
Golden.read({:compressed, List.duplicate("again and ", 50)}, [:compressed, minor_version: 2])
Golden.read(%{zebra: 1, ok: 2, aardvark: 3, error: 4}, minor_version: 2)
