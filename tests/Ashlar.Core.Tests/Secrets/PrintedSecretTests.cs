using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using Ashlar.Core.Secrets;
using Xunit;

namespace Ashlar.Core.Tests.Secrets;

/// <summary>A value is masked however usual programs print it, whole or as a stream; ordinary text stays as it is.</summary>
public sealed class PrintedSecretTests
{
    private static readonly string Value =
        $"k7{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)}/+&Z{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)}";

    private static readonly SecretMask Mask = SecretMask.Of([
        KeyValuePair.Create("TOKEN", Value),
        KeyValuePair.Create("WORDS", "summer2025"),
    ]);

    private static readonly Dictionary<string, Func<string, string>> Printings = new(StringComparer.Ordinal)
    {
        ["spaced"] = value => string.Join(' ', value.ToCharArray()),
        ["a letter a line"] = value => string.Join('\n', value.ToCharArray()),
        ["fold -w 20"] = value => Wrapped(value, 20),
        ["fold -w 20, numbered"] = value => Numbered(Wrapped(value, 20)),
        ["upper case"] = value => value.ToUpperInvariant(),
        ["strings side by side"] = value => $"\"{value[..9]}\" \"{value[9..]}\"",
        ["list of pieces"] = value => "['" + string.Join("', '", value.Chunk(4).Select(piece => new string(piece))) + "']",
        ["colours"] = value => string.Concat(value.Select((letter, index) => $"\e[3{index % 8}m{letter}")),
        ["colours, quoted"] = value => string.Concat(value.Select((letter, index) => $"\\x1b[3{index % 8}m{letter}")),
        [@"\u0041"] = value => Each(value, code => $"\\u{code:x4}"),
        [@"\u{41}"] = value => Each(value, code => $"\\u{{{code:x}}}"),
        [@"\x41"] = value => Each(value, code => $"\\x{code:X2}"),
        [@"\101"] = value => Each(value, code => $"\\{Convert.ToString(code, 8)}"),
        ["0x41, "] = value => Each(value, code => $"0x{code:x2}, "),
        ["&#65;"] = value => Each(value, code => $"&#{code};"),
        ["&#x41;"] = value => Each(value, code => $"&#x{code:x};"),
        ["some &#65;"] = value => string.Concat(value.Select((letter, index) => index % 2 == 0 ? $"{letter}" : $"&#{(int)letter};")),
        ["%41"] = value => Each(value, code => $"%{code:x2}"),
        ["%2541"] = value => Each(value, code => $"%25{code:X2}"),
        ["=41"] = value => Each(value, code => $"={code:X2}"),
        ["65, 66"] = value => string.Join(", ", value.Select(letter => ((int)letter).ToString(CultureInfo.InvariantCulture))),
        ["UTF-16"] = value => Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(value)),
        ["UTF-32"] = value => Encoding.Latin1.GetString(Encoding.UTF32.GetBytes(value)),
        ["one number"] = value => Number(value, isBigEndian: true),
        ["one number, the last byte first"] = value => Number(value, isBigEndian: false),
        ["one number, its digits grouped"] = value =>
            string.Join('_', Number(value, isBigEndian: true).Chunk(3).Select(digits => new string(digits))),
        ["base64 wrapped"] = value => Wrapped(Base64("a prefix of some length, then " + value), 76),
        ["base64 wrapped, numbered"] = value => Numbered(Wrapped(Base64("xy" + value), 20)),
        ["base64 twice"] = value => Base64(Base64(value)),
        ["base64 of UTF-16"] = value => Convert.ToBase64String(Encoding.Unicode.GetBytes(value)),
        ["xxd"] = value => Dump(value, (at, bytes) => $"{at:x8}: {Hex(bytes, 2), -39}  {Shown(bytes)}"),
        ["xxd, text only"] = value => Dump(value, (at, bytes) => $"{at:x8}: {Shown(bytes)}"),
        ["hexdump -C"] = value => Dump(value, (at, bytes) => $"{at:x8}  {Hex(bytes, 1), -48}  |{Shown(bytes)}|"),
        ["hexdump"] = value => Dump(value, (at, bytes) => $"{at:x7} {Words(bytes)}"),
        ["od -c"] = value => Dump(value, (at, bytes) => Octal(at) + string.Concat(Shown(bytes).Select(letter => $"   {letter}"))),
        ["od -tx1"] = value => Dump(value, (at, bytes) => $"{Octal(at)} {Hex(bytes, 1)}"),
        ["od -tx4"] = value => Dump(value, (at, bytes) => $"{Octal(at)} {LongWords(bytes, 4)}"),
        ["od -An -tx4"] = value => Dump(value, (_, bytes) => $" {LongWords(bytes, 4)}"),
        ["od -tx8"] = value => Dump(value, (at, bytes) => $"{Octal(at)} {LongWords(bytes, 8)}"),
        ["od -An -tx1"] = value => Dump(value, (_, bytes) => $" {Hex(bytes, 1)}"),
        ["od -b"] = value =>
            Dump(value, (at, bytes) => Octal(at) + string.Concat(bytes.Select(one => " " + Convert.ToString(one, 8).PadLeft(3, '0')))),
    };

    public static TheoryData<string> Names => [.. Printings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_is_masked_however_it_is_printed(string name)
    {
        var printed = $"before\n{Printings[name](Value)}\nafter\n";
        var whole = Mask.Mask(printed);

        Assert.Contains("[secret TOKEN]", whole, StringComparison.Ordinal);
        Assert.StartsWith("before\n", whole, StringComparison.Ordinal);
        Assert.EndsWith("\nafter\n", whole, StringComparison.Ordinal);
        Assert.True(whole.Length < 80, whole);
        var bytes = Encoding.Latin1.GetBytes(printed);
        foreach (var step in (int[])[1, 2, 7, 16, 33, 64])
        {
            Assert.Equal(Encoding.UTF8.GetString(Mask.Mask(bytes)), Streamed(bytes, step));
        }
    }

    [Theory]
    [InlineData("reversed")]
    [InlineData("rotated by 13 letters")]
    [InlineData("letters with their numbers")]
    [InlineData("two columns")]
    public void What_changes_the_letters_is_not_covered(string name)
    {
        var printed = name switch
        {
            "reversed" => new string([.. Value.Reverse()]),
            "letters with their numbers" => string.Join(", ", Value.Select((letter, index) => $"({index}, '{letter}')")),
            "two columns" => string.Join(
                '\n',
                Enumerable.Range(0, Value.Length / 2).Select(row => $"{Value[row]}    {Value[row + (Value.Length / 2)]}")
            ),
            _ => string.Concat(Value.Select(letter => char.IsAsciiLetterLower(letter) ? (char)(((letter - 'a' + 13) % 26) + 'a') : letter)),
        };

        Assert.Equal(printed, Mask.Mask(printed));
    }

    private static string Number(string value, bool isBigEndian) =>
        new BigInteger(Encoding.UTF8.GetBytes(value), isUnsigned: true, isBigEndian).ToString(CultureInfo.InvariantCulture);

    [Fact]
    public void Words_count_as_a_value_only_where_they_are_written_as_no_word_is()
    {
        Assert.Equal("In Summer 2025, SUMMER-2025", Mask.Mask("In Summer 2025, SUMMER-2025"));
        Assert.Equal("[secret WORDS]", Mask.Mask("summer2025"));
        Assert.Equal("[secret WORDS]", Mask.Mask("s u m m e r 2 0 2 5"));
        Assert.Equal("[secret WORDS]", Mask.Mask("&#115;&#117;&#109;&#109;&#101;&#114;&#50;&#48;&#50;&#53;"));
    }

    [Fact]
    public void A_long_line_is_not_held_back()
    {
        var line = Encoding.ASCII.GetBytes(
            "1 " + string.Concat(Enumerable.Range(0, 20_000).Select(number => $"a{number}=b[{number % 97}],"))
        );
        var stream = Mask.Stream();
        var output = new ArrayBufferWriter<byte>();
        var held = 0;
        for (var at = 0; at < line.Length; at += 4096)
        {
            stream.Write(line.AsSpan(at, Math.Min(4096, line.Length - at)), output);
            held = Math.Max(held, Math.Min(at + 4096, line.Length) - output.WrittenCount);
        }

        stream.Finish(output, cut: false);

        Assert.True(output.WrittenSpan.SequenceEqual(line));
        Assert.InRange(held, 0, 16_384);
    }

    [Fact]
    public void Ordinary_output_stays_as_it_is()
    {
        var secrets = Enumerable.Range(0, 200).Select(number => KeyValuePair.Create($"S{number}", $"{Guid.NewGuid():N}x{number}"));
        var text = string.Concat(
            Enumerable
                .Range(0, 3000)
                .Select(number =>
                    $"{number}\t0x7f{number:x8} tests/test_app.py::test_{number} PASSED [ 12%] {{\"n\": 17, \"u\": \"\\u0041\"}} &amp; 1, 2, 3\n"
                )
        );
        var mask = SecretMask.Of(secrets);

        Assert.Same(text, mask.Mask(text));
        Assert.Equal(text, Encoding.UTF8.GetString(mask.Mask(Encoding.UTF8.GetBytes(text))));
    }

    private static string Streamed(byte[] bytes, int step)
    {
        var stream = Mask.Stream();
        var output = new ArrayBufferWriter<byte>();
        for (var at = 0; at < bytes.Length; at += step)
        {
            stream.Write(bytes.AsSpan(at, Math.Min(step, bytes.Length - at)), output);
        }

        stream.Finish(output, cut: false);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Each(string value, Func<int, FormattableString> form) =>
        string.Concat(value.Select(letter => FormattableString.Invariant(form(letter))));

    private static string Base64(string value) => Convert.ToBase64String(Encoding.UTF8.GetBytes(value));

    private static string Wrapped(string text, int width) => string.Join('\n', text.Chunk(width).Select(line => new string(line)));

    private static string Numbered(string text) =>
        string.Join('\n', text.Split('\n').Select((line, index) => $"{(index + 1).ToString(CultureInfo.InvariantCulture), 6}\t{line}"));

    private static string Dump(string value, Func<int, byte[], string> line) =>
        string.Join('\n', Encoding.UTF8.GetBytes(value).Chunk(16).Select((bytes, index) => line(index * 16, bytes)));

    private static string Octal(int at) => Convert.ToString(at, 8).PadLeft(7, '0');

    private static string Hex(byte[] bytes, int group) =>
        string.Join(' ', bytes.Chunk(group).Select(part => Convert.ToHexStringLower(part)));

    private static string LongWords(byte[] bytes, int size) =>
        string.Join(
            ' ',
            bytes.Chunk(size).Select(word => Convert.ToHexStringLower([.. word.Concat(new byte[size - word.Length]).Reverse()]))
        );

    private static string Words(byte[] bytes) =>
        string.Join(' ', bytes.Chunk(2).Select(part => Convert.ToHexStringLower([.. part.Reverse()]).PadLeft(4, '0')));

    private static string Shown(byte[] bytes) => Encoding.ASCII.GetString(bytes);
}
