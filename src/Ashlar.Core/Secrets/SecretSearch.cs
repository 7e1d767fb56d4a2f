using System.Text;

namespace Ashlar.Core.Secrets;

/// <summary>
/// Looks for secrets in the bytes of a file of any kind: every form that is masked, the value in UTF-16 and UTF-32, and all of these in what
/// is packed inside (<see cref="PackedContent"/>). Bounded in time and memory by the size of the file. Any number of threads may use one.
/// </summary>
internal sealed class SecretSearch
{
    private const int Depth = 2;

    private readonly SecretMask mask;
    private readonly SecretMatcher<byte> wide;

    public SecretSearch(SecretMask mask, IReadOnlyList<(string Name, string Value)> secrets)
    {
        this.mask = mask;
        Encoding[] encodings =
        [
            new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
            new UTF32Encoding(bigEndian: false, byteOrderMark: false),
            new UTF32Encoding(bigEndian: true, byteOrderMark: false),
            Encoding.Latin1,
        ];
        var patterns = new List<Pattern<byte>>();
        for (var index = 0; index < secrets.Count; index++)
        {
            foreach (var form in SecretForms.Of(secrets[index].Value).Where(form => !form.Weak && !form.Broken))
            {
                var own = index;
                patterns.AddRange(
                    encodings
                        .Where(encoding =>
                            encoding is not Encoding { CodePage: 28591 } || form.Text.Any(letter => letter is > '\x7f' and <= '\xff')
                        )
                        .Select(encoding => new Pattern<byte>(encoding.GetBytes(form.Text), own, Broken: false, Weak: false))
                );
            }
        }

        wide = new SecretMatcher<byte>(patterns);
    }

    /// <summary>How often the content holds each secret, by name; empty where it holds none.</summary>
    public IReadOnlyDictionary<string, int> Count(ReadOnlyMemory<byte> content)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        Count(content, counts, Depth, new PackedBudget(content.Length));
        return counts;
    }

    /// <summary>Whether the content holds a secret, without a look into what is packed in it.</summary>
    public bool Finds(ReadOnlyMemory<byte> content)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        Count(content, counts, depth: 0, new PackedBudget(0));
        return counts.Count > 0;
    }

    /// <summary>The secrets that a path holds, as a whole or spread over its folders.</summary>
    public IReadOnlyDictionary<string, int> CountInPath(string path)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        Count(Encoding.UTF8.GetBytes(path), counts, Depth, new PackedBudget(path.Length));
        if (counts.Count == 0)
        {
            mask.Count(Encoding.UTF8.GetBytes(path.Replace("/", "", StringComparison.Ordinal)), counts);
        }

        return counts;
    }

    /// <summary>The content with every secret masked; content in which that is not possible becomes a sentence that says so.</summary>
    public byte[] Masked(ReadOnlyMemory<byte> content)
    {
        var masked = mask.Mask(content.Span);
        var left = Count(masked);
        return left.Count == 0
            ? masked
            : Encoding.UTF8.GetBytes(
                $"This file held {string.Join(", ", left.Keys.Select(SecretMask.Placeholder))} in a form that cannot be masked. Its content is not kept.\n"
            );
    }

    private void Count(ReadOnlyMemory<byte> content, Dictionary<string, int> counts, int depth, PackedBudget budget)
    {
        mask.Count(content.Span, counts);
        for (var at = 0; wide.Next(content.Span, at, out _, out var end, out var pattern); at = end)
        {
            counts[mask.NameAt(pattern.Secret)] = counts.GetValueOrDefault(mask.NameAt(pattern.Secret)) + 1;
        }

        if (depth > 0)
        {
            foreach (var inner in PackedContent.Of(content, budget))
            {
                Count(inner, counts, depth - 1, budget);
            }
        }
    }
}
