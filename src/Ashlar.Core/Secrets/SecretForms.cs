using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Ashlar.Core.Secrets;

/// <summary>One form in which a secret may appear.</summary>
/// <param name="Text">The form.</param>
/// <param name="Broken">Whether it is an encoding that tools wrap or separate.</param>
/// <param name="Weak">Whether ordinary text may look like it.</param>
internal sealed record SecretForm(string Text, bool Broken, bool Weak);

/// <summary>
/// The forms of a value that are masked (contract section 5): plain, each line, the password of a URL or connection string, the
/// values inside JSON; and each of these JSON-escaped, URL-encoded, HTML-escaped, in base64 and in hex.
/// </summary>
internal static class SecretForms
{
    private const int LeastLine = 8;
    private const int LongestNumber = 256;

    /// <summary>All forms of a value; the value itself comes first.</summary>
    public static IEnumerable<SecretForm> Of(string value)
    {
        foreach (var (part, weak) in Parts(value).DistinctBy(part => part.Text, StringComparer.Ordinal))
        {
            yield return new SecretForm(part, Broken: false, weak);
            foreach (var form in Escaped(part).Distinct(StringComparer.Ordinal).Where(form => form.Length >= SecretMask.LeastLength))
            {
                yield return new SecretForm(form, Broken: false, weak);
            }

            foreach (var form in Encoded(Encoding.UTF8.GetBytes(part)).Distinct(StringComparer.Ordinal))
            {
                yield return new SecretForm(form, Broken: true, weak);
                // A break may stand among the first letters, by which a match is found.
                for (var i = 1; i < 4 && form.Length > 12; i++)
                {
                    yield return new SecretForm(form[i..], Broken: true, weak);
                }
            }
        }
    }

    /// <summary>The parts of a value that are secrets by themselves, the value first.</summary>
    public static IEnumerable<(string Text, bool Weak)> Parts(string value) => Parts(value, depth: 0);

    private static IEnumerable<(string Text, bool Weak)> Parts(string value, int depth)
    {
        yield return (value, false);
        var trimmed = value.Trim();
        if (trimmed.Length >= SecretMask.LeastLength)
        {
            yield return (trimmed, false);
        }

        if (value.Contains('\n', StringComparison.Ordinal))
        {
            var unix = value.ReplaceLineEndings("\n");
            yield return (unix, false);
            yield return (unix.ReplaceLineEndings("\r\n"), false);
            yield return (unix.ReplaceLineEndings("\r\n").Trim(), false);
            yield return (unix.Trim(), false);
            foreach (var line in unix.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= LeastLine))
            {
                yield return (line, !Credential.IsRandom(line));
            }
        }

        foreach (var password in Passwords(trimmed).Where(IsMaskable))
        {
            yield return (password, false);
        }

        if (depth < 4)
        {
            foreach (var (name, inner) in JsonTexts(trimmed).Where(inner => IsMaskable(inner.Text)))
            {
                if (Credential.HasSecretName(name) || Credential.IsRandom(inner) || inner.Contains('\n', StringComparison.Ordinal))
                {
                    foreach (var part in Parts(inner, depth + 1))
                    {
                        yield return part;
                    }
                }
            }
        }
    }

    private static bool IsMaskable(string text) => text.Length >= SecretMask.LeastLength && !Credential.IsCommonWord(text);

    private static IEnumerable<string> Passwords(string value)
    {
        if (Credential.UserInfo(value) is ({ }, { } password, { }))
        {
            yield return password;
            yield return Uri.UnescapeDataString(password);
        }

        // Host=db;Username=app;Password=…
        foreach (var part in value.Contains(';', StringComparison.Ordinal) ? value.Split(';') : [])
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && Credential.HasSecretName(part[..equals].Trim()))
            {
                yield return part[(equals + 1)..].Trim();
            }
        }
    }

    private static List<(string Name, string Text)> JsonTexts(string value)
    {
        var texts = new List<(string, string)>();
        if (value.Length > 1 && value[0] is '{' or '[')
        {
            try
            {
                using var document = JsonDocument.Parse(value);
                Collect(document.RootElement, "", texts);
            }
            catch (JsonException)
            {
                // Not structured after all: the value itself and its lines are masked.
            }
        }

        return texts;
    }

    private static void Collect(JsonElement element, string name, List<(string, string)> texts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Collect(property.Value, property.Name, texts);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, name, texts);
                }

                break;
            case JsonValueKind.String:
                texts.Add((name, element.GetString()!));
                break;
        }
    }

    private static IEnumerable<string> Escaped(string part)
    {
        var plain = JsonEscaped(part, beyondAscii: false, html: false);
        yield return plain;
        yield return JsonEscaped(plain, beyondAscii: false, html: false);
        yield return plain.Replace("/", "\\/", StringComparison.Ordinal);
        var ascii = JsonEscaped(part, beyondAscii: true, html: false);
        yield return ascii;
        yield return JsonEscaped(part, beyondAscii: true, html: true);
        yield return ascii.Replace("/", "\\/", StringComparison.Ordinal);

        var url = Uri.EscapeDataString(part);
        yield return url;
        yield return LowerPercent(url);
        yield return url.Replace("%20", "+", StringComparison.Ordinal);
        yield return url.Replace("%2F", "/", StringComparison.Ordinal);
        // What browsers leave as it is in encodeURIComponent, and in encodeURI.
        var component = url.Replace("%21", "!", StringComparison.Ordinal).Replace("%27", "'", StringComparison.Ordinal);
        component = component
            .Replace("%28", "(", StringComparison.Ordinal)
            .Replace("%29", ")", StringComparison.Ordinal)
            .Replace("%2A", "*", StringComparison.Ordinal);
        yield return component;
        yield return Uri.EscapeDataString(url);

        var html = WebUtility.HtmlEncode(part);
        yield return html;
        yield return html.Replace("&#39;", "&#x27;", StringComparison.Ordinal);
        yield return html.Replace("&#39;", "'", StringComparison.Ordinal);
    }

    private static string JsonEscaped(string text, bool beyondAscii, bool html)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' when html => escaped.Append("\\u0022"),
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                '\b' => escaped.Append("\\b"),
                '\f' => escaped.Append("\\f"),
                '<' or '>' or '&' or '\'' or '+' or '`' when html => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
                < ' ' or '\x7f' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                > '\x7f' when beyondAscii && html => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
                > '\x7f' when beyondAscii => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }

    private static string LowerPercent(string url)
    {
        var letters = url.ToCharArray();
        for (var i = 0; i + 2 < letters.Length; i++)
        {
            if (letters[i] == '%')
            {
                letters[i + 1] = char.ToLowerInvariant(letters[i + 1]);
                letters[i + 2] = char.ToLowerInvariant(letters[i + 2]);
            }
        }

        return new string(letters);
    }

    private static IEnumerable<string> Encoded(byte[] bytes)
    {
        foreach (var separator in new[] { "", " ", ":" })
        {
            yield return string.Join(separator, bytes.Select(one => one.ToString("x2", CultureInfo.InvariantCulture)));
            yield return string.Join(separator, bytes.Select(one => one.ToString("X2", CultureInfo.InvariantCulture)));
        }

        foreach (var number in Numbers(bytes))
        {
            yield return number;
        }

        yield return Convert.ToBase64String(bytes);
        yield return UrlSafe(Convert.ToBase64String(bytes));
        // Inside other data the value begins at any of three places of a group; letters that mix with what stands around it are left out.
        for (var before = 0; before < 3; before++)
        {
            var shifted = new byte[before + bytes.Length];
            bytes.CopyTo(shifted, before);
            var whole = shifted.Length * 8 / 6;
            var core = Convert.ToBase64String(shifted)[(before == 0 ? 0 : before + 1)..whole];
            yield return core;
            yield return UrlSafe(core);
        }
    }

    /// <summary>The bytes as one decimal number, the first byte or the last one first.</summary>
    internal static IEnumerable<string> Numbers(byte[] bytes)
    {
        foreach (var isBigEndian in bytes.Length <= LongestNumber ? (bool[])[true, false] : [])
        {
            yield return new BigInteger(bytes, isUnsigned: true, isBigEndian).ToString(CultureInfo.InvariantCulture);
        }
    }

    private static string UrlSafe(string base64) => base64.TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
