using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>
/// A sentence for reading by its form: lower-case words, each path a mark (<c>⟦0⟧</c>), all other code another one (<c>⟪⟫</c>).
/// </summary>
/// <param name="Text">The words.</param>
/// <param name="Paths">The paths by the number in their mark.</param>
internal sealed partial record MarkedSentence(string Text, IReadOnlyList<string> Paths)
{
    /// <summary>The form of a mark.</summary>
    public const string Mark = "⟦[0-9]+⟧";

    /// <summary>Marks a sentence.</summary>
    public static MarkedSentence Of(string text)
    {
        var paths = new List<string>();
        var plain = Code()
            .ReplaceIn(
                Link().ReplaceIn(text.Replace('’', '\'').Replace('⟦', ' ').Replace('⟪', ' '), Target),
                code => Sentence.AsPath(code.Groups[1].Value) is { } path ? Numbered(path) : "⟪⟫"
            );
        plain = Sentence.Bare().ReplaceIn(plain, bare => Bare(bare.Value));
        plain = Extension().ReplaceIn(plain, extension => Numbered(extension.Value));
        return new MarkedSentence(Space().ReplaceIn(plain, " ").Trim().ToLowerInvariant(), paths);

        // A link to a file of the repository is that file, whatever its words.
        string Target(Match link) => Sentence.AsPath(link.Groups["target"].Value) is { } path ? $"`{path}`" : link.Groups["words"].Value;

        string Numbered(string path)
        {
            paths.Add(path);
            return $"⟦{paths.Count - 1}⟧";
        }

        string Bare(string word)
        {
            var path = word.TrimEnd('.', ',', ':', ';');
            return Sentence.AsPath(path) is null ? word : Numbered(path) + word[path.Length..];
        }
    }

    /// <summary>The paths of all marks in a part of the text.</summary>
    public IReadOnlyList<string> PathsOf(string part) =>
        [.. Number().AllIn(part).Select(mark => Paths[int.Parse(mark.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)])];

    [GeneratedRegex(@"(?<!!)\[(?<words>[^\]\n]{1,200})\]\((?<target>[^)\s]{1,200})\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("`([^`\n]{1,200})`", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<=\(|, ?|\bor |\band )\.[a-z]{1,5}\b(?![/.])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Extension();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Space();

    [GeneratedRegex("⟦([0-9]+)⟧", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
