using System.CommandLine;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Rendering;
using Ashlar.Cli.Terminal;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar logs</c>: the journal, readable.</summary>
internal static class LogsCommand
{
    private static readonly TimeSpan FollowEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var run = RunArgument.Create();
        var follow = new Option<bool>("--follow", "-f") { Description = "Follow until the run ends" };
        var verify = new Option<bool>("--verify") { Description = "Check the hash chain instead" };
        var command = new Command("logs", "Shows the journal of a run.\n\nExample: ashlar logs --follow") { run, follow, verify };
        globals.SetAction(
            command,
            async (parse, io, cancellation) =>
            {
                var place = await StatePlace.FindAsync(io, cancellation).ConfigureAwait(false);
                var folder = await place.LocateAsync(parse.GetValue(run), io, cancellation).ConfigureAwait(false);
                return parse.GetValue(verify)
                    ? Verify(folder, io)
                    : await ShowAsync(folder, parse.GetValue(follow), io, cancellation).ConfigureAwait(false);
            }
        );
        return command;
    }

    private static int Verify(RunFolder folder, CommandIo io)
    {
        var content = RunReading.Shown(folder, folder.Record.IsHeld);
        if (content.Damage is { } damage)
        {
            io.Report([damage with { Path = folder.Record.Place }]);
            return 1;
        }

        var torn = content.Torn ? "; an unfinished last line will be cut when the run continues" : "";
        if (io.Json)
        {
            io.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("entries", content.Entries.Count);
                json.WriteBoolean("torn", content.Torn);
                json.WriteStartArray("problems");
                json.WriteEndArray();
                json.WriteEndObject();
            });
        }
        else
        {
            io.Line($"{content.Entries.Count} entries, chain whole{torn}.");
        }

        return 0;
    }

    private static async Task<int> ShowAsync(RunFolder folder, bool follow, CommandIo io, CancellationToken cancellation)
    {
        var content = JournalContent.Nothing;
        while (true)
        {
            var held = folder.Record.IsHeld;
            var shown = content.Entries.Count;
            content = RunReading.Shown(folder, held, content);
            foreach (var entry in content.Entries.Skip(shown))
            {
                if (io.Json)
                {
                    io.Record(entry);
                }
                else
                {
                    io.Line(EntryText.Of(entry));
                }
            }

            if (content.Damage is { } damage)
            {
                io.Report([damage with { Path = folder.Record.Place }]);
                return 1;
            }

            if (!follow || !held)
            {
                return 0;
            }

            await Task.Delay(FollowEvery, io.Clock, cancellation).ConfigureAwait(false);
        }
    }
}
