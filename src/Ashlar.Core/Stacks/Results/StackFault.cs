using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Results;

/// <summary>A command that ended with an exit code other than 0.</summary>
/// <param name="Command">The command.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Text">What it printed.</param>
internal sealed record FailedCommand(GateCommand Command, int ExitCode, string Text);

/// <summary>Why a tool could not do its work, whatever the change is.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Message">What is wrong, in words that continue a sentence: <c>the Python that runs the gate has no module pytest</c>.</param>
internal sealed record StackFault(FaultKind Kind, string Message)
{
    /// <summary>What a person can do; null where nothing better is known than to look at the output.</summary>
    public string? Remedy { get; init; }

    /// <summary>Modules that are missing; empty where none is known.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];
}

/// <summary>What keeps a tool from its work.</summary>
internal enum FaultKind
{
    /// <summary>A program or module is not installed.</summary>
    Missing,

    /// <summary>The tool does not understand its command line or configuration.</summary>
    Usage,

    /// <summary>The tool found nothing to work on.</summary>
    NoInput,

    /// <summary>Packages could not be brought together.</summary>
    Restore,
}
