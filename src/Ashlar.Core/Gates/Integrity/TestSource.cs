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

    /// <summary>Assertions that can be reached and whose failure is not swallowed, with those of helpers of the same file.</summary>
    public int Assertions { get; init; }

    /// <summary>Its own assertions in a normal form, to recognise a renamed test.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>Whether nothing that it does depends on any code.</summary>
    public bool CannotFail { get; init; }

    /// <summary>What its body is, whatever its name.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Names and strings that it uses, itself or through helpers and fixtures of its file.</summary>
    public IReadOnlySet<string> Uses { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The id as it is shown when no runner gave one.</summary>
    public string Id => File.EndsWith(".py", StringComparison.Ordinal) ? $"{File}::{Name}" : $"{File} > {Name}";

    /// <summary>Whether a runner's test is (a case of) this one.</summary>
    public bool IsCase(TestCase test)
    {
        var id = test.Id;
        var bracket = id.IndexOf('[', StringComparison.Ordinal);
        var plain = bracket > 0 && id.EndsWith(']') ? id[..bracket] : id;
        if (plain == Id)
        {
            return true;
        }

        var dotted = Name.Replace("::", ".", StringComparison.Ordinal);
        return (test.File is null || test.File == File)
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
    /// <summary>Why the file cannot be read, or null.</summary>
    public string? Error { get; init; }
}
