using System.Text;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>What <c>hide</c> names cannot be read by code that the agent wrote and gates run, nor what it was before.</summary>
public sealed class HiddenFromGates
{
    private const string Prying = """
        import os, re, subprocess, unittest


        class Prying(unittest.TestCase):
            def test_pry(self):
                seen = []
                for folder, _, names in os.walk("."):
                    for name in names:
                        try:
                            with open(os.path.join(folder, name), "rb") as file:
                                data = file.read()
                        except OSError:
                            continue
                        seen.extend(re.findall("ANSWER-[0-9a-f]{32}", data.decode("latin1")))
                for command in ["git log --all -p", "git show HEAD", "git cat-file --batch-all-objects --batch", "git ls-files"]:
                    out = subprocess.run(command.split(), capture_output=True).stdout.decode("latin1")
                    seen.append(command[4:7] + str(len(out)))
                    seen.extend(re.findall("ANSWER-[0-9a-f]{32}", out))
                self.fail("PRIED " + " ".join(sorted(set(seen), reverse=True)))

        """;

    [Fact]
    public async Task Neither_hidden_files_nor_their_history_reach_the_model_through_a_gate()
    {
        var (answer, old) = ($"ANSWER-{Guid.NewGuid():N}", $"ANSWER-{Guid.NewGuid():N}");
        using var attacked = Hiding("[\"secret/**\", \"tests/hidden_*.py\", \"lib/data/key.txt\"]", answer, old);
        await using var server = await Script
            .Of(
                "1",
                [
                    Say.Write("src/test_pry.py", Prying),
                    Say.Report(["src/test_pry.py"], passing: 1),
                    Say.Bash("ls -la . lib/data; cat lib/data/key.txt; cat lib/data/open.txt; rm src/test_pry.py"),
                    .. AttackedProject.Finish(1),
                ]
            )
            .ServeAsync();

        var result = await attacked.Project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).RunAsync();

        Assert.True(server.Requests.Count > 3, result.Out + result.Error);
        var told = server.Requests[2].LastResultText;
        Assert.True(told.Contains("PRIED", StringComparison.Ordinal) && told.Contains("ls-", StringComparison.Ordinal), told);
        Assert.Contains("open", server.Requests[3].LastResultText, StringComparison.Ordinal);
        Assert.True(result.ExitStatus == 0, server.Requests[^1].LastResultText + result.Error);
        Assert.Contains("gates run without the files", result.Error, StringComparison.Ordinal);
        Assert.Equal([], Seen(server, answer, old));
    }

    [Fact]
    public async Task Without_the_rule_the_same_test_shows_both()
    {
        var (answer, old) = ($"ANSWER-{Guid.NewGuid():N}", $"ANSWER-{Guid.NewGuid():N}");
        using var attacked = Hiding("[]", answer, old);
        await using var server = await Script
            .Of("1", Say.Write("src/test_pry.py", Prying), Say.Report(["src/test_pry.py"], passing: 1))
            .ServeAsync();

        await attacked.Project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).RunAsync();

        Assert.Equal(["now", "before"], Seen(server, answer, old).Distinct());
    }

    [Fact]
    public async Task A_gate_that_needs_a_hidden_file_is_no_iteration_but_a_question_of_the_configuration()
    {
        using var attacked = Hiding("[\"secret/**\"]", "x", "y", "  - {name: needs, run: cat secret/answer.txt, results: exit}\n");
        await using var server = await Script.Of("1", AttackedProject.Finish(1)).ServeAsync();

        var result = await attacked.Project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);

        Assert.Contains("`hide`", result.Out + result.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Seen(ScriptedModelServer server, string answer, string old)
    {
        foreach (var request in server.Requests)
        {
            var text = Encoding.UTF8.GetString(request.Bytes);
            if (text.Contains(answer, StringComparison.Ordinal))
            {
                yield return "now";
            }

            if (text.Contains(old, StringComparison.Ordinal))
            {
                yield return "before";
            }
        }
    }

    private static AttackedProject Hiding(string rules, string answer, string old, string gates = "")
    {
        var attacked = AttackedProject.With(1, "");
        attacked
            .Project.Write(
                ".ashlar/config.yaml",
                "gates:\n  - {name: tests, run: python3 -B -m unittest -v tests/test_app.py $(ls src/test_*.py 2>/dev/null), results: unittest}\n"
                    + gates
                    + $"scope:\n  allow: [\"src/**\"]\n  hide: {rules}\nshare: [lib]\n"
            )
            .Write(".gitignore", "lib/\n")
            .Write("secret/answer.txt", old)
            .Commit("Old");
        attacked.Project.Write("secret/answer.txt", answer).Write("tests/hidden_a.py", $"# {answer}\n").Commit("New");
        attacked.Project.Write("lib/data/key.txt", answer).Write("lib/data/open.txt", "open");
        return attacked;
    }
}
