using System.Text;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>The bytes of a file as text, or why they are none.</summary>
/// <param name="Text">The text; null where it cannot be told.</param>
/// <param name="Reason">Why not; null where it can.</param>
internal sealed partial record FileText(string? Text, string? Reason)
{
    private const int Limit = 16 * 1024 * 1024;

    /// <summary>Whether the bytes are no UTF-8 and were taken as one byte a letter.</summary>
    public bool IsSingleByte { get; private init; }

    /// <summary>Decodes as the tools of the file's language would.</summary>
    public static FileText Of(string path, byte[] bytes)
    {
        if (bytes.Length > Limit)
        {
            return new FileText(null, $"is larger than {Limit / 1024 / 1024} MiB");
        }

        try
        {
            var marked =
                bytes is [0xFF, 0xFE, 0, 0, ..] ? Strict(new UTF32Encoding(false, true, true), bytes, 4)
                : bytes is [0xFF, 0xFE, ..] ? Strict(new UnicodeEncoding(false, true, true), bytes, 2)
                : bytes is [0xFE, 0xFF, ..] ? Strict(new UnicodeEncoding(true, true, true), bytes, 2)
                : null;
            if (marked is not null)
            {
                return marked.Contains('\0', StringComparison.Ordinal) ? Nul : new FileText(marked, null);
            }

            if (bytes.AsSpan().Contains((byte)0))
            {
                return Nul;
            }

            var text = Strict(new UTF8Encoding(false, true), bytes, bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0);
            return Declared(path, text) is { } other && !IsPlain(other)
                ? new FileText(null, $"says that it is written in {other}, so tools read it otherwise than it looks")
                : new FileText(text, null);
        }
        catch (DecoderFallbackException)
        {
            var text = Encoding.Latin1.GetString(bytes);
            return Declared(path, text) is { } declared
                ? IsPlain(declared)
                    ? new FileText(text, null)
                    : new FileText(null, $"is written in {declared}")
                : new FileText(text, null) { IsSingleByte = true };
        }
    }

    private static FileText Nul => new(null, "holds NUL bytes");

    private static string Strict(Encoding encoding, byte[] bytes, int skip) => encoding.GetString(bytes, skip, bytes.Length - skip);

    /// <summary>The encoding that the file itself names, where its language has that: PEP 263, Ruby's magic comment, XML's declaration.</summary>
    private static string? Declared(string path, string text)
    {
        if (Path.GetExtension(path) is ".py" or ".pyw" or ".pyi" or ".rb" or ".rake" or "" or ".gemspec")
        {
            var lines = text[..Math.Min(text.Length, 4000)].Split(['\n', '\r', '\f'], StringSplitOptions.RemoveEmptyEntries);
            return lines.Take(2).Select(line => Magic().FirstIn(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
        }

        return Xml().FirstIn(text[..Math.Min(text.Length, 400)]) is { Success: true } found ? found.Groups[1].Value : null;
    }

    private static bool IsPlain(string encoding) => Plain().IsIn(encoding);

    [GeneratedRegex(@"^[ \t]*#.*?coding[:=][ \t]*([-\w.]+)", RegexOptions.None, 1000)]
    private static partial Regex Magic();

    [GeneratedRegex(@"^\s*<\?xml[^>]*?encoding\s*=\s*[""']([^""'>]+)[""']", RegexOptions.None, 1000)]
    private static partial Regex Xml();

    [GeneratedRegex(
        @"^(?:utf[-_]?8(?:[-_](?:sig|unix|dos|mac))?|u8|us[-_]ascii|ascii|latin[-_]?\d+|l1|iso[-_]?8859[-_]\d+|(?:cp|windows[-_])125\d|koi8[-_][ru]|utf-16)$",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Plain();
}
