using Ashlar.Core.Journal;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Secrets;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Interpreters;

namespace Ashlar.Core.Gates;

/// <summary>Where gates run and what they get; the same for all gates of a cycle.</summary>
public sealed record GateWorld
{
    /// <summary>The sandbox.</summary>
    public required ISandbox Sandbox { get; init; }

    /// <summary>
    /// The directories: <see cref="SandboxMounts.Root"/> is the gate checkout, all of it writable, with its own <c>.git</c>;
    /// <see cref="SandboxMounts.PrivateFolder"/> is the gates' own, never the model's.
    /// HOME, TMPDIR and the folder of results are made for each attempt.
    /// </summary>
    public required SandboxMounts Mounts { get; init; }

    /// <summary>
    /// The folder of results as commands see it: shell text for within double quotes. Null where there is none.
    /// </summary>
    internal string? ResultsShown => Sandbox.ShownResults(Mounts) is { } path ? ShellWords.InDoubleQuotes(path) : null;

    /// <summary>The checkout, which is made fresh before each attempt; null where <see cref="SandboxMounts.Root"/> stays as it is.</summary>
    public GateCheckout? Checkout { get; init; }

    /// <summary>Whether commands set up what all attempts begin from, and so work on one another's results.</summary>
    internal bool IsSetUp { get; init; }

    /// <summary>Environment of all gates.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Values of secrets by name, for gates whose <c>env</c> names them.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What masks output and results.</summary>
    public required SecretMask Mask { get; init; }

    /// <summary>Told of each process that was started, so that it can be ended after a crash; null for nobody.</summary>
    public Action<ProcessIdentity>? CommandStarted { get; init; }

    /// <summary>Where whole outputs are kept; null keeps none.</summary>
    public ArtifactFolder? Artifacts { get; init; }

    /// <summary>Services that every gate may reach (<c>host:port</c>); a refused connection to one is an environment fault.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>The Python that the project's imports work in; null for the PATH's.</summary>
    public Interpreter? Python { get; init; }
}
