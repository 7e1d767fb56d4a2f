using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Stacks.Catalogue;

namespace Ashlar.Core.Judging.Units;

/// <summary>The functions of the product that tests name, with ways to empty them: what those tests should notice.</summary>
/// <param name="paths">All files of the task's tree.</param>
/// <param name="read">Gives the contents of some of them.</param>
/// <param name="python">A Python, or null where there is none.</param>
public sealed class NamedFunctions(
    IEnumerable<string> paths,
    Func<IEnumerable<string>, CancellationToken, Task<IReadOnlyList<(string Path, byte[] Content)>>> read,
    IPythonSyntax? python
)
{
    /// <summary>How many functions are taken at most.</summary>
    public const int Most = 8;

    private const int MostFiles = 40;
    private const int LongestText = 256 * 1024;

    /// <summary>
    /// Finds them, those first whose names a test file has lost, then those that are named most. Files that a test names by their own name or
    /// folder are looked at before any other.
    /// </summary>
    /// <param name="touched">The files of tests and support that the task changed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<NamedFunctionsFound> OfAsync(IReadOnlyList<ChangedContent> touched, CancellationToken cancellationToken)
    {
        var before = Words(touched.Select(file => Tests(file, file.Before)));
        var after = Words(touched.Select(file => Tests(file, file.After)));
        var inside = touched.Where(file => file.IsInline).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var product = paths.Where(IsProduct).Order(StringComparer.Ordinal).ToList();
        var near = product.Where(path => inside.Contains(path) || Names(path).Any(before.ContainsKey)).ToList();
        var contents = await read(near.Concat(product.Except(near, StringComparer.Ordinal)).Take(MostFiles), cancellationToken)
            .ConfigureAwait(false);
        // As if the change had added all of it.
        var files = contents
            .Where(file => file.Content.Length is > 0 and <= LongestText)
            .Select(file => new ChangedFile(file.Path, "", System.Text.Encoding.UTF8.GetString(file.Content)))
            .ToList();
        var units = await ChangeUnits.ReadAsync(files, python, cancellationToken).ConfigureAwait(false);
        return new NamedFunctionsFound(
            [
                .. units
                    .Where(unit => unit is { Kind: UnitKind.Added, Ways.Count: > 0 } && before.ContainsKey(ShortName(unit)))
                    .OrderByDescending(unit => before[ShortName(unit)] > after.GetValueOrDefault(ShortName(unit)))
                    .ThenByDescending(unit => before[ShortName(unit)])
                    .ThenBy(unit => unit.Id, StringComparer.Ordinal)
                    .Take(Most),
            ],
            files.ToDictionary(file => file.Path, file => file.After, StringComparer.Ordinal)
        );
    }

    private static bool IsProduct(string path) =>
        !StackCatalog.All.IsTest(path) && !StackCatalog.All.IsSupport(path) && SourceDialect.Of(path, "").Language != SourceLanguage.Other;

    private static IEnumerable<string> Names(string path) =>
        path.Split('/').SkipLast(1).Append(Path.GetFileNameWithoutExtension(path)).Where(name => name is not ("src" or "lib"));

    /// <summary>The last word of its name, without the line that tells it from others.</summary>
    private static string ShortName(CodeUnit unit)
    {
        var name = unit.Name.Split(' ')[0];
        return name[(name.LastIndexOfAny(['.', ':', '#']) + 1)..];
    }

    private static string Tests(ChangedContent file, byte[]? content)
    {
        var text = content is null ? "" : System.Text.Encoding.UTF8.GetString(content);
        return file.IsInline ? InlineTests.TextOf(file.Path, text) : text;
    }

    private static Dictionary<string, int> Words(IEnumerable<string> texts)
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var start = -1;
            for (var at = 0; at <= text.Length; at++)
            {
                var isName = at < text.Length && SourceScanner.IsName(text[at]);
                if (isName && start < 0)
                {
                    start = at;
                }
                else if (!isName && start >= 0)
                {
                    words[text[start..at]] = words.GetValueOrDefault(text[start..at]) + 1;
                    start = -1;
                }
            }
        }

        return words;
    }
}

/// <summary>The functions that tests name.</summary>
/// <param name="Functions">Each with ways to empty it.</param>
/// <param name="Texts">The texts of the files that were looked at.</param>
public sealed record NamedFunctionsFound(IReadOnlyList<CodeUnit> Functions, IReadOnlyDictionary<string, string?> Texts);
