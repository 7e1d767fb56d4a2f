using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Go;

/// <summary>The text of <c>go test -v</c>: it names the package behind its tests.</summary>
/// <param name="run">What is told.</param>
internal sealed partial class GoText(GoRun run)
{
    private readonly List<Action<string>> waiting = [];
    private string current = "";

    /// <summary>Takes a line; false for one that says nothing of tests.</summary>
    public bool Add(string line)
    {
        if (BeginLine().FirstIn(line) is { Success: true } begin)
        {
            var test = begin.Groups[2].Value;
            current = test;
            if (begin.Groups[1].Value == "RUN")
            {
                waiting.Add(package => run.Begin(package, test));
            }

            return true;
        }

        if (EndLine().FirstIn(line) is { Success: true } end)
        {
            var test = end.Groups[3].Value;
            current = test;
            var outcome = end.Groups[2].Value switch
            {
                "PASS" => TestOutcome.Passed,
                "FAIL" => TestOutcome.Failed,
                _ => TestOutcome.Skipped,
            };
            waiting.Add(package => run.End(package, test, outcome));
            return true;
        }

        if (PackageLine().FirstIn(line) is { Success: true } ended)
        {
            var package = ended.Groups[2].Value;
            foreach (var told in waiting)
            {
                told(package);
            }

            waiting.Clear();
            current = "";
            if (ended.Groups[1].Value == "FAIL")
            {
                run.Fail(package, isBuild: false);
            }
            else
            {
                run.Pass(package);
            }

            return true;
        }

        if (waiting.Count > 0)
        {
            var test = current;
            waiting.Add(package => run.Print(package, test, line + "\n"));
            return true;
        }

        return false;
    }

    [GeneratedRegex(@"^=== (RUN|CONT|PAUSE|NAME) +(\S{1,500})$", RegexOptions.None, 1000)]
    private static partial Regex BeginLine();

    [GeneratedRegex(@"^(.{0,2000}?)--- (PASS|FAIL|SKIP): (\S{1,500}) \([\d.]+s\)$", RegexOptions.None, 1000)]
    private static partial Regex EndLine();

    [GeneratedRegex(@"^(ok|FAIL|\?)\s+(\S{1,500})\s+(?:[\d.]+s|\(cached\)|\[no test files\])", RegexOptions.None, 1000)]
    private static partial Regex PackageLine();
}
