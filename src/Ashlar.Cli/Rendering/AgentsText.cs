using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Agents;
using Ashlar.Core.Policies;

namespace Ashlar.Cli.Rendering;

/// <summary>Agent definitions and policies for people.</summary>
internal static class AgentsText
{
    private const int DescriptionWidth = 90;

    /// <summary>One definition a line, its problems below it.</summary>
    public static void WriteList(CommandIo io, IReadOnlyList<AgentDefinition> agents)
    {
        var width = Math.Min(agents.Select(agent => agent.Name.Length).DefaultIfEmpty(0).Max(), 40);
        foreach (var agent in agents)
        {
            io.Line($"{agent.Name.PadRight(width)}  {agent.Path}  {Short(agent.Description)}");
            foreach (var problem in agent.Problems.Where(problem => !problem.Warning))
            {
                io.Line($"    error: {ShownText.Line(problem.ToString())}");
            }
        }
    }

    /// <summary>A definition, its tools and every rule with its place.</summary>
    public static void WriteOne(CommandIo io, AgentDefinition agent, Policy policy)
    {
        io.Line($"{agent.Name}  ({agent.Path})");
        io.Line(Short(agent.Description));
        io.Line();
        io.Line($"model: {agent.Model ?? "the run's"}");
        io.Line($"tools: {string.Join(", ", policy.Tools.Shown)}");
        if (policy.Tools.Unavailable.Count > 0)
        {
            io.Line($"not available: {ToolPatternText.Of(policy.Tools.Unavailable)}");
        }

        WriteRules(io, "Enforced or checked", policy.Rules.Where(rule => rule.Enforced));
        WriteRules(io, "Not enforced", policy.Rules.Where(rule => !rule.Enforced));
        foreach (var problem in policy.Problems)
        {
            io.Line($"{(problem.Warning ? "warning" : "error")}: {ShownText.Line(problem.ToString())}");
        }
    }

    private static void WriteRules(CommandIo io, string title, IEnumerable<PolicyRule> rules)
    {
        io.Line();
        io.Line(title);
        foreach (var rule in rules)
        {
            var why = rule.Note is { } note ? $"  ({note})" : "";
            io.Line($"  {rule.Kind, -14} {ShownText.Line(rule.Value)}{why}  [{rule.Source}]");
        }

        io.Line();
    }

    private static string Short(string text)
    {
        var line = ShownText.Line(Ashlar.Core.Secrets.SecretText.Lift(text).Text);
        return line.Length > DescriptionWidth ? line[..DescriptionWidth] + "…" : line;
    }
}
