namespace Ashlar.Core.Reports;

/// <summary>What Ashlar saw, with every mismatch beside the claim.</summary>
internal static class ObservationText
{
    /// <summary>Writes verdict, proof, mismatches, files, gates, tests, deviations and rules.</summary>
    public static void Write(DocumentText document, VerifiedReport report)
    {
        var seen = report.Verification;
        document.Field("Verification", Verdict(report));
        document.Field("Proof", seen.Proof is { } proof ? proof.Word() : "none, the task is not ticked");
        if (seen.Noticed is { } noticed)
        {
            document.Field("Noticed by a test when taken away", $"{noticed} ({UnitText.Seconds(seen.MeasuredMilliseconds)})");
            document.List("Parts of the change", seen.Units.Select(UnitText.Line));
        }

        if (seen.Sandbox is { } sandbox)
        {
            document.Field("Sandbox", $"{sandbox}: commands ran outside Ashlar's sandbox");
        }

        document.List(
            "Discrepancies",
            seen.Discrepancies.Select(each =>
                $"{each.What}: claimed {each.Claimed}, seen {each.Observed}{(each.Source is null ? "" : $" ({each.Source})")}"
            )
        );
        document.List("Open criteria", seen.Unmet.Select(unmet => $"{unmet.Criterion}: the report says {unmet.Claimed}"));
        document.List("Changed expectations", seen.Expectations.Select(row => row.Line));
        document.List("Not compared", seen.NotCompared);
        document.List("Explained findings", seen.Explained.Select(row => row.Said));
        document.List("Asked and answered", report.Questions);
        document.List("Refused or undone", report.Refused);
        document.List("Reviews", report.Reviews);
        document.List("Feedback", report.Feedback.Select(Feedback));
        document.List("Files", seen.Files.Count == 0 ? ["none changed"] : seen.Files.Select(File));
        document.List("Gates", seen.Gates.Select(Gate));
        document.List("Tests that no gate runs", seen.Uncovered.Select(part => part.ToString()));
        document.Field("Tests", Tests(seen.Tests));
        document.List("New tests that pass without the change too", seen.Tests?.PassesOnBase ?? []);
        document.List("Deviations noted by the model", seen.Deviations.Select(Deviation));
        // What nobody has to look at is counted.
        var rules = seen.Rules.DistinctBy(rule => (rule.Rule, rule.Check)).ToList();
        var open = rules.Where(rule => !rule.IsSettled).ToList();
        var settled = rules.Except(open).CountBy(rule => rule.Check, StringComparer.Ordinal).Select(group => $"{group.Value} {group.Key}");
        document.List(
            "Rules",
            [
                .. open.Select(rule =>
                    $"{rule.Rule.TrimEnd('.')}: {rule.Check}{(rule.Path is null ? "" : $" ({rule.Path}{Line(rule.Line)})")}"
                ),
                .. settled,
            ]
        );
    }

    /// <summary>A file and its change, <c>src/a.py (created - note)</c>.</summary>
    public static string File(ReportedFile file)
    {
        var words = new[] { file.Change is { } change ? FileComparison.Word(change) : null, file.Note };
        var said = string.Join(" - ", words.Where(word => !string.IsNullOrEmpty(word)));
        return said.Length == 0 ? file.Path : $"{file.Path} ({said})";
    }

    /// <summary>The counts in words.</summary>
    public static string Tests(TestEvidence? tests)
    {
        if (tests is null)
        {
            return "no gate counts tests";
        }

        var counts = $"{tests.Total} total, {tests.Passing} passing, {tests.Failing} failing, {tests.Skipped} skipped";
        return tests.New == 0 ? counts : $"{counts}; {tests.New} new, of which {tests.NewFailingOnBase} fail without the change";
    }

    /// <summary>A noted deviation in one line.</summary>
    public static string Deviation(Deviation deviation) =>
        $"{deviation.What}, because {deviation.Why}{(deviation.Record is null ? "" : $" ({deviation.Record})")}";

    /// <summary>A point of a review and how it stands, with what shows the fix.</summary>
    private static string Feedback(FeedbackRow row)
    {
        var stand = row.Closed ? "closed by the reviewer" : "open";
        var proof =
            row.Proof is { } place ? $"shown by {place}"
            : row.State == FixState.Fixed ? "nothing shows it"
            : null;
        return $"{row.Id}: {string.Join(", ", new[] { row.State is null ? null : row.Word, proof, stand }.OfType<string>())}";
    }

    private static string Verdict(VerifiedReport report) =>
        report.Report is null ? "there is no report"
        : report.NotLookedAt is { } why ? $"not looked at: {why}"
        : report.Verification.Verified ? "the report agrees with what was seen"
        : "the report does not agree with what was seen";

    private static string Gate(GateEvidence gate)
    {
        var result = gate.Result;
        var parts = new List<string> { $"{result.Name}: {result.Status.Word()}, `{result.Run}`" };
        if (gate.SourcePath is not null)
        {
            parts.Add($" ({gate.SourcePath}{Line(gate.SourceLine)})");
        }

        if (GateRemark.Of(result) is { } remark)
        {
            parts.Add($"; {remark}");
        }

        Add("new", result.New.Select(finding => finding.Key));
        Add("known", result.Known.Select(finding => finding.Key));
        Add("flaky", result.Flaky);
        if (result.Examined is { } examined)
        {
            parts.Add($"; {examined.What}");
        }

        return string.Concat(parts);

        void Add(string label, IEnumerable<string> keys)
        {
            var all = keys.ToList();
            if (all.Count > 0)
            {
                parts.Add($"; {label}: {string.Join(", ", all.Take(10))}{(all.Count > 10 ? $" and {all.Count - 10} more" : "")}");
            }
        }
    }

    private static string Line(int? line) => line is null ? "" : $":{line}";
}
