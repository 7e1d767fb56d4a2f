using Ashlar.Core.Tests.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class BranchMovesTests
{
    /// <summary>What has git write refs, and which: only the first writes branches of the user's repository.</summary>
    private static readonly string[] Writers =
    [
        "src/Ashlar.Core/Runs/Starts/FreeBranch.cs: branches",
        "src/Ashlar.Cli/Places/RunBranch.cs: HEAD",
        "src/Ashlar.Core/Runs/Handoffs/Push.cs: refs/remotes",
        "src/Ashlar.Core/Runs/Planning/WrittenTrees.cs: refs/ashlar",
        "src/Ashlar.Core/Runs/Records/KeptWork.cs: refs/ashlar",
        "src/Ashlar.Core/Runs/Replays/RunReplay.cs: a repository of its own",
    ];

    [Fact]
    public void A_branch_is_moved_only_by_what_has_asked_who_has_it_checked_out()
    {
        var root = SourceTree.Root;
        var found = Directory
            .EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("[\"update-ref\"", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(root, file));

        Assert.Equal(Writers.Select(writer => writer.Split(':')[0]).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }
}
