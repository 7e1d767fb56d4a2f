namespace Ashlar.Core.Agents;

/// <summary>Reads <c>tools</c> and <c>disallowedTools</c> in all their forms: comma string, list, single word, <c>*</c>, map of switches, nothing.</summary>
internal static class ToolListText
{
    /// <summary>The tools named (null for all) and those taken away.</summary>
    public static (IReadOnlyList<string>? Tools, IReadOnlyList<string> Disallowed) Read(
        string path,
        FrontMatter matter,
        List<Problem> problems
    )
    {
        var disallowed = new List<string>(Names(matter["disallowedTools"]?.Value));
        var entry = matter["tools"];
        if (entry is null)
        {
            return (null, disallowed);
        }

        if (entry.Value.Map is { } switches && !entry.Raw.StartsWith("{{", StringComparison.Ordinal))
        {
            // A map switches single tools: what it does not name stays as it is.
            var on = switches.Where(item => !IsOff(item.Value)).Select(item => item.Key).ToList();
            var off = switches.Where(item => IsOff(item.Value)).Select(item => item.Key).ToList();
            if (off.Exists(IsOfFiles) && !on.Exists(IsOfFiles) && !off.Contains("edit"))
            {
                off.Add("edit");
            }

            disallowed.AddRange(off.Where(name => name != "*"));
            return (off.Contains("*") ? on : null, disallowed);
        }

        if (entry.Value.IsNull)
        {
            var message = "'tools' is empty, which means all tools";
            problems.Add(
                new Problem("agent.tools-empty", message)
                {
                    Path = path,
                    Line = entry.Line,
                    Warning = true,
                    Remedy = "Name the tools, or remove the key",
                }
            );
            return (null, disallowed);
        }

        return (entry.Value.Map is null ? Names(entry.Value) : [entry.Raw], disallowed);
    }

    /// <summary>Splits at commas and line ends that are outside parentheses.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var names = new List<string>();
        var depth = 0;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var character = i < text.Length ? text[i] : ',';
            depth += character switch
            {
                '(' => 1,
                ')' when depth > 0 => -1,
                _ => 0,
            };
            if (i == text.Length || (depth == 0 && character is ',' or '\n'))
            {
                var name = text[start..i].Trim().TrimStart('[').TrimEnd(']').Trim().Trim('"', '\'').Trim();
                if (name.StartsWith("- ", StringComparison.Ordinal))
                {
                    name = name[2..].Trim().Trim('"', '\'');
                }

                if (name.Length > 0)
                {
                    names.Add(name);
                }

                start = i + 1;
            }
        }

        return names;
    }

    private static IReadOnlyList<string> Names(YamlValue? value) =>
        value switch
        {
            { Text: { } text } => Split(text),
            { List: { } list } => [.. list.SelectMany(Names)],
            { Map: { } map } => [.. map.Where(item => !IsOff(item.Value)).Select(item => item.Key)],
            _ => [],
        };

    private static bool IsOfFiles(string name) => name != "*" && PermissionText.ChangesFiles(name);

    private static bool IsOff(YamlValue value) =>
        value.Text?.ToLowerInvariant() is "false" or "no" or "off" or "deny" or "ask" or "disabled" or "0";
}
