using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Reports;

/// <summary>Whether what an author calls a test is a certain test: by its id, its own name, its class or suite, or its file.</summary>
internal static class DeclaredTest
{
    private static readonly char[] Separators = [' ', ',', ';', '\n', '\t', '(', ')'];

    /// <summary>Whether a declaration covers an expectation.</summary>
    public static bool Covers(ReportedChange declared, ChangedExpectation lost) =>
        lost.Files.Any(file => NamesFile(declared.Test, file)) || lost.Tests.Prepend(lost.Test).Any(id => Names(declared.Test, id));

    /// <summary>Whether a declaration is about the test with this id.</summary>
    public static bool Names(string declared, string id)
    {
        var said = Clean(declared);
        if (said.Length == 0)
        {
            return false;
        }

        if (Same(said, id) || Same(TestName.Plain(said), TestName.Plain(id)))
        {
            return true;
        }

        var parts = TestName.Parts(id);
        var named = TestName.Parts(said);
        // A path in front says which of several of one name is meant.
        return named.Count > 0
            && (
                Ends(parts, named)
                || (named.Count == 1 && parts.Skip(1).Any(part => Same(part, named[0])))
                || (
                    Same(TestName.Short(said), TestName.Short(id))
                    && (named.Count == 1 || !named[0].Contains('/', StringComparison.Ordinal))
                )
            );
    }

    private static bool Ends(IReadOnlyList<string> parts, IReadOnlyList<string> named) =>
        named.Count <= parts.Count
        && named
            .Reverse()
            .Zip(parts.Reverse())
            .All(pair =>
                Same(pair.First, pair.Second)
                || pair.Second.EndsWith($"/{pair.First}", StringComparison.Ordinal)
                || IsPath(pair.First, pair.Second)
            );

    private static bool NamesFile(string declared, string file) =>
        Clean(declared) is var said
        && (IsPath(said, file) || said.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Any(word => IsPath(Clean(word), file)));

    private static bool IsPath(string said, string file) =>
        Path.GetExtension(said).Length > 1
        && (Same(said, file) || file.EndsWith($"/{said}", StringComparison.Ordinal) || said.EndsWith($"/{file}", StringComparison.Ordinal));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private static string Clean(string text)
    {
        var plain = text.Trim().Trim('`', '"', '\'', '*').Trim();
        return plain.StartsWith("./", StringComparison.Ordinal) ? plain[2..] : plain;
    }
}
