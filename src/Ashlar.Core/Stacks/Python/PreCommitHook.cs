using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Python;

/// <summary>A hook of pre-commit: a tool, its arguments, and the files that it takes.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="SourceLine">The line that names the hook, from 1.</param>
internal sealed record PreCommitHook(string Tool, int SourceLine)
{
    private static readonly Dictionary<string, string[]> Endings = new(StringComparer.Ordinal)
    {
        ["python"] = ["*.py", "*.pyi"],
        ["pyi"] = ["*.pyi"],
        ["jupyter"] = ["*.ipynb"],
    };

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Patterns that a path has to match, all of them.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Patterns that no path may match.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Types of files that it names; empty for those of its tool.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Whether it is given files at all.</summary>
    public bool GetsFiles { get; init; } = true;

    /// <summary>The line that runs a command as the hook does.</summary>
    /// <param name="command">The command with its arguments.</param>
    /// <param name="all">What stands for all files.</param>
    public string Line(string command, string all)
    {
        if (!GetsFiles)
        {
            return command;
        }

        var types = Types.SelectMany(type => Endings.GetValueOrDefault(type) ?? []).Distinct(StringComparer.Ordinal).ToList();
        if (Files.Count == 0 && Excluded.Count == 0 && types.All(type => type is "*.py" or "*.pyi") && types is not ["*.pyi"])
        {
            return command + all;
        }

        var endings = string.Join(' ', (types.Count > 0 ? types : ["*.py", "*.pyi"]).Select(ShellWords.Quote));
        var filters =
            string.Concat(Files.Select(pattern => $" | grep -zP -- {ShellWords.Quote(pattern)}"))
            + string.Concat(Excluded.Select(pattern => $" | grep -zvP -- {ShellWords.Quote(pattern)}"));
        return $"git ls-files -z -- {endings}{filters} | xargs -0r {command}";
    }
}
