using System.Globalization;
using System.Text.RegularExpressions;
using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Reports;

/// <summary>
/// The points of one task that its author may keep: findings with their numbers and explanations, changed expectations with their declarations. What
/// was said once holds for the whole task.
/// </summary>
public sealed partial class PointLedger
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<ReportedExplanation> explanations = [];
    private readonly List<ReportedChange> declarations = [];
    private readonly Dictionary<string, string> agreed = new(StringComparer.Ordinal);

    /// <summary>The number of a finding, the same in the whole task.</summary>
    public string Number(Finding finding)
    {
        if (!numbers.TryGetValue(finding.Key, out var number))
        {
            number = numbers.Count + 1;
            numbers[finding.Key] = number;
        }

        return string.Create(CultureInfo.InvariantCulture, $"N{number}");
    }

    /// <summary>Takes over what a report says; a newer word on the same point replaces an older one.</summary>
    public void Take(Report report)
    {
        foreach (var explained in report.Explained)
        {
            explanations.RemoveAll(other => string.Equals(other.Finding, explained.Finding, StringComparison.OrdinalIgnoreCase));
            explanations.Insert(0, explained);
        }

        foreach (var declared in report.ChangedTests)
        {
            declarations.RemoveAll(other => string.Equals(other.Test, declared.Test, StringComparison.Ordinal));
            declarations.Insert(0, declared);
        }
    }

    /// <summary>Somebody agreed to points.</summary>
    public void Agree(IEnumerable<string> keys, string by)
    {
        foreach (var key in keys)
        {
            agreed[key] = by;
        }
    }

    /// <summary>Holds what was found against what was declared and explained.</summary>
    /// <param name="findings">Findings that may be kept.</param>
    /// <param name="expectations">Changed expectations.</param>
    /// <param name="quotations">Where quoted words may stand.</param>
    public HeldPoints Hold(IEnumerable<Finding> findings, IEnumerable<ChangedExpectation> expectations, Quotations quotations)
    {
        var held = new HeldPoints();
        foreach (var lost in expectations)
        {
            if (declarations.Find(change => DeclaredTest.Covers(change, lost)) is { } declared)
            {
                held.Declared.Add(Row(lost, declared, quotations));
            }
            else
            {
                held.Undeclared.Add(lost);
            }
        }

        foreach (var finding in findings)
        {
            var number = Number(finding);
            if (Why(finding, number) is { } why)
            {
                held.Explained.Add(Row(finding, number, why));
            }
            else
            {
                held.Unexplained.Add(finding);
            }
        }

        return held;
    }

    private ExpectationRow Row(ChangedExpectation lost, ReportedChange declared, Quotations quotations) =>
        new(lost.Test, lost.What, declared.Why)
        {
            Key = $"{lost.Key}@{lost.Version}",
            Files = lost.Files,
            AskedBy = declared.AskedBy,
            FoundAt = declared.AskedBy is { } quote ? quotations.Find(quote) : null,
            AgreedBy = agreed.GetValueOrDefault($"{lost.Key}@{lost.Version}"),
        };

    private ExplainedRow Row(Finding finding, string number, string why) =>
        new(number, finding.Message, why)
        {
            Key = $"{finding.Key}@{finding.Version}",
            Path = finding.Path,
            Line = finding.Line,
            NeedsAgreement = finding.Way == WayOut.Justify,
            AgreedBy = agreed.GetValueOrDefault($"{finding.Key}@{finding.Version}"),
        };

    /// <summary>
    /// The reason given for a finding: by its number, else by its place or words. That a test looks weaker is explained by its declaration too.
    /// </summary>
    private string? Why(Finding finding, string number) =>
        explanations.Find(explained => Numbers(explained.Finding).Contains(number, StringComparer.OrdinalIgnoreCase))?.Why
        ?? explanations.Find(explained => !Numbers(explained.Finding).Any() && IsAbout(explained.Finding.Trim().Trim('`'), finding))?.Why
        ?? (
            finding.Way == WayOut.Explain
            && finding.Key[(finding.Key.IndexOf(':', StringComparison.Ordinal) + 1)..] is var id
            && declarations.Find(change => DeclaredTest.Names(change.Test, id)) is { } declared
                ? declared.Why
                : null
        );

    private static bool IsAbout(string said, Finding finding) =>
        said.Length > 0
        && (
            string.Equals(said, finding.Key, StringComparison.Ordinal)
            || (
                finding.Path is { } path
                && (
                    string.Equals(said, path, StringComparison.Ordinal)
                    || said.StartsWith($"{path}:{finding.Line}", StringComparison.Ordinal)
                )
            )
            || (said.Length > 7 && finding.Message.Contains(said, StringComparison.OrdinalIgnoreCase))
        );

    private static IEnumerable<string> Numbers(string said) => NumberWord().OrNone().AllIn(said).Select(match => match.Value);

    [GeneratedRegex(@"\bN\d{1,5}\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NumberWord();
}

/// <summary>What a report says of the points that were found, and what it leaves open.</summary>
public sealed class HeldPoints
{
    /// <summary>Changed expectations that are declared.</summary>
    public List<ExpectationRow> Declared { get; } = [];

    /// <summary>Changed expectations that are not.</summary>
    public List<ChangedExpectation> Undeclared { get; } = [];

    /// <summary>Findings that are explained.</summary>
    public List<ExplainedRow> Explained { get; } = [];

    /// <summary>Findings that are not.</summary>
    public List<Finding> Unexplained { get; } = [];

    /// <summary>Whether something is neither declared nor explained.</summary>
    public bool IsOpen => Undeclared.Count + Unexplained.Count > 0;

    /// <summary>Whether everything that needs it has somebody's agreement.</summary>
    public bool IsAgreed =>
        Declared.TrueForAll(row => row.AgreedBy is not null)
        && Explained.TrueForAll(row => !row.NeedsAgreement || row.AgreedBy is not null);
}
