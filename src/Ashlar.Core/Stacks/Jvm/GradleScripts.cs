using System.Text.RegularExpressions;
using Ashlar.Core.Sandboxes.Mounts;

namespace Ashlar.Core.Stacks.Jvm;

/// <summary>
/// The user's scripts that Gradle runs before every build, which often say from where artefacts come: without them no build finds any. A script that
/// says anything of who logs in is not shown, whole: it is code, so no part of it can be told from the rest.
/// </summary>
internal static partial class GradleScripts
{
    private const long Longest = 256 * 1024;

    /// <summary>Absolute files of the machine and the names under which Gradle finds them, in its order; none that may hold a secret.</summary>
    /// <param name="user">Where the user keeps things.</param>
    public static IReadOnlyList<(string Source, string Name)> Of(UserPlaces user)
    {
        if (user.Folder("GRADLE_USER_HOME", "", ".gradle") is not { } home)
        {
            return [];
        }

        var folder = Path.Combine(home, "init.d");
        var first = ((string[])["init.gradle", "init.gradle.kts"]).Select(name => Path.Combine(home, name)).Where(File.Exists);
        var others = (Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
            .Where(file => file.EndsWith(".gradle", StringComparison.Ordinal) || file.EndsWith(".gradle.kts", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        // Gradle runs those of the folder in the order of their names, and the one beside it before them.
        return
        [
            .. first
                .Select(file => (file, $"0-{Path.GetFileName(file)}"))
                .Concat(others.Select(file => (file, Path.GetFileName(file))))
                .Where(script => IsShown(script.Item1)),
        ];
    }

    private static bool IsShown(string file)
    {
        try
        {
            return new FileInfo(file).Length <= Longest && !LogIn().IsIn(OrdinaryFile.ReadAllText(file), undecided: true);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Names of Gradle's own interface for log-ins, what people call such values, and an address with a user.
    [GeneratedRegex(
        @"cred|auth|pass|pwd|\bpw|secret|token|key|user_?name|login|log_in|sign|netrc|cookie|session|bearer|://[^\s/""']*@",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex LogIn();
}
