using System.Text.RegularExpressions;
using Ashlar.Core.Agents;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Policies;

/// <summary>
/// Compiles configuration, front matter, a prompt's own words and documents into one <see cref="Policy"/>. Each source can only
/// narrow what the others allow. A sentence that binds and that nothing enforces is a rule too: shown as not enforced.
/// </summary>
public static partial class PolicyCompiler
{
    /// <summary>Compiles. Never fails: what is wrong is in <see cref="Policy.Problems"/>, errors among them keep a run from starting.</summary>
    public static Policy Compile(AgentDefinition agent, PolicySource source)
    {
        var lifted = SecretText.Lift(agent.Prompt);
        var description = SecretText.Lift(agent.Description);
        var offset = agent.PromptLine - 1;
        var prose = PolicyProse.Read(agent, lifted.Text, description.Text, source.Ignored);
        var documents = source.Documents.Select(document => PolicyProse.Read(document, source.Ignored)).ToList();
        var tree = prose.ForbidsOtherFolders ? StructureOf(prose, documents) : null;
        var granted = ToolGrant.Of(
            agent,
            source.OfferedTools ?? PolicySource.BuiltInTools,
            (source.Commit ?? prose.Rhythm.Commit) is CommitRhythm.Iteration,
            source.Servers
        );
        var tools = prose.IsReadOnly ? granted.WithoutWriting() : granted;
        ScopeLayer[] layers =
        [
            new(source.Scope, source.Path),
            new(agent.Scope, agent.Path),
            new(prose.Scope, agent.Path),
            .. tree is null ? Array.Empty<ScopeLayer>() : [tree],
            .. documents.Select(document => new ScopeLayer(document.Scope, document.Path)),
        ];
        var scope = new Scope([.. layers.Where(layer => layer.Rules.Count > 0)], source.Protected, prose.Ordered);
        var gates = source.Gates ?? agent.Gates ?? prose.Gates;
        var secrets = lifted.Secrets.Select(secret => secret with { Line = secret.Line + offset }).ToList();
        if (agent.KeyLines.TryGetValue("description", out var line))
        {
            secrets.AddRange(
                description
                    .Secrets.Where(secret => !secrets.Exists(known => known.Value == secret.Value))
                    .Select(secret => secret with { Line = line })
            );
        }

        var pairs = lifted
            .Pairs.Select(pair => pair with { Line = pair.Line + offset })
            .Where(pair => !source.Ignored.Contains($"{agent.Path}:{pair.Line}", StringComparer.Ordinal))
            .ToList();
        return new Policy
        {
            Tools = tools,
            Scope = scope,
            Prompt = lifted.Text,
            Rules = new PolicyRules(agent, source, tools, scope, prose, documents, tree is not null).All(gates, secrets, pairs),
            Gates = gates,
            GatesFromProse = source.Gates is null && agent.Gates is null && gates.Count > 0,
            Inputs = prose.Inputs,
            TaskList = prose.TaskList,
            WantsIterationLog = prose.Rhythm.WantsLog,
            IterationLog = prose.Rhythm.Log,
            Commit = prose.Rhythm.Commit,
            Handoff = prose.Rhythm.Handoff,
            HandoffSections = prose.Rhythm.Sections,
            BrowserEvidence = prose.Rhythm.Screenshots,
            Escalations = prose.Rhythm.Escalations,
            Checklist = prose.Checklist,
            Environment = pairs
                .DistinctBy(pair => pair.Name, StringComparer.Ordinal)
                .ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal),
            Secrets = secrets,
            MaxTurns = agent.MaxTurns,
            Problems =
            [
                .. agent.Problems,
                .. PatternProblems(source, agent),
                .. ToolProblems(agent, tools),
                .. secrets.Select(secret => Literal(agent, secret)),
            ],
        };
    }

    private static ScopeLayer? StructureOf(PolicyProse prose, List<PolicyProse> documents)
    {
        foreach (var text in documents.Prepend(prose))
        {
            if (text.Structure.Count > 0)
            {
                return new ScopeLayer(new AgentScope { Create = text.Structure }, text.Path);
            }
        }

        return null;
    }

    private static IEnumerable<Problem> PatternProblems(PolicySource source, AgentDefinition agent) =>
        Faults(source.Scope, source.Path).Concat(Faults(agent.Scope, agent.Path));

    private static IEnumerable<Problem> Faults(AgentScope scope, string? path) =>
        from item in scope.Allow.Concat(scope.Deny).Concat(scope.Hide).Concat(scope.Frozen)
        let fault = Glob.Fault(item.Pattern)
        where fault is not null
        select new Problem("scope.pattern", $"The scope pattern '{item.Pattern}' cannot be used: {fault}")
        {
            Path = path,
            Line = item.Line,
            Remedy = "Write a path pattern relative to the repository root, such as src/**/*.py",
        };

    private static IEnumerable<Problem> ToolProblems(AgentDefinition agent, ToolGrant tools)
    {
        int? line = agent.KeyLines.TryGetValue("tools", out var found) ? found : null;
        if (tools.Unavailable.Count > 0)
        {
            var message = $"Nobody offers these tools: {ToolPatternText.Of(tools.Unavailable)}";
            yield return new Problem("agent.tools-unavailable", message)
            {
                Path = agent.Path,
                Line = line,
                Warning = true,
                Remedy = "Take them out of `tools`, or add the MCP server that offers them to `.mcp.json`",
            };
        }

        foreach (var note in tools.Notes)
        {
            yield return new Problem("agent.tools-read", note)
            {
                Path = agent.Path,
                Line = line,
                Warning = true,
                Remedy = "If that is not what was meant, write the names that Ashlar has: Read, Write, Edit, Bash, Glob, Grep, WebFetch",
            };
        }
    }

    private static Problem Literal(AgentDefinition agent, LiftedPair secret) =>
        new("secret.literal", $"The definition holds a secret in plain text; the model sees [secret {secret.Name}] instead")
        {
            Path = agent.Path,
            Line = secret.Line,
            Warning = true,
            Remedy = $"Move it to .ashlar/secrets.env as {secret.Name}, and replace it where it was issued",
        };

    [GeneratedRegex(
        @"\boutside (?:of )?(?:the )?(?:approved|planned|defined|agreed|documented|folder) (?:folder )?structure\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    internal static partial Regex OutsideStructure();
}
