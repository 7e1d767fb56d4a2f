using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Places;

/// <summary>Where a demo takes place: a copy of the bundled example in a fresh git repository, and a state folder beside it.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="State">The state folder.</param>
/// <param name="OwnState">Whether the state folder is the demo's own; else it is the one that <c>ASHLAR_HOME</c> names.</param>
/// <param name="Cassette">The recorded conversation.</param>
internal sealed record DemoPlace(string Repository, string State, bool OwnState, string Cassette)
{
    private const string Example = "invitations";

    /// <summary>Makes it.</summary>
    /// <param name="path">The folder to make it in, or null for a new temporary one.</param>
    /// <param name="io">The command's console and environment.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ProblemException">The example is not there, or the folder is in use.</exception>
    public static async Task<DemoPlace> PrepareAsync(string? path, CommandIo io, CancellationToken cancellation)
    {
        var examples = Path.Combine(AppContext.BaseDirectory, "examples");
        if (!Directory.Exists(Path.Combine(examples, Example)))
        {
            throw new ProblemException(
                new Problem("demo.example", "the bundled example is missing") { Path = examples, Remedy = "Reinstall Ashlar" }
            );
        }

        var folder = path is null ? Directory.CreateTempSubdirectory("ashlar-demo-").FullName : Empty(Path.GetFullPath(path, io.Directory));
        var repository = Path.Combine(folder, "clubhouse");
        Copy(Path.Combine(examples, Example), repository);
        await CommitAsync(await UserGit.FindAsync(io.Programs, cancellation).ConfigureAwait(false), repository, cancellation)
            .ConfigureAwait(false);
        var own = string.IsNullOrEmpty(io.Environment("ASHLAR_HOME"));
        var state = own ? Path.Combine(folder, "state") : Path.GetFullPath(io.Environment("ASHLAR_HOME")!);
        return new DemoPlace(repository, state, own, Path.Combine(examples, Example + ".cassette.jsonl"));
    }

    /// <summary>The console of a command that works in this place.</summary>
    public CommandIo Io(CommandIo outer) =>
        new()
        {
            Console = outer.Console,
            Directory = Repository,
            Json = outer.Json,
            Verbose = outer.Verbose,
            Color = outer.Color,
            Interactive = outer.Interactive,
            Environment = name => name is "ASHLAR_HOME" ? State : outer.Environment(name),
            FoundPrograms = outer.FoundPrograms,
            Connections = outer.Connections,
            Clock = outer.Clock,
        };

    private static string Empty(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new ProblemException(
                new Problem("demo.folder", $"{folder} is not an empty folder") { Remedy = "Give --path a folder that is not there yet" }
            );
        }

        return Directory.CreateDirectory(folder).FullName;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    /// <summary>The first commit, by an identity that is this repository's own: the demo needs no configured git.</summary>
    private static async Task CommitAsync(UserGit found, string repository, CancellationToken cancellation)
    {
        var git = new Git(found.Program, Path.Combine(repository, ".git"), repository);
        string[][] commands =
        [
            ["init", "--quiet", "--template=", "--initial-branch=main"],
            ["config", "user.name", "Ashlar Demo"],
            ["config", "user.email", "demo@ashlar.invalid"],
            ["add", "--all"],
            ["commit", "--quiet", "--message", "A club manages its teams"],
        ];
        foreach (var command in commands)
        {
            await git.TextAsync(command, cancellation).ConfigureAwait(false);
        }
    }
}
