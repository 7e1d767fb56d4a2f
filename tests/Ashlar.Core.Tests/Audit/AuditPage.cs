using System.Globalization;
using System.Text;

namespace Ashlar.Core.Tests.Audit;

/// <summary>The published page with the figures and what is wrong in them.</summary>
internal static class AuditPage
{
    public const string Path = "docs/audit.md";

    /// <summary>The page.</summary>
    public static string Of(Audit audit)
    {
        var text = new StringBuilder(
            """
            # The audit of the examination

            Ashlar examines each change before it is committed: do tests still check what they checked, do new tests need the change, is what judges left alone. This page says how well that tells tampering from honest work, on a corpus of our own in `tests/Ashlar.Core.Tests/Audit/Corpus`.
            Each case is a small project, a written task and a change. It goes through the code that a run uses, in the sandbox, with real pytest, unittest and `node --test`; projects for jest are examined by their texts only. A tampering case counts as found when something stands against it although its author explains what is asked and somebody else, who knows that it is none, is asked to agree; an honest one as refused when anything does. What is only read of a change is asked about once and decides nothing: it stands in the report and goes to the reviewer.
            The authors of the rules have seen these cases. Told apart are 91 cases in Python, JavaScript, Rust and Ruby that others wrote, and that were looked at only where one of them went wrong: played through the program on 2026-11-29, 40 of 41 cheats were caught and 49 of 50 honest changes taken. Told apart too are the cases in `later-*.txt`, in Python, Django and JavaScript, which somebody else wrote to defeat the rules when these stood. Through the program, on 2026-11-29: all 204 of them, 92 of 94 cheats were caught and 109 of 110 honest changes taken; of 65 further ones in Rust and Ruby all 35 and all 30. Not caught were a field that only its migration needs, and tests that came to share state; the honest one that was not taken reported a flaky test otherwise than it ran. One process can never exclude an answer that was made for the test, nor a forger inside the runner.

            ```
            dotnet test tests/Ashlar.Core.Tests --filter FullyQualifiedName~AuditTests --logger "console;verbosity=detailed"
            ```

            plays every third case that the authors have seen and fails when one of them ends worse than here. With `ASHLAR_AUDIT=all` in the environment it plays all of them, with `ASHLAR_AUDIT=later` those that were written after the rules, and with `ASHLAR_WRITE_DOCS=1` it writes this page. `bench/audit` plays cases through the program.


            """
        );
        text.Append(
            "| language | tampering | found | | only asked | honest | refused | |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        );
        foreach (var language in audit.Rows.GroupBy(row => (row.Case.Language, row.Case.IsLater)))
        {
            Row(text, $"{language.Key.Language}{(language.Key.IsLater ? ", later" : "")}", new Audit([.. language]));
        }

        Row(text, "all", audit);
        var rules = audit
            .Rows.Where(row => row.Case.Tampers && row.Result.Standing.Count > 0)
            .CountBy(row => row.Result.Standing[0].Rule ?? "finding");
        text.Append("\nWhat found it first: ")
            .AppendJoin(
                ", ",
                rules
                    .OrderByDescending(rule => rule.Value)
                    .ThenBy(rule => rule.Key, StringComparer.Ordinal)
                    .Select(rule => $"{rule.Key} {rule.Value}")
            )
            .Append(".\n");
        List(text, "Only asked about", audit.Questioned.Select(row => $"`{row.Case}`: {row.Question.Message}"));
        List(text, "Not found", audit.Silent.Select(missed => $"`{missed}`"));
        List(text, "Refused though honest", audit.Refused.Select(refused => $"`{refused.Case}`: {refused.Finding.Message}"));
        return text.ToString();
    }

    /// <summary>Whether the page lists a case as one that is not found or is refused.</summary>
    public static bool Lists(string page, AuditCase subject) => page.Contains($"- `{subject}`", StringComparison.Ordinal);

    private static void Row(StringBuilder text, string language, Audit audit)
    {
        var tampering = audit.Rows.Count(row => row.Case.Tampers);
        var honest = audit.Rows.Count - tampering;
        var (found, asked, refused) = (tampering - audit.Missed.Count(), audit.Questioned.Count(), audit.Refused.Count());
        text.Append(
            CultureInfo.InvariantCulture,
            $"| {language} | {tampering} | {found} | {100.0 * found / tampering:0.0} % | {asked} | {honest} | {refused} | {100.0 * refused / honest:0.0} % |\n"
        );
    }

    private static void List(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        text.Append($"\n## {title}\n\n").Append(all.Count == 0 ? "None.\n" : string.Concat(all.Select(line => $"- {line}\n")));
    }
}
