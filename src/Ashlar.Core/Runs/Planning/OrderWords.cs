using System.Text;
using Ashlar.Core.Reports;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>The words of a work order: its tasks and its documents.</summary>
/// <param name="texts">The texts.</param>
internal sealed class OrderWords(IReadOnlyList<string> texts)
{
    private const int MostFiles = 40;

    /// <summary>The words of a run's whole order.</summary>
    public static async Task<OrderWords> OfAsync(RunFacts facts, Repository repository, CancellationToken cancellationToken) =>
        new([
            facts.Order.TaskText ?? "",
            .. facts.Assignment.Units.Select(unit => $"{unit.Title}\n{unit.Text}"),
            .. await DocumentsAsync(facts, repository, cancellationToken).ConfigureAwait(false),
        ]);

    /// <summary>The words of one task; the documents are those of the last, by which all is done that they say.</summary>
    public static async Task<OrderWords> OfAsync(RunFacts facts, Repository repository, TaskItem item, CancellationToken cancellationToken)
    {
        List<string> own = [item.Title, item.Text, .. item.Acceptance];
        if (facts.Assignment.Units is { Count: > 0 } units && string.Equals(units[units.Count - 1].Id, item.Id, StringComparison.Ordinal))
        {
            own.Add(facts.Order.TaskText ?? "");
            own.AddRange(await DocumentsAsync(facts, repository, cancellationToken).ConfigureAwait(false));
        }

        return new OrderWords(own);
    }

    /// <summary>The texts that may ask for a task's work, with their names: the task, then the order's documents at the run base.</summary>
    public static async Task<IReadOnlyList<QuoteSource>> SourcesAsync(
        RunFacts facts,
        Repository repository,
        TaskItem item,
        CancellationToken cancellationToken
    ) =>
        [
            new QuoteSource("the task", string.Join('\n', [item.Title, item.Text, .. item.Acceptance])) { FirstLine = 0 },
            new QuoteSource("the task", facts.Order.TaskText ?? "") { FirstLine = 0 },
            .. (await NamedDocumentsAsync(facts, repository, cancellationToken).ConfigureAwait(false)).Select(document => new QuoteSource(
                document.Path,
                document.Text
            )),
        ];

    /// <summary>Whether a file is named there as such, and not as a part of a test's id.</summary>
    public bool HaveFile(string path) =>
        texts.Any(text => WholeWord.IsIn(text, path, "::") || WholeWord.IsIn(text, Path.GetFileName(path), "::"));

    /// <summary>Whether a name is there as a whole word.</summary>
    public bool Have(string name) => texts.Any(text => WholeWord.IsIn(text, name));

    private static async Task<IReadOnlyList<string>> DocumentsAsync(
        RunFacts facts,
        Repository repository,
        CancellationToken cancellationToken
    ) => [.. (await NamedDocumentsAsync(facts, repository, cancellationToken).ConfigureAwait(false)).Select(document => document.Text)];

    /// <summary>The order's files at the run base, without the task list, whose assigned tasks are there already.</summary>
    private static async Task<IReadOnlyList<(string Path, string Text)>> NamedDocumentsAsync(
        RunFacts facts,
        Repository repository,
        CancellationToken cancellationToken
    )
    {
        var found = new List<(string Path, string Text)>();
        foreach (var path in facts.Order.Paths.Where(path => path != facts.Order.ListPath && !Path.IsPathRooted(path)).Take(MostFiles))
        {
            if (await repository.Git.BlobAsync($"{facts.Started.Base}:{path}", cancellationToken).ConfigureAwait(false) is { } content)
            {
                found.Add((path, Encoding.UTF8.GetString(content)));
            }
        }

        return found;
    }
}
