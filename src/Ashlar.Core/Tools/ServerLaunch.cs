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
    /// <summary>The shell line.</summary>
    public string Line => $"exec {string.Join(' ', Arguments.Prepend(Program).Select(Quoted))}";

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
