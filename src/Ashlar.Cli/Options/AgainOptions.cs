using System.CommandLine;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Options;

/// <summary>What a run that continues takes from the command line each time, since no record decides it.</summary>
internal sealed class AgainOptions
{
    private readonly Option<bool> unsafeNoSandbox = new("--unsafe-no-sandbox")
    {
        Description = "Continue without a sandbox, as the run was started",
    };
    private readonly Option<bool> trust = new("--trust") { Description = "Obey the configuration that the run began with" };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [unsafeNoSandbox, trust];

    /// <summary>The options of a command with what was given of these.</summary>
    public RunOptions Read(ParseResult parse, RunOptions options) =>
        options with
        {
            UnsafeNoSandbox = parse.GetValue(unsafeNoSandbox),
            Trust = parse.GetValue(trust),
        };
}
