using Ashlar.Core.Settings;

namespace Ashlar.Core.Agents;

/// <summary>Reads what Ashlar adds to a front matter: <c>scope</c> and <c>gates</c>, in the words of the configuration.</summary>
internal sealed class FrontMatterPolicy(string path, FrontMatter matter, List<Problem> problems)
{
    /// <summary>The scope lists; a plain string or list is what may be written.</summary>
    /// <param name="permitted">What <c>permission</c> says of paths.</param>
    public AgentScope Scope(AgentScope permitted)
    {
        var own = Own();
        if (own.Allow.Count > 0 && permitted.Allow.Count > 0)
        {
            Report("'scope' and 'permission' both say which files may be written", permitted.Allow[0].Line ?? 1, "Say it in one of them");
        }

        return own with
        {
            Allow = own.Allow.Count > 0 ? own.Allow : permitted.Allow,
            Deny = [.. own.Deny, .. permitted.Deny],
            Hide = [.. own.Hide, .. permitted.Hide],
        };
    }

    private AgentScope Own()
    {
        if (matter["scope"] is not { } entry)
        {
            return AgentScope.None;
        }

        if (entry.Value.Map is not { } map)
        {
            return new AgentScope { Allow = Patterns(entry.Value) };
        }

        var scope = AgentScope.None;
        foreach (var (key, line, value) in map)
        {
            var patterns = Patterns(value);
            switch (key)
            {
                case "allow":
                    scope = scope with { Allow = patterns };
                    break;
                case "deny":
                    scope = scope with { Deny = patterns };
                    break;
                case "hide":
                    scope = scope with { Hide = patterns };
                    break;
                case "frozen":
                    scope = scope with { Frozen = patterns };
                    break;
                default:
                    Report($"'scope' knows no key '{key}'", line, "Use allow, deny, hide or frozen");
                    break;
            }
        }

        return scope;
    }

    /// <summary>The gates, or null when the front matter has none.</summary>
    public IReadOnlyList<GateSetting>? Gates()
    {
        if (matter["gates"] is not { } entry)
        {
            return null;
        }

        var gates = new List<GateSetting>();
        foreach (var item in entry.Value.List ?? [entry.Value])
        {
            if ((item.Text ?? item["run"]?.Text) is not { Length: > 0 } run)
            {
                Report("A gate names no command", item.Line, "Add 'run: COMMAND'");
                continue;
            }

            gates.Add(
                new GateSetting(item["name"]?.Text ?? run.Split(' ')[0], run)
                {
                    Fix = item["fix"]?.Text,
                    Results = item["results"]?.Text,
                    Each = item["each"]?.Text switch
                    {
                        "iteration" => GateRhythm.Iteration,
                        "run" => GateRhythm.Run,
                        _ => GateRhythm.Task,
                    },
                    SourcePath = path,
                    SourceLine = item.Line,
                }
            );
        }

        return gates;
    }

    private static List<ScopePattern> Patterns(YamlValue value) =>
        value switch
        {
            { Text: { } text } =>
            [
                .. text.Split(", ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(pattern => new ScopePattern(pattern, value.Line)),
            ],
            { List: { } list } => [.. list.SelectMany(Patterns)],
            _ => [],
        };

    private void Report(string message, int line, string remedy) =>
        problems.Add(
            new Problem("agent.front-matter", message)
            {
                Path = path,
                Line = line,
                Remedy = remedy,
            }
        );
}
