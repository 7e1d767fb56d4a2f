using System.CommandLine;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Rendering;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar demo</c>: the whole way from specification to verified commits on the bundled example, with a recorded model.</summary>
internal static class DemoCommand
{
    private const string Work = "agent-os/specs/2026-01-05-invitations";
    private const int HeadLines = 24;

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var path = new Option<string?>("--path")
        {
            Description = "Where to put the example; left out: a new temporary folder",
            HelpName = "DIR",
        };
        var unsafeNoSandbox = new Option<bool>("--unsafe-no-sandbox") { Description = "Run commands without a sandbox; recorded" };
        var command = new Command(
            "demo",
            "Implements the bundled example with a recorded model: real git, real tests, real gates; no key needed.\n\nExample: ashlar demo --path /tmp/clubhouse"
        )
        {
            path,
            unsafeNoSandbox,
        };
        globals.SetAction(
            command,
            async (parse, io, cancellation) =>
                await RunAsync(parse.GetValue(path), parse.GetValue(unsafeNoSandbox), io, cancellation).ConfigureAwait(false)
        );
        return command;
    }

    private static async Task<int> RunAsync(string? path, bool isUnsafe, CommandIo io, CancellationToken cancellation)
    {
        var place = await DemoPlace.PrepareAsync(path, io, cancellation).ConfigureAwait(false);
        var inside = place.Io(io);
        Say(io, $"The example lies in {place.Repository}: a small Django project, and a specification that nobody has implemented yet.");
        Say(io, "The model's words are a recording; files, commands, tests, gates and commits are real.");
        Say(io, "");
        var options = new RunOptions
        {
            Work = Work,
            Model = $"cassette:{place.Cassette}",
            Trust = true,
            UnsafeNoSandbox = isUnsafe,
        };
        int status;
        try
        {
            status = await RunCommand.RunAsync(options, dryRun: false, inside, cancellation).ConfigureAwait(false);
        }
        catch (ProblemException trouble) when (trouble.Problems.Any(problem => problem.Code is "sandbox.missing"))
        {
            Say(io, "The sandbox is what keeps a model's commands away from your files, so the demo does not run without it by itself:");
            Say(io, "install bubblewrap (`apt-get install bubblewrap`), or give --unsafe-no-sandbox.");
            throw;
        }

        if (!io.Json)
        {
            await ShowAsync(place, inside, status, cancellation).ConfigureAwait(false);
        }

        return status;
    }

    private static async Task ShowAsync(DemoPlace place, CommandIo io, int status, CancellationToken cancellation)
    {
        var (folder, state) = StatePlace
            .CatalogOf(io)
            .Find(null, new RepositoryPlace(place.Repository, Path.Combine(place.Repository, ".git")), io.Warn);
        if (state.Head != state.Started!.Base)
        {
            await ShowCommitsAsync(place, state, io, cancellation).ConfigureAwait(false);
        }

        if (status == 0 && RunReports.Of(folder.Record.Read().Entries) is [.., var report])
        {
            Heading(io, $"The report of task {report.Task}, held against the evidence  (ashlar report --task {report.Task})");
            io.Line(ReportDocument.Render(report, markdown: false).TrimEnd());
        }

        ShowNext(place, folder.Id, io);
    }

    private static async Task ShowCommitsAsync(DemoPlace place, RunState state, CommandIo io, CancellationToken cancellation)
    {
        var git = (await Repository.FindAsync(place.Repository, io.Programs, cancellation).ConfigureAwait(false)).Git;
        Heading(io, $"The commits  (git log main..{state.Started!.Branch})");
        var format = "--format=%h %s%n%w(0,4,4)%(trailers:only,unfold)";
        var log = await git.TextAsync(["log", "--reverse", format, $"{state.Started.Base}..{state.Head}"], cancellation)
            .ConfigureAwait(false);
        io.Line(log.TrimEnd());
        io.Line();
        io.Line("red-green     tests of the task fail without its change and pass with it");
        io.Line("noticed 5/6   six parts of the change were taken away in turn; for five of them a test failed");

        Heading(io, $"The task list, ticked by Ashlar  (git show {state.Started.Branch}:{Work}/tasks.md)");
        var list = await git.TextAsync(["show", $"{state.Head}:{Work}/tasks.md"], cancellation).ConfigureAwait(false);
        io.Line(string.Join('\n', list.Split('\n').Take(HeadLines)) + "\n…");
    }

    private static void ShowNext(DemoPlace place, string run, CommandIo io)
    {
        Heading(io, "What to do next");
        if (Path.GetDirectoryName(io.Environment("ASHLAR_LAUNCHER")) is { Length: > 0 } launcher)
        {
            io.Line($"export PATH=\"{launcher}:$PATH\"");
        }

        if (place.OwnState)
        {
            io.Line($"export ASHLAR_HOME={place.State}   # the demo's own state; leave it out for your own work");
        }

        io.Line($"cd {place.Repository}");
        foreach (
            var (command, what) in new[]
            {
                ("ashlar status", "the run's tasks, iterations and proof"),
                ($"ashlar logs {run} --verify", "every step, and whether the record is unbroken"),
                ("ashlar diff --task 2.0", "the change of one task"),
            }
        )
        {
            io.Line($"{command, -34}  # {what}");
        }

        io.Line();
        io.Line("The same work by a model of your own, on another branch:");
        io.Line("export ANTHROPIC_API_KEY=…   # or OPENAI_API_KEY");
        io.Line($"ashlar run {Work} --branch feature/mine");
    }

    private static void Heading(CommandIo io, string text)
    {
        io.Line();
        io.Line(text);
        io.Line(new string('-', text.Length));
    }

    private static void Say(CommandIo io, string text)
    {
        if (!io.Json)
        {
            FittedText.Line(io, text);
        }
    }
}
