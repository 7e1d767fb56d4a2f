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

    private const string Taken = "\"${TMPDIR:-/tmp}/ashlar-files\"";

    // The patterns are Python's; one that it cannot read ends the line before the tool looks at nothing.
    private const string Filter =
        "import re,sys; yes,no=[[a[1:] for a in sys.argv[1:] if a[0]==s] for s in '+-']; "
        + "sys.stdout.write(''.join(p+chr(0) for p in sys.stdin.read().split(chr(0)) "
        + "if p and all(re.search(x,p) for x in yes) and not any(re.search(x,p) for x in no)))";

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
        var patterns = Files.Select(pattern => "+" + pattern).Concat(Excluded.Select(pattern => "-" + pattern)).ToList();
        if (patterns.Count == 0)
        {
            return $"git ls-files -z -- {endings} | xargs -0r {command}";
        }

        var filter = $"python3 -c {ShellWords.Quote(Filter)}{string.Concat(patterns.Select(pattern => " " + ShellWords.Quote(pattern)))}";
        return $"git ls-files -z -- {endings} | {filter} >{Taken} && xargs -0r -a {Taken} {command}";
    }
}
