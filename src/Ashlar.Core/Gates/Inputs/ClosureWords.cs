namespace Ashlar.Core.Gates.Inputs;

/// <summary>Words of command lines by what they mean for what a command reaches.</summary>
internal static class ClosureWords
{
    /// <summary>Programs in front of another program.</summary>
    public static IReadOnlyList<string> Prefixes { get; } = "env time exec command nice timeout xargs xvfb-run sudo".Split(' ');

    /// <summary>Programs whose first word without a dash is a script or a program.</summary>
    public static IReadOnlyList<string> Interpreters { get; } =
    [.. "sh bash dash zsh ksh source . node ruby perl php deno bun tsx ts-node Rscript pwsh lua".Split(' '), .. Prefixes];

    /// <summary>Programs whose words are what they look at, never what they obey.</summary>
    public static IReadOnlyList<string> Looking { get; } =
        "test [ [[ grep egrep rg ls cat diff cmp find wc head tail sed awk echo printf mkdir rm cp mv touch git exit set".Split(' ');

    /// <summary>Programs that run several scripts of package.json.</summary>
    public static IReadOnlyList<string> ScriptRunners { get; } =
        "npm-run-all npm-run-all2 run-s run-p concurrently turbo nx wireit wsrun".Split(' ');

    /// <summary>Folders of scripts that people and gates start.</summary>
    public static IReadOnlyList<string> TaskFolders { get; } = "scripts script bin tools tool ci .ci build tasks hack dev".Split(' ');
}
