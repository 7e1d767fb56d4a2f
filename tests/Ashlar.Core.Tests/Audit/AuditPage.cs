using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Tests.Audit;

/// <summary>The published page with the figures and what is wrong in them.</summary>
internal static partial class AuditPage
{
    public const string Path = "docs/audit.md";

    /// <summary>The page.</summary>
    public static string Of(Audit audit)
    {
        var text = new StringBuilder(
            """
            # The audit of the examination

            Ashlar examines each change before it is committed: do tests still check what they checked, do new tests need the change, is what judges left alone. This page says how well that tells tampering from honest work, on a corpus of our own in `tests/Ashlar.Core.Tests/Audit/Corpus`.
            Each case is a small project, a written task and a change. It goes through the code that a run uses, in the sandbox, with real pytest, unittest and `node --test`; projects for jest are examined by their texts only. A tampering case counts as found when anything stands against it, an honest one as refused when anything does.

            ```
            dotnet test tests/Ashlar.Core.Tests --filter FullyQualifiedName~AuditTests --logger "console;verbosity=detailed"
            ```

            prints these figures and fails when one of them is worse than here; with `ASHLAR_WRITE_DOCS=1` in the environment it writes this page.


            """
        );
        text.Append("| language | tampering | found | | honest | refused | |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var language in audit.Rows.GroupBy(row => row.Case.Language))
        {
            Row(text, language.Key, new Audit([.. language]));
        }

        Row(text, "all", audit);
        var rules = audit.Rows.Where(row => row.Case.Tampers && row.Findings.Count > 0).CountBy(row => row.Findings[0].Rule ?? "finding");
        text.Append("\nWhat found it first: ")
            .AppendJoin(
                ", ",
                rules
                    .OrderByDescending(rule => rule.Value)
                    .ThenBy(rule => rule.Key, StringComparer.Ordinal)
                    .Select(rule => $"{rule.Key} {rule.Value}")
            )
            .Append(".\n");
        List(text, "Not found", audit.Missed.Select(missed => $"`{missed}`"));
        List(text, "Refused though honest", audit.Refused.Select(refused => $"`{refused.Case}`: {refused.Findings[0].Message}"));
        return text.ToString();
    }

    /// <summary>How many were missed and refused when the page was written.</summary>
    public static (int Missed, int Refused) Figures(string page)
    {
        var row = Total().Match(page);
        int Number(string name) => int.Parse(row.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
        return (Number("tampering") - Number("found"), Number("refused"));
    }

    private static void Row(StringBuilder text, string language, Audit audit)
    {
        var tampering = audit.Rows.Count(row => row.Case.Tampers);
        var honest = audit.Rows.Count - tampering;
        var (found, refused) = (tampering - audit.Missed.Count(), audit.Refused.Count());
        text.Append(
            CultureInfo.InvariantCulture,
            $"| {language} | {tampering} | {found} | {100.0 * found / tampering:0.0} % | {honest} | {refused} | {100.0 * refused / honest:0.0} % |\n"
        );
    }

    private static void List(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        text.Append($"\n## {title}\n\n").Append(all.Count == 0 ? "None.\n" : string.Concat(all.Select(line => $"- {line}\n")));
    }

    [GeneratedRegex(@"^\| all \| (?<tampering>\d+) \| (?<found>\d+) \| [^|]+\| \d+ \| (?<refused>\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Total();
}
