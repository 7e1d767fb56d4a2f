using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Starts;

/// <summary>What a run is given from outside: clock, environment, models, sandbox, readers of its journal.</summary>
public sealed record RunHostServices
{
    /// <summary>The state folder.</summary>
    public required string StatePath { get; init; }

    /// <summary>Where runs are kept: below the state folder, unless another place is given.</summary>
    public IRunStore Store
    {
        get => field ??= new FolderStore(StatePath);
        init;
    }

    /// <summary>What killed processes left on this machine; one for all runs of a process.</summary>
    public Leavings Leavings { get; init; } = new();

    /// <summary>Where the command works; null where that says nothing.</summary>
    public string? Directory { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Environment look-up of the process.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The programs of the host.</summary>
    public required HostPrograms Programs { get; init; }

    /// <summary>Opens the sandbox with these programs; the first argument says whether commands run without one.</summary>
    public required Func<bool, HostPrograms, ISandbox> OpenSandbox { get; init; }

    /// <summary>Chooses the model.</summary>
    public required Func<ModelWish, CancellationToken, Task<ChosenModel>> ChooseModel { get; init; }

    /// <summary>Who works in a conversation, a task's or a reader's: as a rule a loop that asks the model of the seat.</summary>
    public Func<LoopTerms, Conversation, IAuthor> OpenAuthor { get; init; } = (seat, conversation) => new AgentLoop(seat, conversation);

    /// <summary>How servers of tools are talked to; asked for when the first one is started, null where none can be.</summary>
    public Func<IServerProtocol>? Servers { get; init; }

    /// <summary>USD for a usage by a model under a configuration's prices, or null when unknown.</summary>
    public required Func<Configuration, string, Usage, decimal?> Price { get; init; }

    /// <summary>Tokens that a request to a model may hold under a configuration; null for no bound that is known.</summary>
    public Func<Configuration, string, int?> Window { get; init; } = (_, _) => null;

    /// <summary>Keys of model providers by name; they are masked everywhere and no command gets them.</summary>
    public IReadOnlyDictionary<string, string> ModelKeys { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Asks a person whether files may be obeyed; null where nobody can be asked.</summary>
    public Func<TrustCheck, bool>? AskTrust { get; init; }

    /// <summary>Told what happens, for display only.</summary>
    public Action<LoopActivity> Announce { get; init; } = _ => { };

    /// <summary>Called with each new entry of the journal.</summary>
    public IReadOnlyList<Action<Entry>> Observers { get; init; } = [];

    /// <summary>Called with warnings at the start.</summary>
    public Action<Problem> Warn { get; init; } = _ => { };
}

/// <summary>From which sources the model is chosen (contract section 3).</summary>
public sealed record ModelWish(
    string? CommandLine,
    string? Agent,
    string AgentPath,
    Configuration Configuration,
    string Folder,
    string? Record,
    SecretMask Mask
);

/// <summary>The model that answers.</summary>
public sealed record ChosenModel(IModel Model, string Name, IReadOnlyList<Problem> Warnings);
