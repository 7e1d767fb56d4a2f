using System.CommandLine;
using Ashlar.Cli.Options;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar doctor</c>: git, the sandbox with a try at getting out of it, gate tools, model key and endpoint; one line each.</summary>
internal static class DoctorCommand
{
    private const string RunAgain = "Run `ashlar doctor` again after that";

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("doctor", "Checks git, sandbox, gate tools, model key and endpoint.\n\nExample: ashlar doctor");
        globals.SetAction(command, (_, io, cancellation) => RunAsync(io, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandIo io, CancellationToken cancellation)
    {
        var checks = new List<DoctorCheck>();
        var scratch = Directory.CreateTempSubdirectory("ashlar-doctor-").FullName;
        var sandbox = BubblewrapSandbox.Find(io.Clock, io.Programs);
        try
        {
            await foreach (var check in ChecksAsync(io, sandbox, scratch, cancellation).ConfigureAwait(false))
            {
                checks.Add(check);
                if (!io.Json)
                {
                    io.Line($"{check.Word, -8} {check.Name, -18} {ShownText.Line(check.Detail)}{Advice(check)}");
                }
            }
        }
        finally
        {
            FolderRemoval.Delete(scratch);
        }

        var isWell = checks.TrueForAll(check => check.State != LayerState.Missing);
        if (io.Json)
        {
            WriteJson(io, checks, isWell);
        }

        return isWell ? 0 : 1;
    }

    private static string Advice(DoctorCheck check) => check.Remedy is null ? "" : $". {check.Remedy.TrimEnd('.')}.";

    private static async IAsyncEnumerable<DoctorCheck> ChecksAsync(
        CommandIo io,
        BubblewrapSandbox? sandbox,
        string scratch,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        yield return await GitAsync(io.Programs, cancellation).ConfigureAwait(false);
        var layers = SandboxProbe.Layers(io.Programs);
        foreach (var layer in layers)
        {
            yield return new DoctorCheck(layer.Name, layer.State, layer.Detail, layer.Remedy);
        }

        var isolated = layers.All(layer => layer.State != LayerState.Missing) ? sandbox : null;
        yield return await SelfTestAsync(isolated, scratch, cancellation).ConfigureAwait(false);
        var (repository, configuration, trouble) = await RepositoryAsync(io, cancellation).ConfigureAwait(false);
        foreach (var check in trouble)
        {
            yield return check;
        }

        if (repository is not null)
        {
            foreach (
                var check in await DoctorGates
                    .CheckAsync(repository.Root, configuration, isolated, scratch, cancellation)
                    .ConfigureAwait(false)
            )
            {
                yield return check;
            }

            foreach (var check in DoctorServers.Check(io, repository.Root, configuration))
            {
                yield return check;
            }
        }

        foreach (var check in await DoctorModel.CheckAsync(io, configuration, cancellation).ConfigureAwait(false))
        {
            yield return check;
        }
    }

    private static async Task<DoctorCheck> GitAsync(HostPrograms programs, CancellationToken cancellation)
    {
        try
        {
            var git = await UserGit.FindAsync(programs, cancellation).ConfigureAwait(false);
            var version = await git.VersionAsync(cancellation).ConfigureAwait(false);
            return GitVersion.Of(version) < GitVersion.FirstToMerge
                ? new DoctorCheck(
                    "git",
                    LayerState.Weaker,
                    $"{version} cannot bring parallel tasks together",
                    $"Install git {GitVersion.FirstToMerge} or newer for --parallel"
                )
                : new DoctorCheck("git", LayerState.Present, $"{version} {git.Program.Path}");
        }
        catch (ProblemException trouble)
        {
            return new DoctorCheck("git", LayerState.Missing, trouble.Problems[0].Message, trouble.Problems[0].Remedy);
        }
    }

    private static async Task<DoctorCheck> SelfTestAsync(BubblewrapSandbox? sandbox, string scratch, CancellationToken cancellation)
    {
        const string Name = "self-test";
        if (sandbox is null)
        {
            return new DoctorCheck(Name, LayerState.Missing, "not run: the sandbox is not complete", RunAgain);
        }

        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(scratch, "self-test")).FullName;
            var results = await SandboxSelfTest.RunAsync(sandbox, folder, cancellation).ConfigureAwait(false);
            var open = results.Where(result => !result.Denied).Select(result => $"{result.Attempt} ({result.Detail})").ToList();
            return open.Count == 0
                ? new DoctorCheck(Name, LayerState.Present, $"{results.Count} of {results.Count} ways out of the sandbox are shut")
                : new DoctorCheck(Name, LayerState.Missing, $"not shut: {string.Join(", ", open)}", "Update bubblewrap and the kernel");
        }
        catch (CommandStartException trouble)
        {
            return new DoctorCheck(Name, LayerState.Missing, trouble.Message, RunAgain);
        }
    }

    private static async Task<(Repository? Repository, Configuration Configuration, IReadOnlyList<DoctorCheck> Trouble)> RepositoryAsync(
        CommandIo io,
        CancellationToken cancellation
    )
    {
        try
        {
            var repository = await Repository.FindAsync(io.Directory, io.Programs, cancellation).ConfigureAwait(false);
            var path = Path.Combine(repository.Root, ConfigurationText.DefaultPath);
            var reading = OrdinaryFile.Exists(path)
                ? ConfigurationText.Read(await OrdinaryFile.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false))
                : new ConfigurationReading(Configuration.Default, []);
            return (repository, reading.Configuration, [.. reading.Problems.Select(problem => Check("configuration", problem))]);
        }
        catch (ProblemException trouble)
        {
            return (null, Configuration.Default, [.. trouble.Problems.Select(problem => Check("repository", problem))]);
        }
    }

    private static DoctorCheck Check(string name, Problem problem) =>
        new(
            name,
            problem.Warning ? LayerState.Weaker : LayerState.Missing,
            problem.Place is { } place ? $"{problem.Message} ({place})" : problem.Message,
            problem.Remedy
        );

    private static void WriteJson(CommandIo io, List<DoctorCheck> checks, bool isWell) =>
        io.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("ok", isWell);
            json.WriteStartArray("checks");
            foreach (var check in checks)
            {
                json.WriteStartObject();
                json.WriteString("name", check.Name);
                json.WriteString("state", check.Word);
                json.WriteString("detail", check.Detail);
                json.WriteString("remedy", check.Remedy);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
}
