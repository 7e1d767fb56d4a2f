using Ashlar.Core.Journal;
using Ashlar.Core.Reports;
using Ashlar.Core.Reviews;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tests.Workspaces;
using Ashlar.Core.Workspaces;
using Xunit;

namespace Ashlar.Core.Tests.Reviews;

public sealed class FixEvidenceTests
{
    private static readonly string Lines = string.Concat(Enumerable.Range(1, 40).Select(number => $"line {number}\n"));

    [Theory]
    [InlineData("app.py", 30, "put right", "app.py:31")]
    [InlineData("app.py", 2, "put right", "app.py:3")]
    [InlineData("app.py", null, "put right", "app.py:3")]
    [InlineData("src/app.py", null, "", "src/app.py")]
    [InlineData("other.py", 1, "moved to app.py", "app.py:3")]
    [InlineData("other.py", 1, "added test_expired_token()", "test_app.py:1-2")]
    [InlineData("gone.py", 1, "taken out", "gone.py (deleted)")]
    [InlineData("never-there.py", 1, "done", "app.py:3")]
    [InlineData(null, null, "done", "app.py:3")]
    [InlineData("other.py", 1, "done", null)]
    [InlineData("other.py", 1, "done in the way that was said", null)]
    public async Task A_fix_is_shown_by_what_changed_at_the_point_or_where_the_answer_says(
        string? path,
        int? line,
        string how,
        string? proof
    )
    {
        using var room = await GitRoom.WithAsync(("app.py", Lines), ("other.py", "x\n"), ("gone.py", "x\n"), ("src/app.py", "x\n"));
        var reviewed = await room.TreeAsync();
        File.WriteAllText(
            room["app.py"],
            Lines.Replace("line 3\n", "third\n", StringComparison.Ordinal).Replace("line 31\n", "last\n", StringComparison.Ordinal)
        );
        File.WriteAllText(room["test_app.py"], "def test_expired_token():\n    assert expired()\n");
        File.Delete(room["gone.py"]);
        File.SetUnixFileMode(room["src/app.py"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var evidence = new FixEvidence(new TreeDiff(room.Repository.Git), reviewed, await room.TreeAsync());

        var row = new FeedbackRow("F1", "wrong")
        {
            Path = path,
            Line = line,
            How = how,
        };

        Assert.Equal(proof, await evidence.FindAsync(row, CancellationToken.None));
    }

    [Fact]
    public async Task Without_any_change_nothing_shows_a_fix()
    {
        using var room = await GitRoom.WithAsync(("app.py", Lines));
        var tree = await room.TreeAsync();

        var proof = await new FixEvidence(new TreeDiff(room.Repository.Git), tree, tree).FindAsync(
            new FeedbackRow("F1", "wrong") { How = "app.py" },
            CancellationToken.None
        );

        Assert.Null(proof);
    }

    [Fact]
    public async Task A_change_is_shown_bounded_masked_and_with_the_way_to_the_rest()
    {
        using var room = await GitRoom.WithAsync(("app.py", "one\n"));
        File.WriteAllText(room["app.py"], "```\nthe word is sesame-7401-open\n");
        File.WriteAllText(room["large.txt"], string.Concat(Enumerable.Repeat("a line that is long enough\n", 2000)));
        var artifacts = new ArtifactFolder(room.Beside("artifacts"));
        var mask = SecretMask.None.With([KeyValuePair.Create("WORD", "sesame-7401-open")]);

        var change = await ReviewedChange.OfAsync(
            new TreeDiff(room.Repository.Git),
            room.Head,
            await room.TreeAsync(),
            mask,
            artifacts,
            CancellationToken.None
        );

        var (path, artifact) = Assert.Single(change.NotShown);
        Assert.Equal("large.txt", path);
        Assert.Contains(
            "app.py (modified)\n````\n@@ -1 +1,2 @@\n-one\n+```\n+the word is [secret WORD]\n````\n",
            change.Text,
            StringComparison.Ordinal
        );
        Assert.Contains($"is not shown; Read artifact:{artifact}", change.Text, StringComparison.Ordinal);
        Assert.Contains("+a line that is long enough", artifacts.GetText(artifact!), StringComparison.Ordinal);
    }
}
