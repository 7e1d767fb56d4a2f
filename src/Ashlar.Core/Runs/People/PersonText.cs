using System.Text;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.People;

/// <summary>What a person who reviews is told: what was seen, what the author asks, what became of earlier points, how to look and decide.</summary>
internal static class PersonText
{
    /// <summary>The details of a review in the inbox.</summary>
    public static string Details(
        string run,
        TaskItem item,
        Verdict verdict,
        Report report,
        IReadOnlyList<FeedbackRow> ledger,
        HeldPoints held
    )
    {
        var text = new StringBuilder();
        text.Append(
            $"Gates green ({string.Join(", ", verdict.Results.Select(result => result.Name))}), proof {ProofLevelText.Words(verdict.Proof, verdict.Noticed)}, {Files(verdict.Files.Count)} changed.\n"
        );
        foreach (var concern in report.Concerns)
        {
            text.Append($"The author asks (unverified): {ShownText.Line(concern)}\n");
        }

        foreach (var (_, words) in TaskPoints.Needing(held))
        {
            text.Append($"To be agreed to: {words.Replace("\n", "; ", StringComparison.Ordinal)}\n");
        }

        foreach (var row in held.Explained.Where(row => !row.NeedsAgreement))
        {
            text.Append($"The author explains (unverified): {row.ToString().Replace("\n", "; ", StringComparison.Ordinal)}\n");
        }

        foreach (var row in ledger)
        {
            var how = row.How is null ? "" : $": {ShownText.Line(row.How)}";
            var proof = row.Proof is null ? "" : $" ({row.Proof})";
            text.Append(
                $"{row.Id}, round {row.Round} by {row.By}: {row.Place} {ShownText.Line(row.Item)}".Replace(
                    ":  ",
                    ": ",
                    StringComparison.Ordinal
                )
            );
            text.Append($" — {(row.Closed ? "closed, " : "")}{row.Word}{how}{proof}\n");
        }

        return text.Append($"Look: ashlar diff {run} --task {item.Id}; ashlar report {run} --task {item.Id}\n")
            .Append($"Decide: ashlar review {run} approve --task {item.Id} --resume; or request-changes --feedback-file FILE")
            .ToString();
    }

    private static string Files(int count) => count == 1 ? "1 file" : $"{count} files";
}
