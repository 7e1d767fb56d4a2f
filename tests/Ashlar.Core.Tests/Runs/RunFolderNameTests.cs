using Ashlar.Core.Runs.Records;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

/// <summary>Task ids as names of folders and refs.</summary>
public sealed class RunFolderNameTests
{
    [Fact]
    public void No_two_ids_share_a_name_and_each_can_be_a_ref()
    {
        string[] ids =
        [
            "1",
            "1.2",
            "前端:1",
            "后端:1",
            "a/b",
            "a_b",
            "a b",
            "1..2",
            "1__2",
            "x.lock",
            "x_lock",
            ".",
            "..",
            ".a",
            "-a",
            "a.",
            new string('a', 300),
            new string('a', 301),
        ];

        var names = ids.Select(RunFolder.FileName).ToList();

        Assert.Equal(ids.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.Matches("^(?![.-])(?!.*[.][.])[A-Za-z0-9._-]{1,100}(?<![.])(?<![.]lock)$", name));
        Assert.Equal(["1", "1.2", "a_b"], new[] { "1", "1.2", "a_b" }.Select(RunFolder.FileName));
    }
}
