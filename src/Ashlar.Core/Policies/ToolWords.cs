using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>
/// What a tool's name says in the dialects of other programs, whatever its spelling: <c>editFiles</c>, <c>edit_file</c> and
/// <c>edit/editFiles</c> are a verb and what it is done to. A name with any other word in it stands for something else and means nothing.
/// </summary>
internal static partial class ToolWords
{
    private static readonly string[] Changing = ["Edit", "Write"];
    private static readonly string[] Looking = ["Grep", "Glob"];

    private static readonly string[] Fillers = ["in", "into", "to", "the", "a", "of", "multi", "multiple", "many", "based"];

    private static readonly string[] Files = ["file", "files", "content", "contents"];

    private static readonly string[] Parts = [.. Files, "edit", "edits", "patch", "diff", "string", "str", "text", "line", "lines", "code"];

    private static readonly string[] Places =
    [
        .. Files,
        "text",
        "code",
        "codebase",
        "dir",
        "directory",
        "directories",
        "folder",
        "folders",
        "search",
        "regex",
        "pattern",
        "usages",
        "references",
    ];

    private static readonly string[] Shells = ["terminal", "command", "commands", "shell", "bash"];

    private static readonly string[] Pages = ["url", "urls", "web", "page", "webpage", "website", "fetch"];

    private static readonly string[] Faults = ["problems", "errors", "diagnostics"];

    private static readonly string[] ChangeOrRun =
    [
        "edit",
        "edits",
        "write",
        "create",
        "patch",
        "replace",
        "insert",
        "update",
        "modify",
        "apply",
        "run",
        "execute",
        "exec",
        .. Shells,
    ];

    // Lists of things to do, and other agents.
    private static readonly string[] Aside = ["todo", "todos", "agent", "agents", "subagent", "task", "tasks"];

    private static readonly string[] Harmless =
    [
        .. Places,
        .. Pages,
        .. Faults,
        "read",
        "view",
        "list",
        "ls",
        "grep",
        "glob",
        "find",
        "get",
        "show",
        "open",
        "search",
        "think",
        "thinking",
        "plan",
        "ask",
        "question",
        "questions",
        "skill",
        "skills",
        "memory",
        "browser",
        "docs",
        "image",
        "screenshot",
        "notebook",
        "changes",
        "report",
        "escalate",
        "review",
        "answer",
        "mode",
    ];

    /// <summary>The tools that a name means; null where it means none.</summary>
    public static string[]? Meaning(string name)
    {
        var parts = name.Split('/');
        if (parts.Length == 1)
        {
            return Of(Split(name));
        }

        // "edit/editFiles" is a tool of a set; "github/create_file" is one of a server.
        return parts.Length == 2 && Of(Split(parts[0])) is { } set ? (parts[1] == "*" ? set : Of(Split(parts[1]))) : null;
    }

    /// <summary>
    /// Whether a name may stand for changing files or running commands: it says so, or it says nothing of looking, planning and asking, which
    /// change nothing. A server's tool has to say so.
    /// </summary>
    public static bool MayChangeOrRun(string name)
    {
        name = name.Split('(')[0];
        var isOfServer = name.StartsWith("mcp__", StringComparison.Ordinal) || name.Contains('/', StringComparison.Ordinal);
        var words = Split(isOfServer ? name.Split("__")[^1].Split('/')[^1] : name);
        return !words.Exists(word => Aside.Contains(word, StringComparer.Ordinal))
            && (
                words.Exists(word => ChangeOrRun.Contains(word, StringComparer.Ordinal))
                || (!isOfServer && !words.Exists(word => Harmless.Contains(word, StringComparer.Ordinal)))
            );
    }

    private static string[]? Of(List<string> words)
    {
        if (words is [_, .., "tool" or "editor"])
        {
            words.RemoveAt(words.Count - 1);
        }

        words.RemoveAll(word => Fillers.Contains(word, StringComparer.Ordinal));
        if (words.Count == 0)
        {
            return null;
        }

        var rest = words.Skip(1).ToList();
        return words[0] switch
        {
            "edit" or "replace" or "update" or "modify" or "apply" or "patch" or "str" or "string" when Are(rest, [.. Parts, "replace"]) =>
                Changing,
            "insert" when rest.Contains("edit") && Are(rest, Parts) => Changing,
            "write" or "create" or "save" or "insert" when Are(rest, Files) => ["Write"],
            "read" or "view" or "cat" when Are(rest, Files) => ["Read"],
            "list" or "ls" when Are(rest, Places) => ["Glob"],
            "glob" when Are(rest, Places) => ["Glob"],
            "grep" when Are(rest, Places) => ["Grep"],
            "search" or "find" or "semantic" or "codebase" or "usages" when Are(rest, Places) => Looking,
            "file" or "text" when rest is ["search"] => Looking,
            "run" or "execute" or "exec" or "shell" or "bash" or "powershell" or "terminal" when Runs(words[0], rest) => ["Bash"],
            "fetch" or "webfetch" or "web" when Are(rest, Pages) => ["WebFetch"],
            "get" when rest.Count == 1 && Are(rest, Faults) => ["mcp__ide__getDiagnostics"],
            "problems" or "diagnostics" when rest.Count == 0 => ["mcp__ide__getDiagnostics"],
            _ => null,
        };
    }

    // "run" alone, and "run tests", say less than a shell.
    private static bool Runs(string verb, List<string> rest) => Are(rest, Shells) && (rest.Count > 0 || verb is not ("run" or "exec"));

    private static bool Are(List<string> words, string[] known) => words.TrueForAll(word => known.Contains(word, StringComparer.Ordinal));

    private static List<string> Split(string name) => [.. Word().AllIn(name).Select(match => match.Value.ToLowerInvariant())];

    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
