using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Gates;

/// <summary>
/// Commands from prose often leave out what a tool is to look at (<c>uv run mypy</c>): such a tool only says how it is used. It looks at what the
/// repository's own gate of that tool does, else at the whole repository.
/// </summary>
/// <param name="detected">The gates that the repository's files show.</param>
/// <param name="root">The repository's folder.</param>
internal sealed class ProseTargets(IReadOnlyList<GateSetting> detected, string root)
{
    /// <summary>Tools that look at nothing by themselves.</summary>
    private static readonly string[] Targetless = ["mypy", "black", "isort", "eslint", "prettier"];

    /// <summary>The gate with something to look at, and what is to be said of it, or null.</summary>
    public (GateSetting Gate, string? Note) Of(GateSetting gate) => Of(gate, ["."]);

    /// <summary>The same for a criterion, which is somebody's own words: it looks at what a gate of that tool does, else it stays as it is.</summary>
    public (GateSetting Gate, string? Note) OfCriterion(GateSetting gate) => Of(gate, []);

    private (GateSetting Gate, string? Note) Of(GateSetting gate, List<string> otherwise)
    {
        var command = StackCatalog.All.Parse(gate.Run);
        if (!Targetless.Contains(command.Tool.Name, StringComparer.Ordinal) || ShellWords.Commands(gate.Run).Count != 1)
        {
            return (gate, null);
        }

        var named = Targets(command);
        if (named.Any(word => Path.Exists(Path.Combine(root, word))) || named.Any(word => word.Contains('*', StringComparison.Ordinal)))
        {
            return (gate, null);
        }

        var own = detected.Select(known => StackCatalog.All.Parse(known.Run)).FirstOrDefault(known => known.Tool == command.Tool);
        var targets = own is null ? otherwise : Targets(own);
        if (targets.Count == 0)
        {
            // Its configuration says what it looks at.
            return (gate, null);
        }

        var line = named.Aggregate(gate.Run, (text, word) => text.Replace(" " + word, "", StringComparison.Ordinal));
        var run = $"{line} {string.Join(' ', targets)}";
        return (gate with { Run = run }, $"{gate.Name}: `{gate.Run}` names nothing to look at that is there, so it runs as `{run}`");
    }

    private static List<string> Targets(GateCommand command) => [.. command.Words.Skip(1).Where(word => word[0] != '-')];
}
