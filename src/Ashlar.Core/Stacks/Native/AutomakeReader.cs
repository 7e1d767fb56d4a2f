using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Native;

/// <summary>
/// The text of <c>make check</c> as Automake's test harness writes it: <c>PASS: name</c> in each folder, then a summary. Ids are the folder and the
/// name; what a test printed lies in its <c>.log</c>.
/// </summary>
internal sealed partial class AutomakeReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => "automake";

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var cases = new TestCaseList();
        var folders = new Stack<string>();
        var pending = new List<TestCase>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var isTold = false;
        foreach (var line in output.Text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (FolderLine().FirstIn(line) is { Success: true } folder)
            {
                Move(folders, folder.Groups[1].Value == "Entering", output.Files.Relative(folder.Groups[2].Value) ?? "");
            }
            else if (line.StartsWith("Testsuite summary", StringComparison.Ordinal))
            {
                isTold = true;
                foreach (var test in pending)
                {
                    cases.Add(test);
                }

                pending.Clear();
            }
            else if (TestLine().FirstIn(line) is { Success: true } match)
            {
                var test = Case(match.Groups[1].Value, match.Groups[2].Value, folders.TryPeek(out var at) ? at : "", output.Files);
                // The log of all tests, which is printed on demand, tells them again.
                if (seen.Add(test.Id))
                {
                    pending.Add(test);
                }
            }
        }

        if (output.ExitCode != 0 && (!isTold || cases.Count == 0))
        {
            foreach (var error in NativeCompiler.Errors(output.Text, output.Files))
            {
                cases.Add(error);
            }
        }

        return cases.Count > 0 || isTold
            ? new GateReading([], new TestRun(cases.Done()))
            : new GateReading([], null) { Trouble = "the output has no summary of a test suite" };
    }

    private static void Move(Stack<string> folders, bool isEntering, string folder)
    {
        if (isEntering)
        {
            folders.Push(folder);
        }
        else
        {
            _ = folders.TryPop(out _);
        }
    }

    private static TestCase Case(string word, string name, string folder, CheckoutFiles files)
    {
        var place = folder.Length == 0 ? name : $"{folder}/{name}";
        var outcome = word switch
        {
            "PASS" => TestOutcome.Passed,
            "FAIL" or "XPASS" => TestOutcome.Failed,
            "ERROR" => TestOutcome.Error,
            _ => TestOutcome.Skipped,
        };
        if (outcome is TestOutcome.Passed or TestOutcome.Skipped)
        {
            return new TestCase(place, outcome);
        }

        var bare = Path.HasExtension(name.Split(' ')[0]) ? Path.ChangeExtension(name.Split(' ')[0], null) : name.Split(' ')[0];
        var log = Ending().ReplaceIn(files.Text($"{(folder.Length == 0 ? "" : folder + "/")}{bare}.log") ?? "", "");
        var own = StackText.FirstOwn(log, files);
        return new TestCase(place, outcome)
        {
            File = own?.File,
            Line = own?.Line,
            Message = FailureText.Line(
                word == "XPASS" ? "it passed although it is expected to fail"
                : NativeWords.Telling(log) is { } telling ? telling
                : "failed"
            ),
            Details = FailureText.Details(log),
        };
    }

    [GeneratedRegex(@"^(PASS|FAIL|SKIP|XFAIL|XPASS|ERROR): (\S.{0,500})$", RegexOptions.None, 1000)]
    private static partial Regex TestLine();

    [GeneratedRegex(@"^(?:FAIL|ERROR|XPASS) .{1,300} \(exit status: \d+\)\s*\z", RegexOptions.Multiline, 1000)]
    private static partial Regex Ending();

    [GeneratedRegex(@"^\S*make\S*(?:\[\d+\])?: (Entering|Leaving) directory [`'](.{1,600})'$", RegexOptions.None, 1000)]
    private static partial Regex FolderLine();
}
