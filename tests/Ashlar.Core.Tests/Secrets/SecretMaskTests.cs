using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ashlar.Core.Secrets;
using Xunit;

namespace Ashlar.Core.Tests.Secrets;

public sealed class SecretMaskTests
{
    private static readonly string Key = SecretTextTests.Made(40);

    private static readonly string Awkward = SecretTextTests.Made(10) + "\"\\/ +&é<'" + SecretTextTests.Made(10);

    public static TheoryData<string, Func<string, string>> Forms { get; } =
        new()
        {
            { "plain", value => value },
            { "JSON", value => JsonSerializer.Serialize(value)[1..^1] },
            { "JSON in JSON", value => JsonSerializer.Serialize(JsonSerializer.Serialize(value, Relaxed)[1..^1], Relaxed)[1..^1] },
            { "relaxed JSON", value => JsonSerializer.Serialize(value, Relaxed)[1..^1] },
            { "URL", Uri.EscapeDataString },
            { "form", System.Net.WebUtility.UrlEncode },
            { "lower-case URL", value => System.Web.HttpUtility.UrlEncode(value).Replace("+", "%20", StringComparison.Ordinal) },
            { "HTML", System.Net.WebUtility.HtmlEncode },
            { "hex", value => Convert.ToHexString(Encoding.UTF8.GetBytes(value)) },
            { "lower-case hex", value => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(value)) },
            { "hex dump", value => string.Join(' ', Encoding.UTF8.GetBytes(value).Select(one => one.ToString("x2"))) },
            { "base64", value => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) },
            {
                "base64url",
                value => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)).TrimEnd('=').Replace('+', '-').Replace('/', '_')
            },
        };

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Theory]
    [MemberData(nameof(Forms), DisableDiscoveryEnumeration = true)]
    public void Every_promised_form_is_masked(string form, Func<string, string> write)
    {
        foreach (var value in new[] { Key, Awkward })
        {
            var mask = Mask("KEY", value);

            Assert.Equal((form, "before [secret KEY] after"), (form, mask.Mask($"before {write(value)} after")));
            Assert.Equal(["KEY"], mask.FindSecrets(write(value)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Base64_of_data_around_the_value_is_masked_at_every_alignment_and_wrap(int before)
    {
        var data = Encoding.UTF8.GetBytes(new string('x', before) + Key + "\nmore");
        var whole = Convert.ToBase64String(data);
        for (var column = 1; column < whole.Length; column++)
        {
            var wrapped = whole.Insert(column, "\r\n  ");

            var masked = Mask("KEY", Key).Mask(wrapped);

            Assert.Contains("[secret KEY]", masked, StringComparison.Ordinal);
            AssertNoRemains(masked.Replace("\r\n  ", "", StringComparison.Ordinal), whole, longest: 4 + 3 + 8);
        }
    }

    [Fact]
    public void The_longest_form_wins_and_overlaps_leave_nothing()
    {
        var mask = SecretMask.Of([
            KeyValuePair.Create("A", "abcdef123456"),
            KeyValuePair.Create("B", "123456ghijkl"),
            KeyValuePair.Create("C", "abcdef1234567890"),
        ]);

        Assert.Equal("[secret C]", mask.Mask("abcdef1234567890"));
        Assert.Equal("x[secret A]y", mask.Mask("xabcdef123456ghijkly"));
        Assert.Equal("[secret A][secret A]", mask.Mask("abcdef123456abcdef123456"));
    }

    [Fact]
    public void A_text_without_secrets_is_returned_as_it_is()
    {
        var text = new string('a', 1000) + "[secret nothing]";

        Assert.Same(text, Mask("KEY", Key).Mask(text));
        Assert.Same(text, SecretMask.None.Mask(text));
    }

    [Fact]
    [Trait("case", "SECRET-004")]
    public void Each_line_of_a_private_key_is_masked()
    {
        using var rsa = RSA.Create(1024);
        var pem = rsa.ExportPkcs8PrivateKeyPem();
        var mask = Mask("PEM", pem + "\n");

        foreach (var text in new[] { pem, pem.ReplaceLineEndings("\r\n") })
        {
            Assert.Equal("[secret PEM]", mask.Mask(text));
            Assert.All(
                text.Split('\n').Where(line => line.Trim().Length >= 8),
                line => Assert.Equal("[secret PEM]", mask.Mask(line).Trim())
            );
        }
    }

    [Fact]
    public void The_armour_of_a_key_is_masked_but_is_no_find()
    {
        using var rsa = RSA.Create(1024);

        Assert.Empty(Mask("PEM", rsa.ExportPkcs8PrivateKeyPem()).FindSecrets("if text.startswith(\"-----BEGIN PRIVATE KEY-----\"):"));
    }

    [Fact]
    [Trait("case", "SECRET-008")]
    public void Values_inside_JSON_URLs_and_connection_strings_are_masked_alone()
    {
        var password = SecretTextTests.Made(20) + "/é";
        using var rsa = RSA.Create(1024);
        var pem = rsa.ExportPkcs8PrivateKeyPem();
        var account = JsonSerializer.Serialize(
            new { type = "service_account", nested = new { list = new[] { new { private_key = pem } } } }
        );
        var mask = SecretMask.Of([
            KeyValuePair.Create("ACCOUNT", account),
            KeyValuePair.Create("URL", $"postgres://app:{Uri.EscapeDataString(password)}@db.company.net/app"),
            KeyValuePair.Create("CONNECTION", $"Host=db;Username=app;Password={Key}"),
        ]);

        Assert.Equal("[secret ACCOUNT]", mask.Mask(account));
        Assert.Equal("[secret ACCOUNT]", mask.Mask(pem));
        Assert.Equal("[secret ACCOUNT]", mask.Mask(pem.Split('\n')[3]));
        Assert.Equal("service_account", mask.Mask("service_account"));
        Assert.Equal("password [secret URL] for app", mask.Mask($"password {password} for app"));
        Assert.Equal("password [secret CONNECTION]", mask.Mask($"password {Key}"));
    }

    [Theory]
    [InlineData("KEY", "", "secret.blank")]
    [InlineData("KEY", "          ", "secret.blank")]
    [InlineData("KEY", "abc12", "secret.too-short")]
    [InlineData("KEY", "abc12     ", "secret.too-short")]
    [InlineData("KEY", "postgres", "secret.common-word")]
    [InlineData("KEY", "Production\n", "secret.common-word")]
    [InlineData("A B", "kd83hs02kd", "secret.bad-name")]
    public void A_value_that_cannot_be_masked_is_refused(string name, string value, string code)
    {
        var refused = Assert.Throws<ProblemException>(() =>
            SecretMask.Of([KeyValuePair.Create(name, value), KeyValuePair.Create("OTHER", Key)])
        );

        Assert.Equal((2, code), (refused.ExitStatus, Assert.Single(refused.Problems).Code));
    }

    [Fact]
    [Trait("case", "SECRET-003")]
    public void Bytes_split_anywhere_come_out_as_the_whole()
    {
        var mask = SecretMask.Of([
            KeyValuePair.Create("KEY", Key),
            KeyValuePair.Create("TWO", "abcabcabc9"),
            KeyValuePair.Create("LINES", $"{Awkward}\nsecond line {Key[..20]}\n"),
        ]);
        var text =
            $"aé {Key}abcabcabcabcabc9{Key}{Key[..30]} {Convert.ToBase64String(Encoding.UTF8.GetBytes("xx" + Key))} {Awkward} ---- abc";
        var whole = mask.Mask(text);
        var content = Encoding.UTF8.GetBytes(text);
        Assert.Equal(whole, Encoding.UTF8.GetString(mask.Mask(content)));

        for (var split = 0; split <= content.Length; split++)
        {
            Assert.Equal(whole, Streamed(mask, content[..split], content[split..]));
        }

        Assert.Equal(whole, Streamed(mask, [.. content.Select(one => new[] { one })]));
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            Assert.Equal(whole, Streamed(mask, [.. content.Chunk(random.Next(1, 40))]));
        }
    }

    [Fact]
    [Trait("case", "SECRET-003")]
    public void A_stream_that_ends_inside_a_secret_shows_no_more_than_three_bytes_of_it()
    {
        var mask = Mask("KEY", Key);
        for (var length = 0; length < Key.Length; length++)
        {
            var expected = length < 4 ? "x " + Key[..length] : "x [secret KEY]";

            Assert.Equal(expected, Streamed(mask, Encoding.UTF8.GetBytes("x " + Key[..length])));
            Assert.Equal(expected, mask.MaskCut("x " + Key[..length]));
            Assert.Equal(length > Key.Length - 4 ? Key[length..] + " x" : "[secret KEY] x", mask.MaskCut(Key[length..] + " x"));
        }
    }

    [Fact]
    public void Values_go_back_only_where_they_are_allowed()
    {
        var mask = SecretMask.Of([KeyValuePair.Create("A", Key), KeyValuePair.Create("B", Awkward)]);

        Assert.Equal(
            $"x={Key} y=[secret B] z=[secret C] [secret ",
            mask.Reveal("x=[secret A] y=[secret B] z=[secret C] [secret ", new HashSet<string> { "A", "C" })
        );
    }

    [Fact]
    public void A_file_gets_back_the_form_that_it_held()
    {
        var password = SecretTextTests.Made(20);
        var url = $"postgres://app:{password}@db.company.net/app";
        var mask = SecretMask.Of([KeyValuePair.Create("URL", url), KeyValuePair.Create("KEY", Key)]);
        var before = $"password = '{password}'\nkey = '{Convert.ToBase64String(Encoding.UTF8.GetBytes(Key))}'\n";

        Assert.Equal(before + "more\n", mask.Reveal(mask.Mask(before) + "more\n", before));
        Assert.Equal($"{url} {password}", mask.Reveal("[secret URL] [secret URL]", $"{url}\n{password}"));
        Assert.Equal("[secret URL]", mask.Reveal("[secret URL]", "nothing was here"));
    }

    private static SecretMask Mask(string name, string value) => SecretMask.Of([KeyValuePair.Create(name, value)]);

    private static string Streamed(SecretMask mask, params byte[][] pieces)
    {
        var output = new ArrayBufferWriter<byte>();
        var stream = mask.Stream();
        foreach (var piece in pieces)
        {
            stream.Write(piece, output);
        }

        stream.Finish(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    // What is left of a wrapped encoding may be the letters that mix with what stands around the value, never a stretch of it.
    private static void AssertNoRemains(string masked, string whole, int longest)
    {
        for (var start = 4; start + longest <= whole.Length - 8; start++)
        {
            Assert.DoesNotContain(whole.Substring(start, longest), masked, StringComparison.Ordinal);
        }
    }
}
