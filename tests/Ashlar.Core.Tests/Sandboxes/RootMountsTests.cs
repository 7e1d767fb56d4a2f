using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Sandboxes.Mounts;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class RootMountsTests
{
    private static readonly SandboxMounts Plain = new()
    {
        Root = "/nowhere",
        ShownRoot = "/nowhere",
        PrivateFolder = "/nowhere",
    };

    [Fact]
    public void Every_folder_between_a_writable_one_and_a_read_only_one_is_pinned() =>
        Assert.Equal(
            [new RootMount("a", MountKind.Pin), new RootMount("a/b", MountKind.Pin), new RootMount("a/b/c", MountKind.ReadOnly)],
            RootMounts.Of(Plain with { ReadOnly = ["a/b/c/", "a/b/c/d"] })
        );

    [Fact]
    public void Under_a_read_only_root_only_the_writable_folders_are_mounts() =>
        Assert.Equal(
            [new RootMount("src", MountKind.Writable), new RootMount("src/gen", MountKind.ReadOnly)],
            RootMounts.Of(Plain with { Writable = ["src", "./src/"], ReadOnly = ["src/gen", "tests"] })
        );

    [Fact]
    public void The_deeper_rule_wins_and_read_only_wins_over_writable_at_one_path() =>
        Assert.Equal(
            [new RootMount("a", MountKind.ReadOnly), new RootMount("b", MountKind.ReadOnly), new RootMount("a/open", MountKind.Writable)],
            RootMounts.Of(Plain with { Writable = ["", "a/open", "b"], ReadOnly = ["a", "b"] })
        );

    [Fact]
    public void A_path_that_leaves_the_root_is_refused() =>
        Assert.Throws<CommandStartException>(() => RootMounts.Of(Plain with { Writable = ["../x"] }));
}
