using System.Text;
using Ashlar.Core.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Settings;

public sealed class TrustStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ashlar-trust-").FullName;

    private TrustStore Store => new(Path.Combine(folder, "trust"), TimeProvider.System);

    [Fact]
    public void Nothing_is_trusted_until_it_is_accepted_and_only_with_that_content()
    {
        var (one, two, changed) = (File("a.md", "1"), File("b.md", "2"), File("a.md", "3"));
        Assert.Equal([TrustState.New, TrustState.New], States("/r", one, two));

        Store.Accept("/r", [one]);

        Assert.Equal([TrustState.Trusted, TrustState.New, TrustState.Changed], States("/r", one, two, changed));
        Assert.Equal([TrustState.New], States("/other", one));
        Assert.Equal([TrustState.New], States("/r", File("c.md", "1")));
    }

    [Fact]
    public void Each_untrusted_file_is_a_problem_that_names_the_way_out()
    {
        Store.Accept("/r", [File("a.md", "1")]);

        var problems = Store.Check("/r", [File("a.md", "x"), File("b.md", "2")]).Problems;

        Assert.Equal([("trust.changed", "a.md"), ("trust.new", "b.md")], problems.Select(problem => (problem.Code, problem.Path!)));
        Assert.All(problems, problem => Assert.Contains("--trust", problem.Remedy, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_may_accept_at_once()
    {
        var files = Enumerable.Range(0, 40).Select(number => File($"{number % 10}.md", $"{number / 20}")).ToList();

        await Task.WhenAll(files.Select(file => Task.Run(() => Store.Accept("/r", [file]))));

        Assert.True(Store.Check("/r", files).IsTrusted);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories),
            file => file.EndsWith(".tmp", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_problem()
    {
        System.IO.File.WriteAllText(Path.Combine(folder, "trust"), "in the way");

        var trouble = Assert.Throws<ProblemException>(() => Store.Accept("/r", [File("a.md", "1")]));

        Assert.Equal(("trust.not-kept", 2), (trouble.Problems[0].Code, trouble.ExitStatus));
    }

    [Theory]
    [InlineData(".ashlar/config.yaml", true)]
    [InlineData(".ashlar/agents/x.md", true)]
    [InlineData(".ashlar/.gitignore", false)]
    [InlineData(".claude/agents/sub/x.md", true)]
    [InlineData(".claude/agents/notes.txt", false)]
    [InlineData(".claude/settings.json", true)]
    [InlineData(".mcp.json", true)]
    [InlineData("sub/.mcp.json", false)]
    [InlineData("tasks/backend_tasks.md", false)]
    [InlineData("CLAUDE.md", false)]
    public void What_is_obeyed_needs_trust_and_data_does_not(string path, bool needed) =>
        Assert.Equal(needed, TrustedPaths.NeedsTrust(path, [".claude/agents"]));

    [Fact]
    public void The_state_folder_follows_the_environment()
    {
        var variables = new Dictionary<string, string> { ["HOME"] = "/home/u" };
        Assert.Equal("/home/u/.local/state/ashlar", StateFolder.Of(variables.GetValueOrDefault).Path);
        variables["XDG_STATE_HOME"] = "relative";
        Assert.Equal("/home/u/.local/state/ashlar", StateFolder.Of(variables.GetValueOrDefault).Path);
        variables["XDG_STATE_HOME"] = "/state";
        Assert.Equal("/state/ashlar", StateFolder.Of(variables.GetValueOrDefault).Path);
        variables["ASHLAR_HOME"] = "/own";
        Assert.Equal("/own", StateFolder.Of(variables.GetValueOrDefault).Path);
        Assert.Equal("state.no-home", Assert.Throws<ProblemException>(() => StateFolder.Of(_ => null)).Problems[0].Code);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private IEnumerable<TrustState> States(string repository, params TrustFile[] files) =>
        Store.Check(repository, files).Items.Select(item => item.State);

    private static TrustFile File(string path, string content) => new(path, Encoding.UTF8.GetBytes(content));
}
