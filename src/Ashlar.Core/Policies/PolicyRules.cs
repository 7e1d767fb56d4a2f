using Ashlar.Core.Agents;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Policies;

/// <summary>All rules of a policy as one list for people: scope, tools, gates, documents, environment, and every sentence that binds.</summary>
internal sealed class PolicyRules(
    AgentDefinition agent,
    PolicySource source,
    ToolGrant tools,
    Scope scope,
    PolicyProse prose,
    List<PolicyProse> documents,
    bool hasStructure
)
{
    private static readonly string[] TurnKeys = ["maxTurns", "steps", "maxSteps", "max_turns"];

    public IReadOnlyList<PolicyRule> All(IReadOnlyList<GateSetting> gates, List<LiftedPair> secrets, List<LiftedPair> pairs)
    {
        var own = scope.Rules.Where(rule => rule.Kind is not ("protected" or "kept")).ToList();
        var documentPaths = documents.Select(document => document.Path).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. own.Where(rule => rule.Path is null || !documentPaths.Contains(rule.Path)),
            .. Tools(),
            .. gates.Select(gate => new PolicyRule("gate", gate.Run, true) { Path = gate.SourcePath, Line = gate.SourceLine }),
            .. Replaced(gates),
            .. prose.Inputs.Select(Input),
            .. prose.Rhythm.Rules,
            .. pairs.Select(pair => new PolicyRule("env", pair.Name, true) { Path = agent.Path, Line = pair.Line }),
            .. secrets.Select(secret => new PolicyRule("secret", secret.Name, true) { Path = agent.Path, Line = secret.Line }),
            .. prose.Bindings.Select(Judged),
            .. prose.Checklist,
            .. own.Where(rule => rule.Path is not null && documentPaths.Contains(rule.Path)),
            .. documents.SelectMany(document => document.Bindings),
            .. scope.Rules.Where(rule => rule.Kind is "protected" or "kept"),
        ];
    }

    private IEnumerable<PolicyRule> Tools()
    {
        int? line = agent.KeyLines.TryGetValue("tools", out var found) ? found : null;
        foreach (var tool in agent.Tools ?? [])
        {
            yield return new PolicyRule("tool", tool, true) { Path = agent.Path, Line = line };
        }

        foreach (var tool in agent.DisallowedTools)
        {
            yield return new PolicyRule("tool-taken", tool, true)
            {
                Path = agent.Path,
                Line = agent.KeyLines.GetValueOrDefault("disallowedTools", line ?? 1),
            };
        }

        foreach (var rule in agent.Permissions)
        {
            var value = $"{rule.Tool}: {(rule.Pattern == "*" ? "" : $"{rule.Pattern}: ")}{rule.Action.ToString().ToLowerInvariant()}";
            yield return new PolicyRule("permission", value, true) { Path = agent.Path, Line = rule.Line };
        }

        if (agent.PermissionMode is { } mode)
        {
            var enforced = mode == "plan" || !tools.Offers("Write");
            yield return new PolicyRule("permission-mode", mode, enforced) { Path = agent.Path, Line = ModeLine };
        }

        if (agent.MaxTurns is { } turns)
        {
            yield return new PolicyRule("max-turns", turns.ToString(System.Globalization.CultureInfo.InvariantCulture), true)
            {
                Path = agent.Path,
                Line = TurnKeys.Where(agent.KeyLines.ContainsKey).Select(key => agent.KeyLines[key]).First(),
            };
        }
    }

    private int ModeLine => agent.KeyLines.TryGetValue("permissionMode", out var line) ? line : agent.KeyLines["readonly"];

    /// <summary>Gate commands of the prompt that the configuration's gates stand in for.</summary>
    private IEnumerable<PolicyRule> Replaced(IReadOnlyList<GateSetting> gates) =>
        source.Gates is null && agent.Gates is null
            ? []
            : prose
                .Gates.Where(gate => !gates.Any(other => other.Run == gate.Run))
                .Select(gate => new PolicyRule("gate", gate.Run, false)
                {
                    Path = gate.SourcePath,
                    Line = gate.SourceLine,
                    Note = "replaced by configured gates",
                });

    private static PolicyRule Input(PolicyInput input) =>
        new(input.Required ? "input" : "optional-input", input.Path, input.Required) { Path = input.SourcePath, Line = input.SourceLine };

    private PolicyRule Judged(PolicyRule rule) =>
        (hasStructure && PolicyCompiler.OutsideStructure().IsMatch(rule.Value)) || Kinds.AreExcluded(rule.Value, prose.Scope)
            ? rule with
            {
                Enforced = true,
            }
            : rule;
}
