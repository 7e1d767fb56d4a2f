using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Gates;

/// <summary>
/// Tells a gate that found something wrong from one that could not look: by what its reader understood, never by words of one tool. On the run
/// base such a gate is nobody's iteration.
/// </summary>
/// <param name="root">The checkout that it ran on.</param>
internal sealed class GateSight(string root)
{
    private const int NoTestsCollected = 5;
    private const int LinesShown = 3;

    /// <summary>Why an attempt could tell nothing; null where it did.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="findings">Its verdict: every reason why it is not green.</param>
    public GateInability? Of(GateAttemptOutcome attempt, IReadOnlyList<Finding> findings)
    {
        if (attempt.Fault is { } fault)
        {
            var inability = attempt.Inability ?? new GateInability(InabilityKind.Environment, fault);
            return inability with
            {
                Remedy =
                    inability.Remedy ?? Listed(attempt, inability.Names) ?? Install(inability.Names) ?? Fetch(attempt, inability.Names),
            };
        }

        if (attempt.TimedOut)
        {
            return new GateInability(InabilityKind.TimedOut, findings[0].Message)
            {
                Remedy = "Give it more time with `timeout` in .ashlar/config.yaml, or make it end",
            };
        }

        if (findings.Count == 0)
        {
            return null;
        }

        return attempt.Reading!.Trouble is { } trouble
            ? CutShort.IsTold(trouble)
                ? Cut(findings[0].Message)
                : Unread(attempt, findings[0].Message)
            : attempt.Reading.Tests is { } tests
                ? OfTests(attempt, tests, findings)
                : OfTool(attempt);
    }

    private static GateInability Cut(string message) =>
        new(InabilityKind.NoResult, message)
        {
            Remedy =
                "Take out what ends the run at a failure (`-x`, `--failfast`, `bail` and their like), in the command or in the runner's configuration",
        };

    private GateInability Unread(GateAttemptOutcome attempt, string message) =>
        Missing(attempt)
        ?? Silence(attempt)
        ?? With(
            attempt,
            new GateInability(
                InabilityKind.NoResult,
                FailureText.ErrorLine(attempt.Text) is { } line ? $"exit {attempt.ExitCode}: {line}"
                    : FailureText.Tail(attempt.Text, LinesShown) is { Length: > 0 } tail
                        ? FailureText.Line($"{message}: {tail.Replace("\n", " | ", StringComparison.Ordinal)}")
                    : message
            ),
            attempt.Text
        );

    /// <summary>What the runner itself says of a command that told no result.</summary>
    private static GateInability? Silence(GateAttemptOutcome attempt) =>
        StackCatalog.All.Silence(new FailedCommand(attempt.Plan!.Command, attempt.ExitCode ?? 0, attempt.Text)) is { } fault
            ? new GateInability(fault.Kind == FaultKind.NoInput ? InabilityKind.NoInput : InabilityKind.Usage, fault.Message)
            {
                Remedy = fault.Remedy,
            }
            : null;

    private GateInability? OfTests(GateAttemptOutcome attempt, TestRun tests, IReadOnlyList<Finding> findings)
    {
        if (tests.Total == 0)
        {
            return attempt.ExitCode is not (null or 0 or NoTestsCollected) && (attempt.Reading!.Findings.Count > 0 || HasTests())
                ? Missing(attempt) ?? With(attempt, new GateInability(InabilityKind.NotRun, findings[0].Message), attempt.Text)
                : Nothing(findings[0].Message);
        }

        if (tests.Skipped == tests.Total)
        {
            return Nothing(findings[0].Message);
        }

        if (PytestCollection.Clash(tests) is { } clash)
        {
            return new GateInability(InabilityKind.Usage, clash) { Remedy = PytestCollection.Remedy };
        }

        // Only JUnit tells an error of the set-up from one of the test itself.
        var tellsSetUp = attempt.Plan!.Reader is JUnitReader;
        var broken = tests.Cases.Where(test => IsBroken(test.Outcome)).ToList();
        var unable = broken.Where(test => test.IsWholeFile || (tellsSetUp && test.Outcome == TestOutcome.Error)).ToList();
        // Beside files that cannot be imported a few tests may start, to fail where they start what is not there either.
        if (tests.Passing == 0 && unable.Count > 0 && unable.Count * 2 > broken.Count)
        {
            var first = unable[0];
            return With(
                attempt,
                new GateInability(InabilityKind.NotRun, $"no test could run: {first.Id}: {first.Message ?? "error"}"),
                string.Join('\n', unable.Select(test => $"{test.File} {test.Details}")),
                string.Join('\n', unable.Select(test => test.Message))
            );
        }

        return findings.Any(finding => finding.Key == "exit-green" || finding.Key.StartsWith("exit:", StringComparison.Ordinal))
            ? new GateInability(InabilityKind.Contradiction, findings[^1].Message)
            {
                Remedy =
                    "Make its exit code say what its report says, or set `known: true` on the gate in .ashlar/config.yaml, after which it decides nothing",
            }
            : null;
    }

    private GateInability? OfTool(GateAttemptOutcome attempt)
    {
        var said = attempt.Reading!.Findings.Where(finding => !finding.Key.StartsWith("exit:", StringComparison.Ordinal)).ToList();
        if (attempt.ExitCode is null or 0)
        {
            return null;
        }

        if (said.Count > 0)
        {
            return IsOfConfiguration(attempt, said) ? With(attempt, Configuration(attempt, said[0]), attempt.Text) : null;
        }

        var words = $"exit {attempt.ExitCode}: {FailureText.ErrorLine(attempt.Text) ?? FailureText.LastLine(attempt.Text) ?? "no output"}";
        return Missing(attempt)
            ?? (
                attempt.Plan!.Reader is ExitReader
                    ? new GateInability(InabilityKind.ExitOnly, $"{words}; only its exit code is read")
                    {
                        Remedy =
                            (Absent(attempt) is { } fetch ? $"Fetch what is missing ({fetch}), or have" : "Have")
                            + " its results read (`results:` in .ashlar/config.yaml), make it green, or set `known: true` on the gate there, after which it decides nothing",
                    }
                : GateInput.IsAbsent(attempt.Plan.Command, root) ? Nothing(words)
                : With(attempt, new GateInability(InabilityKind.Usage, $"{words}; it names nothing that it found"), attempt.Text)
            );
    }

    /// <summary>A tool that complains only of files that configure it has looked at nothing.</summary>
    private static bool IsOfConfiguration(GateAttemptOutcome attempt, IReadOnlyList<Finding> said) =>
        StackCatalog.All.Of(attempt.Plan!.Command.Tool) is { } stack
        && said.All(finding =>
            finding.Path is { } path
            && !stack.Sources.Contains(Path.GetExtension(path), StringComparer.Ordinal)
            && JudgeInputs.IsConfiguration(path)
        );

    private static GateInability Configuration(GateAttemptOutcome attempt, Finding finding) =>
        new(InabilityKind.Usage, $"exit {attempt.ExitCode}: {finding.Path}: {finding.Message}");

    /// <summary>What fetches a package that the output says is missing and the project lists.</summary>
    private string? Absent(GateAttemptOutcome attempt)
    {
        var names = FailureNames.Quoted(FailureText.ErrorLine(attempt.Text) ?? "");
        return new DependencyLists(new RepositoryFiles(root, StackCatalog.All)).Lack(names) ? Fetching(attempt, names) : null;
    }

    /// <summary>A path of the command that is not in the checkout and of which the tool complains.</summary>
    private GateInability? Missing(GateAttemptOutcome attempt) =>
        GateInput.Missing(attempt.Plan!.Command, attempt.Text, root) is { } path
            ? new GateInability(InabilityKind.NoInput, $"exit {attempt.ExitCode}: the command names {path}, which is not there")
            {
                Remedy = $"Commit {path}, or change the gate's command",
                Names = [path],
            }
            : null;

    private static GateInability Nothing(string words) =>
        new(InabilityKind.NoInput, words) { Remedy = "Give it something to look at, or change the gate's command" };

    private GateInability With(GateAttemptOutcome attempt, GateInability inability, string words, string? errors = null)
    {
        // Lines of source that a trace shows have names in quotes, too.
        errors ??= string.Join('\n', words.Split('\n').Where(line => line.Contains("rror", StringComparison.Ordinal)));
        IReadOnlyList<string> names = [.. FailureNames.Quoted(errors), .. PytestPlugins.Wanted(words)];
        return inability with
        {
            Remedy = Fetch(attempt, names),
            Files = FailureNames.Files(words, root),
            Names = names,
            LacksDependency =
                new DependencyLists(new RepositoryFiles(root, StackCatalog.All)).Lack(names)
                || PythonInstallation.IsMissing(errors, new RepositoryFiles(root, StackCatalog.All)),
        };
    }

    private string? Fetch(GateAttemptOutcome attempt, IReadOnlyList<string> names) =>
        Fetching(attempt, names) is { } fetch
            ? $"If something is missing, fetch it ({fetch}); else fix `{attempt.Plan?.Command.Line}`"
            : null;

    /// <summary>What brings a missing module that the project lists.</summary>
    private string? Listed(GateAttemptOutcome attempt, IReadOnlyList<string> names) =>
        names.Count > 0
        && attempt.Plan is { } plan
        && new DependencyFetch(new RepositoryFiles(root, StackCatalog.All)).Listing(plan.Command, names) is { } fetch
            ? $"Fetch what is missing: {fetch}"
            : null;

    private static string? Install(IReadOnlyList<string> names) => names.Count > 0 ? StackCatalog.All.Remedy(names[0]) : null;

    private string? Fetching(GateAttemptOutcome attempt, IReadOnlyList<string> names) =>
        attempt.Plan is { } plan ? new DependencyFetch(new RepositoryFiles(root, StackCatalog.All)).Of(plan.Command, names) : null;

    private bool HasTests() => new RepositoryFiles(root, StackCatalog.All).All.Any(StackCatalog.All.IsTest);

    private static bool IsBroken(TestOutcome outcome) => outcome is TestOutcome.Failed or TestOutcome.Error;
}
