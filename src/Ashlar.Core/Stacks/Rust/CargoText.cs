using System.Globalization;
using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>What cargo and the programs that it runs print, line by line.</summary>
/// <param name="files">The checkout.</param>
internal sealed partial class CargoText(CheckoutFiles files)
{
    private readonly CargoTargets targets = new(files);
    private readonly RustErrors errors = new(files);
    private readonly TestCaseList cases = new();
    private readonly List<string> loose = [];
    private CargoTarget target = new("", null);
    private CargoBlock? block;
    private bool isBroken;
    private bool isToldWhy;
    private bool isAny;

    /// <summary>Takes the next line.</summary>
    public void Add(string line)
    {
        if (RunningLine().FirstIn(line) is { Success: true } running)
        {
            Close();
            target = targets.Running(running.Groups["source"].Value, running.Groups["binary"].Value);
        }
        else if (DocumentationLine().FirstIn(line) is { Success: true } documentation)
        {
            Close();
            target = targets.Documentation(documentation.Groups[1].Value);
        }
        else if (BeginLine().FirstIn(line) is { Success: true } begin && block is null or { IsListing: true })
        {
            CloseBlock();
            block = new CargoBlock(target, Number(begin.Groups[1]));
            isAny = true;
        }
        else if (BrokenLine().IsIn(line))
        {
            isBroken = true;
            loose.Clear();
        }
        else if (Uncompiled(line, targets, errors) is { } uncompiled)
        {
            Close();
            cases.Add(uncompiled);
            isAny = true;
        }
        else if (block is not null && block.Add(line))
        {
            if (block.IsEnded)
            {
                CloseBlock();
            }
        }
        else
        {
            loose.Add(line);
            errors.Add(line);
        }
    }

    /// <summary>All that was told; null when no test was spoken of.</summary>
    public TestRun? End()
    {
        Close();
        return isAny ? new TestRun(cases.Done()) : null;
    }

    private void CloseBlock()
    {
        foreach (var test in block?.Cases(files) ?? [])
        {
            cases.Add(test);
        }

        isToldWhy |= block is { IsEnded: true, Failing: > 0 };
        block = block is { IsEnded: true } ? null : block;
    }

    private void Close()
    {
        CloseBlock();
        if (block is not null || (isBroken && !isToldWhy && target.Id.Length > 0))
        {
            var reason = string.Join('\n', loose.Select(text => text.Trim()).Where(text => text.Length > 0).TakeLast(40));
            cases.Add(
                new TestCase(target.Id, TestOutcome.Error)
                {
                    File = target.Source,
                    Message = FailureText.Line(
                        Died().FirstIn(reason) is { Success: true } died
                            ? $"the test program did not end by itself: {died.Groups[1].Value}"
                            : "the test program ended before its tests"
                    ),
                    Details = FailureText.Details(reason),
                }
            );
            isAny = true;
        }

        (block, isBroken, isToldWhy) = (null, false, false);
        loose.Clear();
    }

    /// <summary>The target that a line says could not be compiled; null for a line that says nothing of the kind.</summary>
    internal static TestCase? Uncompiled(string line, CargoTargets targets, RustErrors errors) =>
        CompileLine().FirstIn(line) is { Success: true } failed
            ? errors.Case(targets.Named(failed.Groups["package"].Value, failed.Groups["kind"].Value, failed.Groups["name"].Value), line)
            : null;

    internal static int Number(Group group) =>
        int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^\s+Running (?:(?<source>[^(`]{1,500}?) )?[(`](?<binary>[^)`]{1,800}?)(?:[)`]| )", RegexOptions.None, 1000)]
    private static partial Regex RunningLine();

    [GeneratedRegex(@"^\s+Doc-tests (\S{1,300})$", RegexOptions.None, 1000)]
    private static partial Regex DocumentationLine();

    [GeneratedRegex(@"^running (\d{1,7}) tests?$", RegexOptions.None, 1000)]
    private static partial Regex BeginLine();

    [GeneratedRegex(@"^error: (?:doc)?test failed, to rerun pass ", RegexOptions.None, 1000)]
    private static partial Regex BrokenLine();

    [GeneratedRegex(
        @"^error: could not compile `(?<package>[^`\s]{1,300})`[^(]*(?:\((?<kind>lib|bin|test|bench|example|build script)(?: ""(?<name>[^""]{1,300})"")?[^)]*\))?",
        RegexOptions.None,
        1000
    )]
    private static partial Regex CompileLine();

    [GeneratedRegex(
        @"process didn't exit successfully:.{0,2000}?\(((?:signal|exit status|exit code)[^)]{0,200})\)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Died();
}
