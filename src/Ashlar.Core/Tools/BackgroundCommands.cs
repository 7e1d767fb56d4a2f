using Ashlar.Core.Sandboxes.Commands;

namespace Ashlar.Core.Tools;

/// <summary>Commands of a task that run in the background, by id.</summary>
public sealed class BackgroundCommands
{
    private readonly Dictionary<string, RunningCommand> commands = new(StringComparer.Ordinal);
    private readonly List<RunningCommand> servers = [];
    private readonly Dictionary<string, long> offsets = new(StringComparer.Ordinal);

    /// <summary>Takes a command on under the next id, <c>bash_1</c> and so on.</summary>
    public string Add(RunningCommand command)
    {
        var id = $"bash_{commands.Count + 1}";
        commands.Add(id, command);
        return id;
    }

    /// <summary>Takes a server on, which no id names: it ends with the others.</summary>
    public void Keep(RunningCommand server)
    {
        // Several may be started at once.
        lock (servers)
        {
            servers.Add(server);
        }
    }

    /// <summary>Servers that have ended, and all of whose changes have been judged, no longer count.</summary>
    public void ForgetEnded()
    {
        lock (servers)
        {
            _ = servers.RemoveAll(server => server.Completion.IsCompleted);
        }
    }

    /// <summary>The ids in use.</summary>
    public IReadOnlyCollection<string> Ids => commands.Keys;

    /// <summary>Whether one was started in this task; from then on changes may come between two commands.</summary>
    public bool Any => commands.Count > 0 || servers.Count > 0;

    /// <summary>The command, or null.</summary>
    public RunningCommand? Find(string id) => commands.GetValueOrDefault(id);

    /// <summary>Output that was not read yet.</summary>
    internal string NewOutput(string id)
    {
        var (text, offset) = commands[id].OutputSince(offsets.GetValueOrDefault(id));
        offsets[id] = offset;
        return text;
    }

    /// <summary>Ends them all and waits until they are gone.</summary>
    public async Task KillAllAsync()
    {
        RunningCommand[] all = [.. commands.Values, .. servers];
        foreach (var command in all)
        {
            command.Kill();
        }

        await Task.WhenAll(all.Select(command => command.Completion)).ConfigureAwait(false);
    }
}
