using System.CommandLine;
using Ashlar.Cli.Composing;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Workspaces;
using Ashlar.Providers.Wire;

namespace Ashlar.Cli.Options;

/// <summary>The options that all commands take, and the one place where a command's body is run and its trouble shown.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string?> directory = new("-C")
    {
        Description = "Work as if started in DIR",
        HelpName = "DIR",
        Recursive = true,
    };
    private readonly Option<bool> json = new("--json") { Description = "Write JSON for scripts", Recursive = true };
    private readonly Option<bool> noColor = new("--no-color") { Description = "Write no colours", Recursive = true };
    private readonly Option<bool> verbose = new("--verbose", "-v") { Description = "Say more; show stack traces", Recursive = true };

    /// <summary>Adds the options to the root command.</summary>
    public void AddTo(RootCommand root)
    {
        root.Options.Add(directory);
        root.Options.Add(json);
        root.Options.Add(noColor);
        root.Options.Add(verbose);
    }

    /// <summary>Makes <paramref name="body"/> the action of a command. Its result is the exit status.</summary>
    public void SetAction(Command command, Func<ParseResult, CommandIo, CancellationToken, Task<int>> body) =>
        command.SetAction((parse, cancellation) => RunAsync(parse, body, cancellation));

    private async Task<int> RunAsync(
        ParseResult parse,
        Func<ParseResult, CommandIo, CancellationToken, Task<int>> body,
        CancellationToken cancellation
    )
    {
        var io = IoOf(parse);
        try
        {
            if (!System.IO.Directory.Exists(io.Directory))
            {
                throw new ProblemException(
                    new Problem("cli.directory", $"there is no directory {io.Directory}") { Remedy = "Give -C an existing directory" }
                );
            }

            return await body(parse, io, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 130;
        }
#pragma warning disable CA1031 // Whatever went wrong is told in a sentence; what an exception says is masked like all else.
        catch (Exception trouble)
#pragma warning restore CA1031
        {
            var (problems, exitStatus) = Told(trouble);
            io.Report(problems);
            if (io.Verbose)
            {
                io.Trace(trouble);
            }

            return exitStatus;
        }
    }

    private static (IReadOnlyList<Problem> Problems, int ExitStatus) Told(Exception trouble) =>
        trouble switch
        {
            ProblemException told => (told.Problems, told.ExitStatus),
            UndecidedTextException undecided => ([undecided.Problem], 2),
            _ when Exhaustion.IsDisk(trouble) => (
                [
                    new Problem("file.disk-full", $"no space is left on the disk: {trouble.Message.TrimEnd('.')}")
                    {
                        Remedy = "Free space there, then do the same again",
                    },
                ],
                2
            ),
            _ when Exhaustion.Of(trouble, "do the same again") is { } exhausted => ([exhausted], 2),
            IOException or UnauthorizedAccessException => (
                [
                    new Problem("file.failed", $"a file cannot be read or written: {trouble.Message}")
                    {
                        Remedy = "Fix it (is the disk full or read-only, may you write there?), then do the same again",
                    },
                ],
                2
            ),
            CommandStartException => (
                [
                    new Problem("sandbox.failed", $"a program could not be started: {trouble.Message}")
                    {
                        Remedy = "See `ashlar doctor` for the part that is missing; then do the same again",
                    },
                ],
                2
            ),
            GitException => ([new Problem("git.failed", trouble.Message) { Remedy = "Fix what git names, then do the same again" }], 2),
            _ => (
                [
                    new Problem("internal", $"internal error: {trouble.Message}")
                    {
                        Remedy = "Run it again with -v and report what it prints",
                    },
                ],
                1
            ),
        };

    /// <summary>The console of a command line.</summary>
    public CommandIo IoOf(ParseResult parse)
    {
        var asJson = parse.GetValue(json);
        var terminal = !Console.IsOutputRedirected && !Console.IsInputRedirected && !asJson;
        var folder = Path.GetFullPath(parse.GetValue(directory) ?? ".");
        return new CommandIo
        {
            FoundPrograms = new Lazy<HostPrograms>(() => Composition.Programs(folder, Environment.GetEnvironmentVariable, Console.Error)),
            Console = new MaskedConsole(Console.Out, Console.Error),
            Directory = folder,
            Json = asJson,
            Verbose = parse.GetValue(verbose),
            Color =
                !Console.IsOutputRedirected
                && !asJson
                && !parse.GetValue(noColor)
                && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Interactive = terminal,
            Environment = Environment.GetEnvironmentVariable,
            Connections = new Lazy<HttpMessageHandler>(ModelConnections.Open),
            Clock = TimeProvider.System,
        };
    }
}
