using System.Globalization;
using System.Text.Json;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Tools;

/// <summary>
/// A server of tools in one task: started in the task's sandbox when it is first needed, started again once when it ends by itself, and ended with the
/// task. Calls come one after the other.
/// </summary>
/// <param name="launch">How it is started.</param>
/// <param name="protocol">How it is talked to.</param>
/// <param name="store">Where packages of servers are kept.</param>
/// <param name="clock">The clock.</param>
internal sealed class ServerProcess(ServerLaunch launch, IServerProtocol protocol, ServerStore store, TimeProvider clock) : IAsyncDisposable
{
    private const int MostDeaths = 2;
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(5);

    private ServerCommand? command;
    private IServerSession? session;
    private int deaths;
    private int late;
    private string lastDeath = "";

    /// <summary>How it is started.</summary>
    public ServerLaunch Launch => launch;

    /// <summary>Name and version of the package that it is started from; null without one, and before it was started.</summary>
    public string? Version { get; private set; }

    /// <summary>The tools that it says it has; it is started for that where it does not run.</summary>
    /// <exception cref="ServerFaultException">It cannot be started, or does not answer.</exception>
    /// <exception cref="ServerTalkException">It answers that it has none.</exception>
    /// <exception cref="OperationCanceledException">The run ends.</exception>
    public async Task<IReadOnlyList<OfferedTool>> ListAsync(ToolContext context, CancellationToken cancellationToken)
    {
        await EnsureAsync(context, cancellationToken).ConfigureAwait(false);
        return await TalkAsync("name its tools", launch.Settings.StartTime, token => session!.ListAsync(token), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Calls a tool; the note says what the model must know of the server, or is null.</summary>
    /// <exception cref="ServerFaultException">It cannot be started, ended in the call, or did not answer in time.</exception>
    /// <exception cref="ServerTalkException">It answered that it does not do that.</exception>
    /// <exception cref="OperationCanceledException">The run ends.</exception>
    public async Task<(ServerResult Result, string? Note)> CallAsync(
        string tool,
        JsonElement input,
        ToolContext context,
        CancellationToken cancellationToken
    )
    {
        var isNew = await EnsureAsync(context, cancellationToken).ConfigureAwait(false);
        command?.Output.Restart();
        var result = await TalkAsync(
                "answer this call",
                launch.Settings.CallTime,
                token => session!.CallAsync(tool, input, token),
                cancellationToken
            )
            .ConfigureAwait(false);
        late = 0;
        var note =
            isNew && context.Memory.HasUsed(launch.Name)
                ? $"(The MCP server {launch.Name} was started again before this call; what it remembered of earlier calls is gone.)"
                : null;
        return (result, note);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await EndAsync().ConfigureAwait(false);

    /// <summary>Sees to it that it runs and sees what it may; whether it was started for that.</summary>
    private async Task<bool> EnsureAsync(ToolContext context, CancellationToken cancellationToken)
    {
        if (launch.Remote is { } remote)
        {
            return await EnsureAsync(remote, cancellationToken).ConfigureAwait(false);
        }

        var mounts = ServerCommand.MountsOf(context);
        if (session is not null && command is { Completion.IsCompleted: false } running && running.Sees(mounts))
        {
            return false;
        }

        if (command is { Completion.IsCompleted: true } ended)
        {
            await CountAsync(ended, "between two calls").ConfigureAwait(false);
        }

        await EndAsync().ConfigureAwait(false);
        Bounded();
        var package = launch.Package is { } needed
            ? await store.FetchAsync(needed, context.Sandbox, cancellationToken).ConfigureAwait(false)
            : null;
        Version = package?.Version;
        command = ServerCommand.Start(launch, package, context, mounts, cancellationToken);
        session = await TalkAsync(
                "start",
                launch.Settings.StartTime,
                token => protocol.OpenAsync(command.Input, command.Output, token),
                cancellationToken
            )
            .ConfigureAwait(false);
        return true;
    }

    private async Task<bool> EnsureAsync(ServerAddress remote, CancellationToken cancellationToken)
    {
        if (session is not null)
        {
            return false;
        }

        Bounded();
        session = await TalkAsync("start", launch.Settings.StartTime, token => protocol.OpenAsync(remote, token), cancellationToken)
            .ConfigureAwait(false);
        return true;
    }

    private void Bounded()
    {
        if (deaths >= MostDeaths)
        {
            throw new ServerFaultException($"it has ended {deaths} times in this task and is not started again. Last: {lastDeath}");
        }
    }

    /// <summary>Talks, and tells apart what went wrong: the run ends, the time is up, the server is gone, or it refused.</summary>
    private async Task<T> TalkAsync<T>(
        string what,
        TimeSpan bound,
        Func<CancellationToken, Task<T>> talk,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(bound, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await talk(both.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or ServerTalkException { Answered: false })
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (command?.Output.Fault is { } fault)
            {
                throw await EndedAsync(fault).ConfigureAwait(false);
            }

            throw error is ServerTalkException talked
                ? await LostAsync(talked, what).ConfigureAwait(false)
                : await LateAsync(what, bound).ConfigureAwait(false);
        }
    }

    /// <summary>Who is late twice in a row, or never begins, hangs.</summary>
    private async Task<ServerFaultException> LateAsync(string what, TimeSpan bound)
    {
        var why = $"it did not {what} within {bound.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s";
        return what != "answer this call" || ++late > 1
            ? await EndedAsync(why).ConfigureAwait(false)
            : new ServerFaultException($"{why}; the call was given up, and what it did until then is not known");
    }

    private async Task<ServerFaultException> LostAsync(ServerTalkException error, string what)
    {
        if (command is not { } running)
        {
            return await EndedAsync(error.Message).ConfigureAwait(false);
        }

        // The pipe ends a moment before the process does.
        await Task.WhenAny(running.Completion, Task.Delay(patience, clock)).ConfigureAwait(false);
        if (!running.Completion.IsCompleted)
        {
            return await EndedAsync(error.Message).ConfigureAwait(false);
        }

        await CountAsync(running, what == "start" ? "while it started" : "in this call").ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
        return new ServerFaultException(lastDeath);
    }

    private async Task<ServerFaultException> EndedAsync(string why)
    {
        var ended = command;
        deaths++;
        lastDeath = why;
        late = 0;
        await EndAsync().ConfigureAwait(false);
        return new ServerFaultException(ended is null ? why : $"{why} and was ended{ended.Said}");
    }

    /// <summary>Counts an end that was not ours.</summary>
    private async Task CountAsync(ServerCommand ended, string when)
    {
        var outcome = await ended.Completion.ConfigureAwait(false);
        if (outcome.Ending != CommandEnding.Killed)
        {
            deaths++;
            var why = outcome.Ending == CommandEnding.Exited ? $"exit code {outcome.ExitCode}" : $"{outcome.Ending}";
            lastDeath = $"it ended {when} ({why}){ended.Said}";
        }
    }

    private async Task EndAsync()
    {
        var (ending, talk) = (command, session);
        (command, session) = (null, null);
        if (ending is not null)
        {
            await ending.EndAsync().ConfigureAwait(false);
        }

        if (talk is not null)
        {
            try
            {
                await talk.DisposeAsync().AsTask().WaitAsync(patience, clock).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The process is gone; what its end of the talk says of that is no news.
            catch (Exception)
#pragma warning restore CA1031
            {
                // Nothing depends on it.
            }
        }

        ending?.Dispose();
    }
}

/// <summary>A server of tools cannot be used: an environment fault.</summary>
/// <param name="message">What is wrong with it, beginning with "it".</param>
public sealed class ServerFaultException(string message) : Exception(message);
