using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>The functions of a tree's product that tests name.</summary>
/// <param name="git">The repository.</param>
/// <param name="tree">The tree.</param>
/// <param name="world">Where Python runs.</param>
internal sealed class NamedProduct(Git git, string tree, GateWorld world)
{
    /// <summary>Finds them; where there is no Python, its files are left out.</summary>
    public async Task<NamedFunctionsFound> OfAsync(IReadOnlyList<ChangedContent> tests, CancellationToken cancellationToken)
    {
        var files = await CommitFiles.ReadAsync(git, tree, cancellationToken).ConfigureAwait(false);
        try
        {
            return await new NamedFunctions(files.Paths, files.ContentsAsync, new SandboxPython(world))
                .OfAsync(tests, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (CommandStartException)
        {
            return await new NamedFunctions(files.Paths, files.ContentsAsync, null).OfAsync(tests, cancellationToken).ConfigureAwait(false);
        }
    }
}
