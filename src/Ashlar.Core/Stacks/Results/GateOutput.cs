using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Results;

/// <summary>What a gate's command left behind, for a reader.</summary>
internal sealed record GateOutput
{
    /// <summary>Exit code of the command.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Standard output and standard error, bounded.</summary>
    public required string Text { get; init; }

    /// <summary>The result files; empty when the command wrote none.</summary>
    public IReadOnlyList<byte[]> Results { get; init; } = [];

    /// <summary>Finds files of the checkout that was judged.</summary>
    public required CheckoutFiles Files { get; init; }

    /// <summary>The command, for what only it can tell.</summary>
    public required GateCommand Command { get; init; }
}

/// <summary>What a reader understood.</summary>
/// <param name="Findings">Everything that is wrong apart from failing tests.</param>
/// <param name="Tests">The tests, for a test reader that understood its input.</param>
internal sealed record GateReading(IReadOnlyList<Finding> Findings, TestRun? Tests)
{
    /// <summary>Why the result could not be read, or null.</summary>
    public string? Trouble { get; init; }
}

/// <summary>Reads one form of result.</summary>
internal interface IResultReader
{
    /// <summary>Its name in <c>results:</c>.</summary>
    string Name { get; }

    /// <summary>Whether it reads tests; a gate with such a reader is a test gate.</summary>
    bool ReadsTests { get; }

    /// <summary>Reads. Trouble with the input is told in the reading, never thrown.</summary>
    GateReading Read(GateOutput output);
}
