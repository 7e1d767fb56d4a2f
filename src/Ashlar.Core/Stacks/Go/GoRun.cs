using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Go;

/// <summary>What is told of the tests of Go packages, piece by piece, in either form that <c>go test</c> writes.</summary>
/// <param name="files">The checkout.</param>
internal sealed class GoRun(CheckoutFiles files)
{
    private readonly GoModules modules = new(files);
    private readonly TestCaseList cases = new();
    private readonly Dictionary<string, List<string>> built = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Package, string Test), System.Text.StringBuilder> texts = [];
    private readonly HashSet<(string Package, string Test)> open = [];
    private readonly HashSet<string> failing = new(StringComparer.Ordinal);
    private readonly List<(string Package, string Test, TestOutcome Outcome)> told = [];
    private readonly HashSet<string> broken = new(StringComparer.Ordinal);

    /// <summary>Whether anything was told.</summary>
    public bool IsAny { get; private set; }

    /// <summary>A test began.</summary>
    public void Begin(string package, string test)
    {
        IsAny = true;
        open.Add((package, test));
    }

    /// <summary>A test, or a package for an empty name, printed something.</summary>
    public void Print(string package, string test, string text)
    {
        var all = texts.TryGetValue((package, test), out var known) ? known : texts[(package, test)] = new System.Text.StringBuilder();
        if (all.Length < FailureText.DetailsLimit)
        {
            all.Append(text);
        }
    }

    /// <summary>A test ended.</summary>
    public void End(string package, string test, TestOutcome outcome)
    {
        IsAny = true;
        open.Remove((package, test));
        told.Add((package, test, outcome));
        if (outcome == TestOutcome.Failed)
        {
            failing.Add(package);
        }
    }

    /// <summary>A line of a build: the compiler's and vet's words about a package.</summary>
    public void Build(string package, string line)
    {
        if (!built.TryGetValue(package, out var lines))
        {
            built[package] = lines = [];
        }

        lines.Add(line);
    }

    /// <summary>A package passed or had no tests.</summary>
    public void Pass(string package)
    {
        IsAny = true;
        Settle(package, TestOutcome.Passed);
    }

    /// <summary>A package failed.</summary>
    /// <param name="package">The package.</param>
    /// <param name="isBuild">Whether it could not be built or vetted.</param>
    public void Fail(string package, bool isBuild)
    {
        IsAny = true;
        var unfinished = Settle(package, null);
        if (isBuild || (!unfinished && !failing.Contains(package)))
        {
            broken.Add(package);
        }
    }

    /// <summary>All tests and broken packages.</summary>
    public TestRun Done()
    {
        foreach (var (package, test, outcome) in told)
        {
            cases.Add(Case(package, test, outcome));
        }

        foreach (var package in broken)
        {
            cases.Add(Broken(package));
        }

        return new TestRun(cases.Done());
    }

    /// <summary>Tests of which no end was told; true when one of them may be why the package failed.</summary>
    private bool Settle(string package, TestOutcome? outcome)
    {
        var any = false;
        foreach (var test in open.Where(test => test.Package == package).ToList())
        {
            open.Remove(test);
            var text = TextOf(package, test.Test);
            // What a test prints without a line feed hides the line that tells its end from go.
            var end =
                text.Contains($"--- PASS: {test.Test} (", StringComparison.Ordinal) ? TestOutcome.Passed
                : text.Contains($"--- SKIP: {test.Test} (", StringComparison.Ordinal) ? TestOutcome.Skipped
                : text.Contains($"--- FAIL: {test.Test} (", StringComparison.Ordinal) ? TestOutcome.Failed
                : outcome ?? TestOutcome.Error;
            told.Add((package, test.Test, end));
            any |= end is TestOutcome.Failed or TestOutcome.Error;
        }

        return any;
    }

    private TestCase Case(string package, string test, TestOutcome outcome)
    {
        var result = new TestCase($"{package}.{test}", outcome) { File = modules.FileOf(package, test) };
        if (outcome is TestOutcome.Passed or TestOutcome.Skipped)
        {
            return result;
        }

        var text = TextOf(package, test);
        var (message, line) = GoFailure.Of(text, result.File);
        return result with { Message = message, Line = line, Details = FailureText.Details(text) };
    }

    private TestCase Broken(string package)
    {
        var lines = built.GetValueOrDefault(package) ?? [];
        var text = lines.Count > 0 ? string.Join('\n', lines) : TextOf(package, "");
        var (file, line, message) = GoFailure.Place(lines, files, modules.FolderOf(package));
        return new TestCase(package, TestOutcome.Error)
        {
            File = file,
            Line = line,
            Message = FailureText.Line(
                message is not null ? $"does not build: {message} ({file}:{line})"
                : lines.Count > 0 ? $"does not build: {lines[0]}"
                : GoFailure.Last(text) ?? "the package failed outside of its tests"
            ),
            Details = FailureText.Details(text),
        };
    }

    private string TextOf(string package, string test) => texts.TryGetValue((package, test), out var text) ? text.ToString() : "";
}
