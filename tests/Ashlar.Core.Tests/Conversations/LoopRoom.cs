using System.Text;
using System.Text.Json;
using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Tests.Runs;
using Ashlar.Core.Tests.Tools;
using Ashlar.Core.Tools;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;

namespace Ashlar.Core.Tests.Conversations;

/// <summary>A conversation with real tools in a folder, recorded in a real journal.</summary>
internal sealed class LoopRoom : IDisposable
{
    private const string Notes = "notes\n";
    private static readonly JsonElement AnyInput = JsonDocument.Parse("""{"type":"object"}""").RootElement.Clone();

    private readonly RunRoom run = new();
    private readonly ToolRoom tools = new ToolRoom
    {
        Toolbox = new Toolbox([.. BuiltInTools.All(), new Handover("Report"), new Handover("Escalate")]),
    }.With("notes.txt", Notes);
    private bool begun;

    /// <summary>Requests that the conversation may make.</summary>
    public int MaxTurns { get; init; } = 200;

    /// <summary>USD that it may cost; each token costs a cent.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>Tokens that a request may hold, or null.</summary>
    public int? Window { get; init; }

    public string this[string path] => tools[path];

    public string Text(string path) => tools.Text(path);

    public IReadOnlyList<Entry> Entries => run.Folder.Record.Read().Entries;

    /// <summary>The loop as the next execution of the run makes it; <paramref name="observe"/> sees each entry, and crashes it by throwing.</summary>
    public AgentLoop Loop(IModel model, Action<Entry>? observe = null)
    {
        run.Again();
        run.Journal.Failpoint = observe;
        var context = begun ? tools.Resume(Base, Base.Keys.ToHashSet(StringComparer.Ordinal)) : tools.Begin();
        begun = true;
        var steps = run.Steps;
        var budget = new Budget(run.Clock, new RunLimits { Cost = MaxCost }, (_, usage) => 0.01m * (usage.Input + usage.Output));
        Attempts.AddPastCosts(steps, "worker", budget);
        var seat = new LoopTerms
        {
            Model = model,
            Tools = new RecordedTools(tools.Toolbox, context, steps, "1"),
            Steps = steps,
            Budget = budget,
            Task = "1",
            Agent = "worker",
            Prefix = "1/",
            MaxTurns = MaxTurns,
            MaxOutputTokens = 10,
            Window = new ContextWindow(Window),
            Remembers = name => name is "Grep",
            ChangedFiles = _ => Task.FromResult<IReadOnlyList<string>>(["modified notes.txt"]),
            HandsOver = name => name is "Report" or "Escalate",
            EndsTurn = name => name is "Escalate",
            Announce = _ => { },
        };
        return new AgentLoop(seat, new Conversation(Said.Text("system"), tools.Toolbox.Specs));
    }

    public LoopRoom()
    {
        run.With(null, RunRoom.Started);
    }

    /// <summary>The first message.</summary>
    public static ToolAnswer FirstWords => ToolAnswer.Of("Do the task.");

    /// <summary>A conversation as text, times left out.</summary>
    public static string Told(AgentLoop loop) =>
        System.Text.RegularExpressions.Regex.Replace(
            JsonSerializer.Serialize(loop.Conversation.Messages, MessageJson.Default.IReadOnlyListMessage),
            @"\d+\.\d s",
            "TIME"
        );

    public void Dispose()
    {
        tools.Dispose();
        run.Dispose();
    }

    private static Dictionary<string, BaseFile> Base =>
        new(StringComparer.Ordinal) { ["notes.txt"] = new BaseFile(false, BaseFiles.BlobOf(Encoding.UTF8.GetBytes(Notes))) };

    private sealed class Handover(string name) : ITool
    {
        public ToolSpec Spec { get; } = new(name, name, AnyInput);

        public Repetition Repetition => Repetition.Pure;

        public Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("the run answers this call");
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(IReadOnlyList<Message>))]
internal sealed partial class MessageJson : System.Text.Json.Serialization.JsonSerializerContext;
