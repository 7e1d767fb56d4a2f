using System.CommandLine;
using Ashlar.Cli.Options;
using Ashlar.Cli.Terminal;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar trust</c>: accepts the repository's configuration, agents, hooks and MCP servers by content hash.</summary>
internal static class TrustCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command(
            "trust",
            "Accepts the repository's configuration, agents, hooks and MCP servers as they are now.\n\nExample: ashlar trust"
        );
        globals.SetAction(command, (_, io, cancellation) => RunAsync(io, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandIo io, CancellationToken cancellation)
    {
        var repository = await Repository.FindAsync(io.Directory, io.Programs, cancellation).ConfigureAwait(false);
        var files = await TrustedFiles.FindAsync(repository, cancellation).ConfigureAwait(false);
        var store = new TrustStore(StateFolder.Of(io.Environment).Trust, io.Clock);
        var check = store.Check(repository.Root, files);
        if (!io.Json)
        {
            foreach (var item in check.Untrusted)
            {
                io.Line($"{(item.State == TrustState.New ? "new    " : "changed")}  {item.Path}  {item.Hash[..12]}");
                if (item.Note is { } note)
                {
                    io.Line($"         it {note}");
                }
            }
        }

        if (!check.IsTrusted && io.Interactive && !IsAccepted(io))
        {
            io.Line("Nothing was accepted.");
            return 2;
        }

        store.Accept(repository.Root, files);
        Tell(io, check);
        await ServerFetch.Async(io, repository.Root, cancellation).ConfigureAwait(false);
        return 0;
    }

    private static bool IsAccepted(CommandIo io)
    {
        io.Part("Agents and commands in these files will be obeyed. Accept them? [y/N] ");
        return Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static void Tell(CommandIo io, TrustCheck check)
    {
        if (!io.Json)
        {
            var accepted = check.Untrusted.Count();
            io.Line(
                accepted == 0 ? "Everything was trusted already." : $"{accepted} {(accepted == 1 ? "file is" : "files are")} trusted now."
            );
            return;
        }

        io.WriteJson(json =>
        {
            json.WriteStartArray();
            foreach (var item in check.Items)
            {
                json.WriteStartObject();
                json.WriteString("path", item.Path);
                json.WriteString("sha256", item.Hash);
                json.WriteString("was", item.State.ToString().ToLowerInvariant());
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
