using System.CommandLine;
using Ashlar.Core;
using Ashlar.Core.Sandboxes;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli;

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
        var io = CreateIo(parse);
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
        catch (ProblemException trouble)
        {
            io.Report(trouble.Problems);
            if (io.Verbose)
            {
                io.Error.WriteLine(io.Mask.Mask(trouble.ToString()));
            }

            return trouble.ExitStatus;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 130;
        }
        catch (Exception trouble) when (!io.Verbose && trouble is IOException or UnauthorizedAccessException)
        {
            io.Report([
                new Problem("file.failed", $"a file cannot be read or written: {trouble.Message}")
                {
                    Remedy = "Mend it (is the disk full or read-only, may you write there?), then do the same again",
                },
            ]);
            return 2;
        }
        catch (UndecidedTextException undecided) when (!io.Verbose)
        {
            io.Report([undecided.Problem]);
            return 2;
        }
        catch (CommandStartException trouble) when (!io.Verbose)
        {
            io.Report([
                new Problem("sandbox.failed", $"a program could not be started: {trouble.Message}")
                {
                    Remedy = "See `ashlar doctor` for the part that is missing; then do the same again",
                },
            ]);
            return 2;
        }
        catch (GitException trouble) when (!io.Verbose)
        {
            io.Report([new Problem("git.failed", trouble.Message) { Remedy = "Mend what git names, then do the same again" }]);
            return 2;
        }
        catch (Exception trouble) when (!io.Verbose)
        {
            io.Report([
                new Problem("internal", $"internal error: {trouble.Message}") { Remedy = "Run it again with -v and report what it prints" },
            ]);
            return 1;
        }
    }

    private CommandIo CreateIo(ParseResult parse)
    {
        var asJson = parse.GetValue(json);
        var terminal = !Console.IsOutputRedirected && !Console.IsInputRedirected && !asJson;
        var folder = Path.GetFullPath(parse.GetValue(directory) ?? ".");
        return new CommandIo
        {
            FoundPrograms = new Lazy<HostPrograms>(() => Composition.Programs(folder, Environment.GetEnvironmentVariable, Console.Error)),
            Out = Console.Out,
            Error = Console.Error,
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
            Clock = TimeProvider.System,
        };
    }
}
