using Ashlar.Core.Settings;

namespace Ashlar.Core.Tools;

/// <summary>How a server of tools is started, its variables filled in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables beyond those of all commands of the task.</param>
/// <param name="Settings">What it may reach, and how long it may take.</param>
/// <param name="Declaration">What declares it, as a hash: a list of tools holds as long as this is the same.</param>
internal sealed record ServerLaunch(
    string Name,
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    ServerSettings Settings,
    string Declaration
)
{
    /// <summary>Where it is reached, for one that runs elsewhere and is not started; null for a program.</summary>
    public ServerAddress? Remote { get; init; }

    /// <summary>Whether what it does may reach beyond the task: it runs elsewhere, or has a network of its own.</summary>
    public bool ReachesOut => Remote is not null || Settings.Network.Count > 0;

    /// <summary>The package that it is fetched from once and started from, where the program would fetch it; null for none.</summary>
    public ServerPackage? Package { get; init; }

    /// <summary>The shell line.</summary>
    public string Line => Started(Arguments.Prepend(Program));

    /// <summary>The shell line that starts it from its package.</summary>
    /// <param name="shown">Where the command sees the package.</param>
    /// <param name="program">The path of its program there.</param>
    public string LineIn(string shown, string program) =>
        Package is { Registry: PackageRegistry.Python } python
            ? $"export PYTHONPATH={Quoted(shown)}; {Started(["python3", $"{shown}/{program}", .. python.Arguments])}"
            : Started([$"{shown}/{program}", .. Package!.Arguments]);

    private static string Started(IEnumerable<string> words) => $"exec {string.Join(' ', words.Select(Quoted))}";

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
