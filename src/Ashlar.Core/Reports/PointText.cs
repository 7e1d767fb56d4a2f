using System.Text;
using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Reports;

/// <summary>Tells an author which points are open and what can be done about them.</summary>
public static class PointText
{
    private const int Shown = 20;

    /// <summary>The open points in groups, each with its way out; empty where none is open.</summary>
    /// <param name="held">The points.</param>
    /// <param name="ledger">Their numbers.</param>
    /// <param name="agreeing">Who has to agree, such as <c>somebody else</c>; null where nobody may.</param>
    public static string Open(HeldPoints held, PointLedger ledger, string? agreeing)
    {
        var text = new StringBuilder();
        Expectations(text, held.Undeclared, agreeing);
        Group(text, [.. held.Unexplained.Where(finding => finding.Way == WayOut.Justify)], ledger, Justify);
        Group(
            text,
            [.. held.Unexplained.Where(finding => finding.Way == WayOut.Explain)],
            ledger,
            (it, numbers) =>
                $"{(it == "it" ? "This was" : "These were")} only read. Fix {it}, or give {numbers} in Report.explained with why {it} may stand; then {it} {(it == "it" ? "is not an obstacle" : "are not obstacles")}."
        );
        return text.ToString();

        string Justify(string it, string numbers) =>
            agreeing is null
                ? $"Nobody may agree to {it} here (agree: none). Take {it} back; if the task requires {it}, Escalate (question)."
                : $"Fix {it} or take {it} back, or give {numbers} in Report.explained with why {it} must stand; {agreeing} then has to agree.";
    }

    /// <summary>One line of what was lost, for journals and lists.</summary>
    public static string Line(ChangedExpectation lost) => $"{lost.Test}  {lost.What}.";

    private static void Expectations(StringBuilder text, List<ChangedExpectation> undeclared, string? agreeing)
    {
        if (undeclared.Count == 0)
        {
            return;
        }

        foreach (var lost in undeclared.Take(Shown))
        {
            text.Append(Line(lost)).Append('\n');
        }

        if (undeclared.Count > Shown)
        {
            var files = undeclared.Skip(Shown).SelectMany(lost => lost.Files.Take(1)).Distinct(StringComparer.Ordinal);
            text.Append($"and {undeclared.Count - Shown} more, in {string.Join(", ", files)}\n");
        }

        var (this_, each) = undeclared.Count == 1 ? ("this", "it") : ("these", "each");
        text.Append(
            agreeing is null
                ? $"Nobody may agree to {this_} here (agree: none). Fix the code and put the {(undeclared.Count == 1 ? "test" : "tests")} back; if the task requires {this_}, Escalate (question).\n"
                : $"If the task asks for {this_}, give {each} in Report.changed_tests: test (its id or its file), why, and in asked_by the words that ask for it; {agreeing} then has to agree. Else fix the code and put the {(undeclared.Count == 1 ? "test" : "tests")} back.\n"
        );
    }

    private static void Group(StringBuilder text, List<Finding> findings, PointLedger ledger, Func<string, string, string> wayOut)
    {
        if (findings.Count == 0)
        {
            return;
        }

        foreach (var finding in findings)
        {
            text.Append($"{ledger.Number(finding)}  {finding.Message}\n");
        }

        text.Append(wayOut(findings.Count == 1 ? "it" : "them", findings.Count == 1 ? ledger.Number(findings[0]) : "each")).Append('\n');
    }
}
