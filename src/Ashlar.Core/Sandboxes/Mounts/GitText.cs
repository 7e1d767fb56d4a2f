using System.Text.RegularExpressions;

namespace Ashlar.Core.Sandboxes.Mounts;

/// <summary>What of a git directory a command may read.</summary>
internal static partial class GitText
{
    /// <summary>The directory with objects, refs and configuration behind the one of a linked worktree; itself when it is no such one.</summary>
    public static string CommonDirectory(string gitDirectory)
    {
        var file = Path.Combine(gitDirectory, "commondir");
        return Path.TrimEndingDirectorySeparator(
            File.Exists(file) ? Path.GetFullPath(Path.Combine(gitDirectory, OrdinaryFile.ReadAllText(file).Trim())) : gitDirectory
        );
    }

    /// <summary>A git configuration without what logs in somewhere: user names and passwords in addresses, extra request headers.</summary>
    public static string WithoutCredentials(string config) =>
        UserInfo().ReplaceIn(string.Join('\n', config.Split('\n').Where(line => !SecretLine().IsIn(line))), "://");

    [GeneratedRegex("""://[^/@\s"]*@""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UserInfo();

    [GeneratedRegex(
        @"^\s*(extraheader|cookiefile|password|token|sslkey|smtppass)\s*=",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex SecretLine();
}
