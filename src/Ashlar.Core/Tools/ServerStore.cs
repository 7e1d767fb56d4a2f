using System.Globalization;
using System.Text;
using System.Text.Json;
using Ashlar.Core.Journal;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>A package that was fetched.</summary>
/// <param name="Folder">The folder on the host that holds it; nothing writes it any more.</param>
/// <param name="Program">The path of its program below the folder.</param>
/// <param name="Version">Its name and the version that was fetched.</param>
public sealed record FetchedPackage(string Folder, string Program, string Version);

/// <summary>
/// The packages from which servers are started. Each is fetched once, in the sandbox, from its registry alone, without install scripts; servers
/// run from here without a network.
/// </summary>
/// <param name="folder">The folder of all packages, absolute; it need not exist.</param>
/// <param name="environment">Look-up of the process environment: it may name other registries.</param>
public sealed class ServerStore(string folder, Func<string, string?> environment)
{
    private const int LargestManifest = 4 * 1024 * 1024;
    private const string Files = "files";
    private const string VersionFile = "version";
    private static readonly TimeSpan bound = TimeSpan.FromMinutes(5);

    /// <summary>The store in a state folder.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="environment">Look-up of the process environment.</param>
    public static ServerStore In(string state, Func<string, string?> environment) => new(Path.Combine(state, "servers"), environment);

    /// <summary>A package that was fetched before, or null.</summary>
    public FetchedPackage? Find(ServerPackage package)
    {
        var place = PlaceOf(package);
        return File.Exists(Path.Combine(place, VersionFile)) ? Read(package, place) : null;
    }

    /// <summary>A package, fetched if it was not before.</summary>
    /// <param name="package">The package.</param>
    /// <param name="sandbox">Where the registry's program runs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ServerFaultException">It cannot be fetched.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task<FetchedPackage> FetchAsync(ServerPackage package, ISandbox sandbox, CancellationToken cancellationToken) =>
        Find(package) ?? await FetchNewAsync(package, sandbox, cancellationToken).ConfigureAwait(false);

    /// <summary>A package that is not there yet.</summary>
    /// <inheritdoc cref="FetchAsync"/>
    public async Task<FetchedPackage> FetchNewAsync(ServerPackage package, ISandbox sandbox, CancellationToken cancellationToken)
    {
        var place = Path.Combine(folder, $".new-{Guid.NewGuid():N}");
        try
        {
            var files = Directory.CreateDirectory(Path.Combine(place, Files)).FullName;
            await InstallAsync(package, sandbox, place, files, cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(Path.Combine(place, VersionFile), VersionIn(package, files), cancellationToken)
                .ConfigureAwait(false);
            FolderRemoval.Delete(Path.Combine(place, "private"));
            var final = PlaceOf(package);
            try
            {
                Directory.Move(place, final);
            }
            catch (IOException) when (Directory.Exists(final))
            {
                // Another run was faster.
            }

            return Read(package, final);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new ServerFaultException($"{package.Name} cannot be kept: {trouble.Message}");
        }
        finally
        {
            FolderRemoval.Delete(place);
        }
    }

    private async Task InstallAsync(
        ServerPackage package,
        ISandbox sandbox,
        string place,
        string files,
        CancellationToken cancellationToken
    )
    {
        var registry = PackageSource.Of(package.Registry, environment);
        CommandOutcome outcome;
        try
        {
            outcome = await sandbox
                .RunAsync(
                    new SandboxCommand
                    {
                        Line = registry.Line(package.Specs),
                        Mounts = new SandboxMounts
                        {
                            Root = files,
                            ShownRoot = files,
                            PrivateFolder = Path.Combine(place, "private"),
                        },
                        WorkingDirectory = files,
                        Environment = registry.Variables,
                        Timeout = bound,
                        Network = registry.Access,
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (CommandStartException error)
        {
            throw new ServerFaultException($"{package.Name} cannot be fetched: {error.Message}");
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (outcome.Ending != CommandEnding.Exited || outcome.ExitCode != 0)
        {
            var why =
                outcome.Ending == CommandEnding.TimedOut ? $"it took longer than {bound.TotalMinutes:0} minutes"
                : outcome.ExitCode == 127 ? $"{registry.Installer} is not installed"
                : ShownText.Visible(ConsoleText.Clean(outcome.Output.Text)).Trim() is { Length: > 0 } said ? Last(said)
                : string.Create(CultureInfo.InvariantCulture, $"exit code {outcome.ExitCode}");
            throw new ServerFaultException($"{package.Name} cannot be fetched from {registry.Shown}: {why}");
        }
    }

    private static string Last(string said) => said.Length > 600 ? $"…{said[^600..]}" : said;

    private string PlaceOf(ServerPackage package)
    {
        var key = ArtifactFolder.HashOf(Encoding.UTF8.GetBytes(string.Join('\0', package.Specs.Prepend($"{package.Registry}"))));
        var name = string.Concat(package.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_'));
        return Path.Combine(folder, $"{name}-{key[..16]}");
    }

    private static FetchedPackage Read(ServerPackage package, string place)
    {
        var files = Path.Combine(place, Files);
        var program = package.Registry == PackageRegistry.Npm ? NpmProgram(package, files) : $"bin/{package.ProgramName}";
        return File.Exists(Path.Combine(files, program))
            ? new FetchedPackage(files, program, OrdinaryFile.ReadAllText(Path.Combine(place, VersionFile)))
            : throw new ServerFaultException($"{package.Name} has no program {ShownText.Line(package.ProgramName)}");
    }

    /// <summary>As npx chooses: the only program of the package, else the one that is named after it.</summary>
    private static string NpmProgram(ServerPackage package, string files)
    {
        var name = package.ProgramName;
        if (package.Program is null && Manifest(package, files) is { } manifest && manifest.TryGetProperty("bin", out var bin))
        {
            var names = bin.ValueKind == JsonValueKind.Object ? bin.EnumerateObject().Select(one => one.Name).ToList() : [];
            name = names.Count == 1 && !names[0].Contains('/', StringComparison.Ordinal) ? names[0] : name;
        }

        return $"node_modules/.bin/{name}";
    }

    private static string VersionIn(ServerPackage package, string files)
    {
        if (package.Registry == PackageRegistry.Npm)
        {
            return
                Manifest(package, files) is { } manifest
                && manifest.TryGetProperty("version", out var version)
                && version.ValueKind == JsonValueKind.String
                ? $"{package.Name} {ShownText.Line(version.GetString()!)}"
                : package.Name;
        }

        static string Normal(string name) => name.Replace('-', '_').Replace('.', '_').ToLowerInvariant();
        return
            Directory
                .EnumerateDirectories(files, "*.dist-info")
                .Select(path => Path.GetFileNameWithoutExtension(path).Split('-', 2))
                .FirstOrDefault(parts => parts.Length == 2 && Normal(parts[0]) == Normal(package.Name))
                is [_, var number]
            ? $"{package.Name} {number}"
            : package.Name;
    }

    private static JsonElement? Manifest(ServerPackage package, string files)
    {
        try
        {
            // The package wrote it: no link in it is followed.
            var content = OrdinaryFiles.Read(files, $"node_modules/{package.Name}/package.json", LargestManifest);
            if (content is null)
            {
                return null;
            }

            using var document = JsonDocument.Parse(content);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
