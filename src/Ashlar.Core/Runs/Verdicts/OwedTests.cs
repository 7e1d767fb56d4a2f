using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>
/// The tests that a task owes, so that their failing is never known: those that its words name by file, id or name, and those that lie where its agent may
/// not write, since they are another's.
/// </summary>
internal sealed class OwedTests
{
    private readonly OrderWords words;
    private readonly Func<string, bool> isAnothers;

    private OwedTests(OrderWords words, Func<string, bool> isAnothers)
    {
        this.words = words;
        this.isAnothers = isAnothers;
    }

    /// <summary>What a task owes.</summary>
    public static async Task<OwedTests> OfAsync(RunFacts facts, Repository repository, TaskSite site, CancellationToken cancellationToken)
    {
        var isLast = site.Part.IsLast && facts.Assignment.Units is { Count: > 0 } units && units[units.Count - 1].Id == site.Item.Id;
        return new OwedTests(
            await OrderWords.OfAsync(facts, repository, site.Item, cancellationToken).ConfigureAwait(false),
            // Tests of others may be about tasks that are yet to come.
            path => isLast && !site.Grants.Scope.DecideWrite(path, existsAtBase: true).Allowed
        );
    }

    /// <summary>Whether a test is owed.</summary>
    public bool Are(TestCase test) =>
        (FileOf(test) is { } file && (isAnothers(file) || words.HaveFile(file))) || words.Have(test.Id) || IsNamed(test.Id);

    private static string? FileOf(TestCase test) => TestSource.Parse(test.Id)?.File ?? test.File;

    /// <summary>A plain word such as <c>adds</c> is not a name: it would be found in any text.</summary>
    private bool IsNamed(string id)
    {
        var name =
            TestName
                .Plain(id)
                .Split(["::", " > ", "."], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .LastOrDefault()
            ?? "";
        var isName = name.IndexOfAny(['_', ' ']) > 0 || (name.Length > 5 && name.Skip(1).Any(char.IsUpper));
        return (isName && words.Have(name)) || (name.Length > 2 && words.Have($"`{name}`"));
    }
}
