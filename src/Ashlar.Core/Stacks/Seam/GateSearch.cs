using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Interpreters;

namespace Ashlar.Core.Stacks.Seam;

/// <summary>What a stack looks at to find the gates of a repository.</summary>
/// <param name="Files">The repository.</param>
/// <param name="Python">The project's Python, or null.</param>
internal sealed record GateSearch(RepositoryFiles Files, Interpreter? Python)
{
    /// <summary>What was found before, by other stacks and in workflows.</summary>
    public IReadOnlyList<GateSetting> Found { get; init; } = [];
}
