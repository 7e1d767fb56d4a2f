using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>One setting of git.</summary>
/// <param name="Scope">Where it is set: <c>system</c>, <c>global</c>, <c>local</c>, <c>worktree</c>, <c>command</c>.</param>
/// <param name="Key">Its whole name as git lists it.</param>
/// <param name="Value">Its value; null where it is named only, which means true.</param>
internal sealed record GitConfigSetting(string Scope, string Key, string? Value)
{
    /// <summary>The part of the name before the first dot, in lower case.</summary>
    public string Section => Key[..Key.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>The part between the first and the last dot, as written; null where there is none.</summary>
    public string? Subsection =>
        Key.IndexOf('.', StringComparison.Ordinal) is var first && Key.LastIndexOf('.') is var last && last > first
            ? Key[(first + 1)..last]
            : null;

    /// <summary>The part after the last dot, in lower case.</summary>
    public string Name => Key[(Key.LastIndexOf('.') + 1)..];
}

/// <summary>Git's configuration as text.</summary>
internal static class GitConfigText
{
    /// <summary>Reads what <c>git config --list --show-scope -z</c> prints.</summary>
    public static IEnumerable<GitConfigSetting> Listed(string output)
    {
        var fields = output.Split('\0');
        for (var index = 0; index + 1 < fields.Length; index += 2)
        {
            var (key, end) = (fields[index + 1], fields[index + 1].IndexOf('\n', StringComparison.Ordinal));
            if (key.Contains('.', StringComparison.Ordinal))
            {
                yield return new GitConfigSetting(fields[index], end < 0 ? key : key[..end], end < 0 ? null : key[(end + 1)..]);
            }
        }
    }

    /// <summary>A file of configuration with these settings.</summary>
    public static string Of(IEnumerable<GitConfigSetting> settings)
    {
        var text = new StringBuilder();
        foreach (var setting in settings)
        {
            text.Append($"[{setting.Section}");
            if (setting.Subsection is { } subsection)
            {
                text.Append($" \"{Escaped(subsection)}\"");
            }

            text.Append("]\n\t").Append(setting.Name);
            if (setting.Value is { } value)
            {
                text.Append(
                    $" = \"{Escaped(value).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}\""
                );
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
