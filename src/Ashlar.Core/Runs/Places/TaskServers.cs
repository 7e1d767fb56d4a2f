using Ashlar.Core.Conversations;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Places;

/// <summary>
/// The servers of tools in one attempt at a task. What they offer is recorded before the first request, so that a resumed or repeated run tells the
/// model the same; a server whose list is recorded is started only when one of its tools is called.
/// </summary>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="place">The servers of the run.</param>
/// <param name="attempt">The attempt.</param>
/// <param name="clock">The clock.</param>
internal sealed class TaskServers(Recorder recorder, ServerPlace place, Attempt attempt, TimeProvider clock) : IAsyncDisposable
{
    private readonly List<ServerProcess> processes = [];

    private ServerGrant Grant => attempt.Crew.Author.Policy.Tools.Servers;

    /// <summary>Their tools, as far as the agent may have them.</summary>
    public IReadOnlyList<ITool> Tools { get; private set; } = [];

    /// <summary>What of them cannot be used, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>Tools that the definition names and their servers do not have.</summary>
    public IReadOnlyList<string> Missing => [.. Grant.Named.Where(name => Grant.Offers(name) && Tools.All(tool => tool.Spec.Name != name))];

    /// <summary>Finds out what they offer.</summary>
    /// <param name="context">What tools work with.</param>
    /// <param name="contained">Ends when the sandbox has withstood its self-test.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task OpenAsync(ToolContext context, Task contained, CancellationToken cancellationToken)
    {
        var asked = Grant.Servers.Select(server => (Server: server, Process: Process(server))).ToList();
        processes.AddRange(asked.Select(one => one.Process).OfType<ServerProcess>());
        var starts = asked.Exists(one => one.Process is { } process && Recorded(one.Server) is null && place.Known(process.Launch) is null);
        if (starts && context.Tree is { } tree)
        {
            CommandScan.Once(tree, context);
        }

        var lists = await Task.WhenAll(asked.Select(one => ListAsync(one.Server, one.Process, context, contained, cancellationToken)))
            .ConfigureAwait(false);
        Notes =
        [
            .. starts ? await JudgedAsync(context).ConfigureAwait(false) : [],
            .. lists.Where(list => list.Content is null).SelectMany(list => list.Problems).Select(problem => problem.Message),
        ];
        Tools =
        [
            .. asked
                .Zip(lists)
                .Where(one => one.Second.Content is not null)
                .SelectMany(one =>
                    ServerTools
                        .Read(recorder.Folder.Artifacts.GetText(one.Second.Content!))
                        .Where(tool => Grant.Offers(tool.Spec.Name))
                        .Select(tool => new ServerTool(tool, one.First.Server, one.First.Process))
                ),
        ];
    }

    /// <summary>
    /// Ends those that were started only to be asked: none runs before it is called. What they changed meanwhile is held against the scope.
    /// </summary>
    private async Task<IReadOnlyList<string>> JudgedAsync(ToolContext context)
    {
        await DisposeAsync().ConfigureAwait(false);
        context.Background.ForgetEnded();
        if (context.Tree is not { } tree)
        {
            return [];
        }

        var reverted = context.Guard(tree).Check(tree.Judged).Reverted;
        foreach (var rule in reverted.GroupBy(change => change.Problem.Message, StringComparer.Ordinal))
        {
            recorder.Steps.Record(
                attempt.Task,
                new ChangeReverted($"{attempt.Prefix}mcp", [.. rule.Select(change => change.Path)], rule.Key)
            );
        }

        return reverted.Count == 0
            ? []
            :
            [
                $"MCP servers changed files outside the scope when they started; undone: {string.Join(", ", reverted.Select(change => change.Path))}",
            ];
    }

    private ToolsListed? Recorded(string server) => recorder.Steps.Past<ToolsListed>(attempt.Task, KeyOf(server));

    private string KeyOf(string server) => $"{attempt.Prefix}mcp/{server}";

    private ServerProcess? Process(string server) => place.Find(server) is { } launch ? place.Process(launch, clock) : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            await process.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<ToolsListed> ListAsync(
        string server,
        ServerProcess? process,
        ToolContext context,
        Task contained,
        CancellationToken cancellationToken
    )
    {
        var key = KeyOf(server);
        if (Recorded(server) is { } past)
        {
            return past;
        }

        ToolsListed list;
        if (process is null)
        {
            list = new ToolsListed(key, server, "", null, 0, [Unavailable(server, "it is not declared here, or lacks a variable")]);
        }
        else if (place.Known(process.Launch) is { } known)
        {
            list = known with { Key = key };
        }
        else
        {
            await contained.WaitAsync(cancellationToken).ConfigureAwait(false);
            list = await AskAsync(key, process, context, cancellationToken).ConfigureAwait(false);
        }

        list = recorder.Steps.Keep(attempt.Task, list);
        place.Keep(list);
        return list;
    }

    private async Task<ToolsListed> AskAsync(string key, ServerProcess process, ToolContext context, CancellationToken cancellationToken)
    {
        var (server, declaration) = (process.Launch.Name, process.Launch.Declaration);
        try
        {
            var offered = await process
                .ListAsync(
                    context with
                    {
                        CommandStarted = started =>
                            recorder.Steps.Record(attempt.Task, new CommandStarted(key, started.Pid, started.StartTime)),
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            var (text, count, problems) = ServerTools.Check(server, offered, recorder.Mask);
            return new ToolsListed(key, server, declaration, recorder.Folder.Artifacts.Put(text), count, problems, process.Version);
        }
        catch (Exception error) when (error is ServerFaultException or ServerTalkException)
        {
            return new ToolsListed(key, server, declaration, null, 0, [Unavailable(server, error.Message)]);
        }
    }

    private static Problem Unavailable(string server, string why) =>
        new("mcp.server-lost", $"The MCP server {server} cannot be used: {why.TrimEnd('.')}")
        {
            Warning = true,
            Retryable = true,
            Remedy = "Start its command by hand to see what it lacks, then start the task again with `ashlar resume --retry`",
        };
}
