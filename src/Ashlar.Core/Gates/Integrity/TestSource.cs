using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Integrity;

/// <summary>One test as its source text shows it.</summary>
/// <param name="File">Its file, relative to the repository root.</param>
/// <param name="Name">Its name within the file, with classes or suites in front: <c>TestX::test_cents</c>, <c>sum > adds</c>.</param>
/// <param name="Line">From 1.</param>
public sealed record TestSource(string File, string Name, int Line)
{
    /// <summary>Whether it is marked to be skipped or expected to fail.</summary>
    public bool Skipped { get; init; }

    /// <summary>How many parameter sets its text lists; null when it has none or they are computed.</summary>
    public int? Size { get; init; }

    /// <summary>
    /// How many assertions it has, with those of helpers: all; those that check at least a part or bound of a result; those that check
    /// it exactly. Assertions that cannot be reached or whose failure is swallowed do not count.
    /// </summary>
    public IReadOnlyList<int> Levels { get; init; } = [0, 0, 0];

    /// <summary>How many assertions it has in all.</summary>
    public int Assertions => Levels[0];

    /// <summary>Its own assertions in a normal form, to recognise those that were moved.</summary>
    public IReadOnlyList<TestCheck> Checks { get; init; } = [];

    /// <summary>Constants of the lists that it goes over: parameters, rows of a loop.</summary>
    public IReadOnlyList<string> Table { get; init; } = [];

    /// <summary>All its constants.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>A name that it replaces by a stand-in and then calls itself, or null: it tests the stand-in.</summary>
    public string? Fakes { get; init; }

    /// <summary>Whether nothing that it does depends on any code.</summary>
    public bool CannotFail { get; init; }

    /// <summary>What its body is, whatever its name.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Names and strings that it uses, itself or through helpers and fixtures of its file.</summary>
    public IReadOnlySet<string> Uses { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The id as it is shown when no runner gave one.</summary>
    public string Id => File.EndsWith(".py", StringComparison.Ordinal) ? $"{File}::{Name}" : $"{File} > {Name}";

    /// <summary>The test of an <see cref="Id"/> that its text gave it; null for an id of a runner's own form.</summary>
    public static TestSource? Parse(string id)
    {
        var (mark, length) = id.IndexOf("::", StringComparison.Ordinal) is var colons and > 0
            ? (colons, 2)
            : (id.IndexOf(" > ", StringComparison.Ordinal), 3);
        return mark > 0 ? new TestSource(id[..mark], id[(mark + length)..], 0) : null;
    }

    /// <summary>Whether a runner's test is (a case of) this one.</summary>
    public bool IsCase(TestCase test) => IsNamed(test.Id, test) || IsNamed(TestName.Plain(test.Id), test);

    private bool IsNamed(string plain, TestCase test)
    {
        var id = test.Id;
        if (plain == Id)
        {
            return true;
        }

        var dotted = Name.Replace("::", ".", StringComparison.Ordinal);
        // Where the id does not tell the file, it is only where the trace of a failure begins.
        var isGuess =
            test.File is null || (!File.EndsWith(".py", StringComparison.Ordinal) && !id.StartsWith(test.File, StringComparison.Ordinal));
        return (isGuess || test.File == File)
            && (
                plain == dotted
                || plain == Name
                || plain.EndsWith("." + dotted, StringComparison.Ordinal)
                || plain.EndsWith(" > " + Name, StringComparison.Ordinal)
            )
            && (test.File == File || !File.EndsWith(".py", StringComparison.Ordinal));
    }
}

/// <summary>The tests of one file.</summary>
/// <param name="Tests">In order.</param>
/// <param name="Imports">What each imported name stands for: <c>total</c> is <c>billing.sum.total</c>. Python only.</param>
public sealed record TestFileSource(IReadOnlyList<TestSource> Tests, IReadOnlyDictionary<string, string> Imports)
{
    /// <summary>Functions of the file that are not tests.</summary>
    public IReadOnlyList<TestSource> Helpers { get; init; } = [];

    /// <summary>Statements that change how tests end or which run.</summary>
    public IReadOnlyList<TestTrick> Tricks { get; init; } = [];

    /// <summary>Why the file cannot be read, or null.</summary>
    public string? Error { get; init; }
}

/// <summary>One assertion.</summary>
/// <param name="Form">Its text in a normal form: <c>assertEqual(a, b)</c> and <c>assert a == b</c> are the same.</param>
/// <param name="Strength">3 for one exact result, 2 for a part or bound of it, 1 for hardly anything.</param>
/// <param name="Values">Its constants.</param>
/// <param name="Calls">What it calls.</param>
public sealed record TestCheck(string Form, int Strength, IReadOnlyList<string> Values, IReadOnlyList<string> Calls)
{
    /// <summary>An assertion of which only the text is known.</summary>
    public static TestCheck Of(string form) => new(form, 3, [], []);
}

/// <summary>A statement of a test file that changes how tests end or which run.</summary>
/// <param name="Line">From 1.</param>
/// <param name="What">What it does.</param>
public sealed record TestTrick(int Line, string What);
