using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Reports that a program writes of itself: results, pages, coverage.</summary>
public sealed class SecretArtefacts
{
    private const string Program =
        "import html,os\n"
        + "v = os.environ['TOKEN']\n"
        + "e = html.escape(v)\n"
        + "open('src/junit.xml', 'w').write(f'<testsuite><testcase name=\"t\"><failure message=\"{e}\">{e}</failure></testcase></testsuite>')\n"
        + "open('src/report.html', 'w').write(f'<html><body><pre>{e}</pre></body></html>')\n"
        + "open('src/coverage.xml', 'w').write(f'<coverage><source>{e}</source></coverage>')\n"
        + "open(os.environ['TMPDIR'] + '/junit.xml', 'w').write(e)\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("case", "SECRET-017")]
    public async Task What_commands_render_with_a_secret_is_neither_committed_nor_kept(bool isSecret)
    {
        var value = SecretScan.NewValue();
        using var spoken = new SpokenProject(value, isSecret, isSecret ? "" : $"env: {{TOKEN: \"{value}\"}}\n");
        string[] files = ["src/junit.xml", "src/report.html", "src/coverage.xml"];
        var write = Say.Bash($"mkdir -p src; python3 - <<'E'\n{Program}E\ncat src/*");
        await using var server = await Script
            .Of("1", write, Say.Done(files), Say.Bash("rm src/*; echo a > src/a.txt"), Say.Done("src/a.txt"))
            .ServeAsync();

        await spoken.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        var committed = spoken.Project.Git("ls-tree", "-r", "--name-only", "work").Split('\n');
        var places = spoken.Places(server, value, []).ToList();
        if (isSecret)
        {
            Assert.True(server.Requests[2].LastToolResults[^1].IsError);
            Assert.All(files, file => Assert.Contains(file, server.Requests[2].LastResultText, StringComparison.Ordinal));
            Assert.DoesNotContain(committed, file => files.Contains(file));
            Assert.Equal([], places);
        }
        else
        {
            Assert.All(files, file => Assert.Contains(file, committed));
            Assert.Contains("requests", places);
            Assert.Contains("journal.jsonl", places);
        }
    }
}
