using System.Buffers;
using System.Collections.Frozen;

namespace Ashlar.Core.Agents;

/// <summary>The front-matter keys that agent definitions use (measured on public definitions) and the ones that Ashlar adds.</summary>
internal static class KnownKeys
{
    private static readonly SearchValues<char> NoKey = SearchValues.Create(" \t\"'<*");

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
    );

    private static readonly string[] Restricting =
    [
        "tools",
        "disallowedTools",
        "permissionMode",
        "permission",
        "maxTurns",
        "scope",
        "readonly",
    ];

    private static readonly FrozenSet<string> All = new[]
    {
        "name",
        "description",
        "tools",
        "model",
        "color",
        "colour",
        "disallowedTools",
        "permissionMode",
        "maxTurns",
        "skills",
        "mcpServers",
        "mcp_servers",
        "hooks",
        "memory",
        "background",
        "effort",
        "isolation",
        "initialPrompt",
        "version",
        "author",
        "tags",
        "category",
        "capabilities",
        "handoffs",
        "related",
        "platforms",
        "scope",
        "gates",
        "review",
        // OpenCode
        "permission",
        "mode",
        "steps",
        "maxSteps",
        "disable",
        "hidden",
        "temperature",
        "top_p",
        "topP",
        "variant",
        "options",
        "reasoningEffort",
        "prompt",
        // Copilot and VS Code
        "target",
        "infer",
        "user-invocable",
        "user-invokable",
        "disable-model-invocation",
        "argument-hint",
        "mcp-servers",
        "agents",
        "metadata",
        // Cursor
        "readonly",
        "is_background",
        // Gemini CLI
        "kind",
        "display_name",
        "max_turns",
        "timeout_mins",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Keys that are read or need nothing; the other known ones ask for something that Ashlar does not do.</summary>
    private static readonly FrozenSet<string> Unmet = new[]
    {
        "skills",
        "mcpServers",
        "mcp_servers",
        "hooks",
        "memory",
        "background",
        "effort",
        "isolation",
        "initialPrompt",
        "handoffs",
        "prompt",
        "mcp-servers",
        "agents",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a key is known.</summary>
    public static bool Contains(string key) => All.Contains(key);

    /// <summary>Whether leaving a key out would widen what the agent may do.</summary>
    public static bool Restricts(string key) => Restricting.Contains(key, StringComparer.Ordinal);

    /// <summary>Whether a known key asks for something that Ashlar does not enforce.</summary>
    public static bool IsUnmet(string key) => Unmet.Contains(key);

    /// <summary>The known key that a line in the first column begins with, or null.</summary>
    public static string? KeyAt(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || (colon + 1 < line.Length && line[colon + 1] is not (' ' or '\t')))
        {
            return null;
        }

        var key = line[..colon];
        return All.Contains(key) ? key : null;
    }

    /// <summary>The restricting key that an unknown one is likely meant to be, or null.</summary>
    public static string? MeantBy(string key)
    {
        var plain = Plain(key);
        if (plain is "allowedtools" or "tool" or "toolset" or "tooling")
        {
            return "tools";
        }

        if (plain is "permissions")
        {
            return "permission";
        }

        if (plain is "disallowed" or "deniedtools" or "blockedtools" or "forbiddentools" or "excludedtools")
        {
            return "disallowedTools";
        }

        return Restricting.FirstOrDefault(known => Distance(plain, Plain(known)) <= (known.Length < 8 ? 1 : 2));
    }

    /// <summary>Whether the value of a key is text in which lines such as <c>user: …</c> are words.</summary>
    public static bool IsFreeText(string key) => key is "description" or "initialPrompt" or "prompt";

    /// <summary>Adds what is to be said of a line that begins with a key that is not known.</summary>
    public static void ReportIfKey(string path, string line, int number, List<Problem> problems)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var isKey =
            colon > 0
            && (colon + 1 == line.Length || line[colon + 1] is ' ' or '\t')
            && line.AsSpan(0, colon).IndexOfAnyExcept(KeyCharacters) < 0;
        if (isKey && !Contains(line[..colon]))
        {
            problems.Add(Unknown(path, line[..colon], number));
        }
    }

    /// <summary>Adds an error when a line looks like a misspelt restricting key.</summary>
    public static void ReportIfRestricting(string path, string line, int number, List<Problem> problems)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && !line.AsSpan(0, colon).ContainsAny(NoKey) && !Contains(line[..colon]) && MeantBy(line[..colon]) is not null)
        {
            problems.Add(Unknown(path, line[..colon], number));
        }
    }

    /// <summary>What to say about a key that is not known: an error when ignoring it would widen what the agent may do.</summary>
    public static Problem Unknown(string path, string key, int line)
    {
        var meant = MeantBy(key);
        return meant is null
            ? new Problem("agent.unknown-key", $"The key '{key}' is not known and has no effect")
            {
                Path = path,
                Line = line,
                Warning = true,
                Remedy = "Remove it, or check its spelling",
            }
            : new Problem("agent.misspelt-key", $"The key '{key}' is not known; ignoring it would widen what the agent may do")
            {
                Path = path,
                Line = line,
                Observed = key,
                Expected = meant,
                Remedy = $"Write '{meant}', or remove the line",
            };
    }

    private static string Plain(string key) =>
        string.Concat(key.Where(character => character is not ('-' or '_' or ' '))).ToLowerInvariant();

    /// <summary>The number of letters to change, add, drop or swap with their neighbour.</summary>
    private static int Distance(string left, string right)
    {
        if (left.Length > 40)
        {
            return int.MaxValue;
        }

        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            table[i, 0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            table[0, j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var change = left[i - 1] == right[j - 1] ? 0 : 1;
                table[i, j] = Math.Min(Math.Min(table[i - 1, j] + 1, table[i, j - 1] + 1), table[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[left.Length, right.Length];
    }
}
