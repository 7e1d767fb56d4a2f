using System.Text;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Settings;

/// <summary>The variables of a declaration: <c>${NAME}</c> and <c>${NAME:-default}</c>.</summary>
public static class ServerVariables
{
    /// <summary>The text with its variables filled in.</summary>
    /// <param name="text">The text.</param>
    /// <param name="find">The value of a variable, or null where it has none.</param>
    /// <param name="missing">Takes the names that have neither value nor default.</param>
    internal static string Fill(string text, Func<string, string?> find, ICollection<string> missing)
    {
        var filled = new StringBuilder(text.Length);
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is var begin and >= 0 && text.IndexOf('}', begin) is var end and > 0)
        {
            _ = filled.Append(text, at, begin - at);
            var inner = text[(begin + 2)..end];
            var split = inner.IndexOf(":-", StringComparison.Ordinal);
            var name = split < 0 ? inner : inner[..split];
            if (find(name) is { Length: > 0 } value)
            {
                _ = filled.Append(value);
            }
            else if (split >= 0)
            {
                _ = filled.Append(inner, split + 2, inner.Length - split - 2);
            }
            else
            {
                missing.Add(name);
            }

            at = end + 1;
        }

        return filled.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The variables that a server needs and that have no value here, as a problem; null where all have one.</summary>
    /// <param name="server">The server.</param>
    /// <param name="find">The value of a variable, or null where it has none.</param>
    public static Problem? Missing(ToolServer server, Func<string, string?> find)
    {
        var missing = new List<string>();
        foreach (var text in server.Texts)
        {
            _ = Fill(text, find, missing);
        }

        return missing.Count == 0 ? null : Missing(server, [.. missing.Distinct(StringComparer.Ordinal)]);
    }

    private static Problem Missing(ToolServer server, string[] names) =>
        new("mcp.variable-missing", $"The MCP server {server.Name} needs {ShownText.Line(string.Join(", ", names))}, which has no value")
        {
            Path = server.Path,
            Line = server.Line,
            Remedy =
                $"Set {names[0]} in the environment, add a line {names[0]}=… to {SecretStore.FilePath} (mode 0600), or write ${{{names[0]}:-default}}",
        };
}
