namespace Ashlar.Core.Sandboxes.Host;

/// <summary>
/// Variables by which programs of the host are told to run others or to read their settings somewhere: <c>GIT_SSH</c>,
/// <c>SSH_ASKPASS</c>, <c>EDITOR</c>, <c>GIT_CONFIG_GLOBAL</c>, <c>HOME</c>.
/// </summary>
internal static class ProgramSetting
{
    private static readonly string[] Words =
    [
        "ASKPASS",
        "BROWSER",
        "COMMAND",
        "CONFIG",
        "EDITOR",
        "EXEC",
        "HELPER",
        "HOME",
        "LESSOPEN",
        "OPT",
        "PAGER",
        "SHELL",
        "SSH",
        "STARTUP",
        "VISUAL",
    ];

    private static readonly char[] Breaks = [' ', '\t', '\n', '"', '\'', '=', ':', ';', ',', '|', '&', '(', ')', '<', '>', '`'];

    /// <summary>Whether a variable of this name is one.</summary>
    public static bool IsOne(string name) =>
        !name.StartsWith("ASHLAR_", StringComparison.Ordinal)
        && (
            name is "ENV" or "BASH_ENV"
            || Array.Exists(Words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
            // Who commits is text, however it looks.
            || (
                name.StartsWith("GIT_", StringComparison.Ordinal)
                && !name.StartsWith("GIT_AUTHOR_", StringComparison.Ordinal)
                && !name.StartsWith("GIT_COMMITTER_", StringComparison.Ordinal)
            )
        );

    /// <summary>
    /// Whether a value names something in a checkout, a git directory or the state folder, or by a path that depends on the current folder.
    /// </summary>
    public static bool LeadsElsewhere(string value, HostProgram program)
    {
        var home = Environment.GetEnvironmentVariable("HOME") ?? "/nonexistent";
        return value
            .Replace("${HOME}", home, StringComparison.Ordinal)
            .Replace("$HOME", home, StringComparison.Ordinal)
            .Split(Breaks, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.StartsWith("~/", StringComparison.Ordinal) ? home + word[1..] : word)
            .Where(word => word.Contains('/', StringComparison.Ordinal) || word is "." or "..")
            // What is left of an address: its scheme ended at the colon.
            .Where(word => !word.StartsWith("//", StringComparison.Ordinal))
            .Any(word => word[0] != '/' || program.Foreign(Path.GetFullPath(word)) is not null);
    }
}
