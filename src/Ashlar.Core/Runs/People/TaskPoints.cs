using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.People;

/// <summary>
/// The points of one task that its author may keep (contract section 6, points 3 and 4): changed expectations are declared and what judges is
/// justified, both with somebody's agreement; what was only read is explained.
/// </summary>
/// <param name="facts">What the run is.</param>
/// <param name="repository">The user's repository.</param>
/// <param name="site">Where the task is done.</param>
/// <param name="questions">What people answered.</param>
internal sealed class TaskPoints(RunFacts facts, Repository repository, TaskSite site, TaskEscalations questions)
{
    private readonly PointLedger ledger = new();
    private IReadOnlyList<QuoteSource>? order;

    /// <summary>Who has to agree, as the author is told it; null where nobody may.</summary>
    private string? Agreeing =>
        site.Crew.Reviewer is { } reviewer
            ? (reviewer.Name == Reviewer.Person ? "the person who reviews" : $"the reviewer, {reviewer.Name},")
            : facts.Configuration.Agree switch
            {
                Settings.Agreeing.None => null,
                Settings.Agreeing.Human => "a person",
                _ => "somebody else",
            };

    /// <summary>Takes over what a report declares and explains.</summary>
    public void Take(Report report) => ledger.Take(report);

    /// <summary>Somebody agreed to all points of a verdict that need it.</summary>
    public void Agree(HeldPoints held, string by) => ledger.Agree(Needing(held).Select(row => row.Key), by);

    /// <summary>What needs somebody's agreement and has none, each with its key and in words.</summary>
    public static IReadOnlyList<(string Key, string Words)> Needing(HeldPoints held) =>
        [
            .. held.Declared.Where(row => row.AgreedBy is null).Select(row => (row.Key, row.ToString())),
            .. held.Explained.Where(row => row is { NeedsAgreement: true, AgreedBy: null }).Select(row => (row.Key, row.ToString())),
        ];

    /// <summary>Holds what a verdict found against what was declared and explained so far.</summary>
    public async Task<HeldPoints> HoldAsync(Verdict verdict, CancellationToken cancellationToken)
    {
        order ??= await OrderWords.SourcesAsync(facts, repository, site.Item, cancellationToken).ConfigureAwait(false);
        var held = ledger.Hold(verdict.Points, verdict.Expectations, new Quotations([.. order, .. questions.Answers]));
        return Agreeing is null ? Refusing(held, verdict) : held;
    }

    /// <summary>The verdict with what is open, as the author is told it.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="held">What was declared and explained.</param>
    /// <param name="isReported">Whether a report was handed in, so that open points stand against it.</param>
    public Verdict With(Verdict verdict, HeldPoints held, bool isReported) =>
        verdict with
        {
            Told = PointText.Open(held, ledger, Agreeing),
            IsReported = isReported && !held.IsOpen,
            Open = isReported ? Open(held) : [],
        };

    /// <summary>The verdict on a tree that nobody changed by hand since its report, with what is no longer declared or agreed to.</summary>
    public async Task<Verdict> AgainAsync(Verdict verdict, CancellationToken cancellationToken)
    {
        var held = await HoldAsync(verdict, cancellationToken).ConfigureAwait(false);
        if (!held.IsOpen && !held.IsAgreed)
        {
            var points = Needing(held).Select(row => new Finding(row.Key, row.Words.Split('\n')[0])).ToList();
            return verdict with
            {
                Open = points,
                Told =
                    $"{string.Concat(points.Select(point => $"{point.Message}\n"))}What was agreed to is no longer the same. Look at it, then Report again.\n",
            };
        }

        return With(verdict, held, isReported: true);
    }

    private List<Finding> Open(HeldPoints held) =>
        [
            .. held.Undeclared.Select(lost => new Finding(lost.Key, PointText.Line(lost))
            {
                Path = lost.Path,
                Line = lost.Line,
                Rule = "changed-expectation",
            }),
            .. held.Unexplained.Select(finding => finding with { Message = $"{ledger.Number(finding)}  {finding.Message}" }),
        ];

    /// <summary>Where nobody may agree, declaring and justifying changes nothing.</summary>
    private static HeldPoints Refusing(HeldPoints held, Verdict verdict)
    {
        var refusing = new HeldPoints();
        refusing.Undeclared.AddRange(verdict.Expectations);
        refusing.Explained.AddRange(held.Explained.Where(row => !row.NeedsAgreement));
        refusing.Unexplained.AddRange(verdict.Points.Where(finding => finding.Way == WayOut.Justify));
        refusing.Unexplained.AddRange(held.Unexplained.Where(finding => finding.Way != WayOut.Justify));
        return refusing;
    }
}
