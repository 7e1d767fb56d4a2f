using System.Globalization;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;
using Ashlar.Providers.Catalog;

namespace Ashlar.Cli.Composing;

/// <summary>Where the parts are put together by hand.</summary>
internal static class Composition
{
    /// <summary>What a run is given by the command line tool.</summary>
    /// <param name="io">The command's console and environment.</param>
    /// <param name="announce">Shows what happens.</param>
    /// <param name="observers">Readers of the journal.</param>
    public static RunHostServices Surroundings(
        CommandIo io,
        Action<LoopActivity> announce,
        params IReadOnlyList<Action<Entry>> observers
    ) =>
        new()
        {
            StatePath = StateFolder.Of(io.Environment).Path,
            Directory = io.Directory,
            Clock = io.Clock,
            Environment = io.Environment,
            Programs = io.Programs,
            OpenSandbox = (isUnsafe, programs) => OpenSandbox(io, programs, isUnsafe),
            ChooseModel = new ModelChoices(io).ChooseAsync,
            Servers = static () => new Ashlar.Protocols.ServerProtocol(),
            Price = Price,
            Window = (configuration, model) => new ContextWindows(configuration.Windows).Of(model),
            ModelKeys = ProviderSecrets.Of(io.Environment),
            AskTrust = io.Interactive ? check => TrustQuestion.Ask(io, check) : null,
            Announce = announce,
            Observers = [.. observers, .. Failpoint(io)],
            Warn = io.Warn,
        };

    /// <summary>
    /// The programs of the host, none of them from the repository that a command works in, from the one that it was started in, or from the
    /// state folder.
    /// </summary>
    /// <param name="directory">Where the command works.</param>
    /// <param name="environment">Environment look-up of the process.</param>
    /// <param name="warnings">Where it is said what was passed over.</param>
    /// <exception cref="ProblemException">The state folder lies in one of the repositories; exit status 2.</exception>
    public static HostPrograms Programs(string directory, Func<string, string?> environment, TextWriter warnings)
    {
        var repositories = new[] { directory, Path.GetFullPath(".") }
            .Distinct(StringComparer.Ordinal)
            .SelectMany(folder => GitGround.Of(folder)?.Folders ?? [])
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var programs = HostPrograms.Find(environment("PATH"), repositories, StateFolder.Of(environment).Path, own: Own(environment));
        if (programs.Warning is { } problem)
        {
            warnings.WriteLine($"ashlar: warning: {ShownText.Line(problem.ToString())}");
        }

        return programs;
    }

    /// <summary>This program, unless another one, such as <c>dotnet</c>, has loaded it.</summary>
    private static OwnProgram? Own(Func<string, string?> environment) =>
        Environment.ProcessPath is { } path && Path.GetFileName(path) == "ashlar" ? new OwnProgram(path, environment("DOTNET_ROOT")) : null;

    private static ISandbox OpenSandbox(CommandIo io, HostPrograms programs, bool isUnsafe)
    {
        if (isUnsafe)
        {
            return new HostSandbox(io.Clock, programs);
        }

        return SandboxProbe.Hindrance(programs) is { } hindrance
            ? throw new ProblemException(hindrance)
            : BubblewrapSandbox.Find(io.Clock, programs)!;
    }

    private static decimal? Price(Configuration configuration, string model, Usage usage) =>
        new PriceList(configuration.Prices).Cost(model, usage);

    /// <summary>For tests of recovery: <c>ASHLAR_FAILPOINT=N</c> kills the process after the N-th line of the journal.</summary>
    private static IEnumerable<Action<Entry>> Failpoint(CommandIo io)
    {
        if (long.TryParse(io.Environment("ASHLAR_FAILPOINT"), CultureInfo.InvariantCulture, out var line))
        {
            yield return entry =>
            {
                if (entry.Seq == line)
                {
                    System.Diagnostics.Process.GetCurrentProcess().Kill();
                    Thread.Sleep(Timeout.Infinite);
                }
            };
        }
    }
}
