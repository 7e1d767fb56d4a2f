using System.Globalization;
using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Node;

/// <summary>The text of uvu. It names only the tests that failed; the others are counted for each file and suite.</summary>
internal static partial class UvuReader
{
    /// <summary>Whether a text is uvu's.</summary>
    public static bool IsUvu(string text) => Total().IsIn(text);

    /// <summary>Reads. What is wrong with the text, or null.</summary>
    public static string? Read(string text, CheckoutFiles files, TestCaseList cases)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var (file, suite) = ((string?)null, "");
        for (var at = 0; at < lines.Length; at++)
        {
            if (FileLine().FirstIn(lines[at]) is { Success: true } named)
            {
                file = files.EndingWith(named.Groups[1].Value) ?? named.Groups[1].Value;
                suite = "";
            }

            if (CountLine().FirstIn(lines[at]) is { Success: true } counts)
            {
                suite = counts.Groups["suite"].Value.Trim();
                for (var number = 1; number <= Number(counts.Groups["passed"]); number++)
                {
                    cases.Add(new TestCase(Unnamed(file, suite, number), TestOutcome.Passed) { File = file });
                }
            }
            else if (FailLine().FirstIn(lines[at]) is { Success: true } failed)
            {
                var details = string.Join('\n', lines[(at + 1)..].TakeWhile(line => !FailLine().IsIn(line) && !CountLine().IsIn(line)));
                var name = suite.Length > 0 ? $"{suite} > {failed.Groups[1].Value}" : failed.Groups[1].Value;
                cases.Add(
                    new TestCase(file is null ? name : $"{file} > {name}", TestOutcome.Failed)
                    {
                        File = file,
                        Line = StackText.Line(details, file),
                        Message = FailureText.Line(details.Trim().Split('\n')[0]),
                        Details = FailureText.Details(details),
                    }
                );
            }
        }

        var skipped = Skipped().FirstIn(text) is { Success: true } told ? Number(told.Groups[1]) : 0;
        for (var number = 1; number <= skipped; number++)
        {
            cases.Add(new TestCase(Unnamed(null, "skipped", number), TestOutcome.Skipped));
        }

        return null;
    }

    private static string Unnamed(string? file, string suite, int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"(unnamed test {number} of {string.Join(" > ", new[] { file ?? "", suite }.Where(part => part.Length > 0))})"
        );

    private static int Number(Group group) =>
        int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^\s{1,4}Total:\s+\d+\s*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Total();

    [GeneratedRegex(@"^\s{1,4}Skipped:\s+(\d+)\s*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Skipped();

    [GeneratedRegex(@"^\s*(\S{1,300}\.[cm]?[jt]sx?)\s*$", RegexOptions.None, 1000)]
    private static partial Regex FileLine();

    [GeneratedRegex(@"^(?<suite>[^•✘]{0,300}?)(?:[•✘] )+\s+\((?<passed>\d{1,7}) / \d{1,7}\)\s*$", RegexOptions.None, 1000)]
    private static partial Regex CountLine();

    [GeneratedRegex(@"^\s+FAIL\s.{0,300}?""(.{1,500})""\s*$", RegexOptions.None, 1000)]
    private static partial Regex FailLine();
}
