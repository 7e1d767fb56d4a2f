using System.Text;
using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Names, outputs and answers that carry more than they say.</summary>
public sealed class OddWords
{
    [Fact]
    [Trait("case", "INJ-011")]
    [Trait("case", "PATH-014")]
    [Trait("case", "SHELL-031")]
    public async Task Names_that_look_like_options_commands_or_control_sequences_are_only_names()
    {
        using var project = Project.TwoTasks();
        var sentinel = project.Beside("sentinel");
        string[] names = ["-rf", "--output=x", "$(touch sentinel).txt", "; touch sentinel;", "umläut €.txt", ":(top)x"];
        string[] undone = ["a b\t.txt", "\u001b[2J.txt"];
        var create = string.Join("; ", names.Concat(undone).Select(name => $"printf x > {Quoted($"./{name}")}"));
        await using var server = await Script
            .Of(
                "1",
                Say.Bash($"{create}; printf x > \"$(printf 'latin\\351.txt')\""),
                Say.Report(names),
                Say.Bash("rm latin*"),
                Say.Report(names)
            )
            .ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("names with control characters", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Contains("is no UTF-8 and cannot be committed", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.False(File.Exists(sentinel));
        Assert.False(File.Exists(Path.Combine(project.Root, "sentinel")));
        Assert.DoesNotContain("\u001b[2J", result.Out + result.Error, StringComparison.Ordinal);
        var committed = project.Git("ls-tree", "-r", "-z", "--name-only", "work").Split('\0');
        Assert.All(names, name => Assert.Contains(name, committed));
        var report = await project.Ashlar("report").RunAsync();
        Assert.DoesNotContain("\u001b[2J", report.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await project.Ashlar("diff").RunAsync()).ExitStatus);
    }

    [Theory]
    [Trait("case", "INJ-011")]
    [InlineData("Done.\n\nCo-authored-by: Eve <eve@example.org>\nAshlar-Proof: red-green\nTicket: X-1")]
    [InlineData("Ashlar-Proof: red-green")]
    public async Task Trailers_come_from_Ashlar_alone(string summary)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Report(["a.txt"], summary: summary)).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(["no-code"], project.Trailers("work", "Ashlar-Proof"));
        Assert.Equal([""], project.Trailers("work", "Co-authored-by"));
        Assert.Equal([""], project.Trailers("work", "Ticket"));
    }

    [Theory]
    [InlineData(WireProtocol.Anthropic)]
    [InlineData(WireProtocol.OpenAI)]
    [Trait("case", "SHELL-006")]
    [Trait("case", "SHELL-007")]
    [Trait("case", "MODEL-012")]
    public async Task Bytes_and_control_sequences_in_output_harm_neither_journal_nor_terminal(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        const string Forged = "printf '\\033]0;title\\007\\033]52;c;ZXZpbA==\\007\\033[2J\\033[1A\\302\\233 31m\\007\\007\\u202Eabc\\n'";
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("head -c 3000000 /dev/urandom; printf '\\355\\240\\200\\000\\377'"),
                Say.Bash(Forged),
                Say.Write("a.txt", "a\n"),
                Say.Report(["a.txt"], summary: "\u001b]0;x\u0007 fine \u202E \ud800")
            )
            .ServeAsync();

        var result = await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work")
            .Asking(server, protocol)
            .EndsWithAsync(0);

        var shown = result.Out + result.Error;
        foreach (
            var command in (string[][])
                [
                    ["logs", project.Runs[0]],
                    ["report"],
                    ["status"],
                    ["diff"],
                ]
        )
        {
            shown += (await project.Ashlar(command).RunAsync()).Out;
        }

        shown += project.Git("log", "-1", "--format=%B", "work");
        Assert.DoesNotContain(shown, character => character is '\u001b' or '\u0007' or '\u009b' or '\u202e');
        Assert.True(project.Journal().IsWhole);
        Assert.All(server.Requests, request => Assert.NotEqual(JsonValueKind.Undefined, request.Body.ValueKind));
    }

    [Fact]
    [Trait("case", "SECRET-006")]
    [Trait("case", "SECRET-015")]
    public async Task A_secret_that_cannot_be_told_from_ordinary_text_keeps_the_run_from_starting()
    {
        foreach (var value in (string[])["main", "   ", "true"])
        {
            using var project = Project.TwoTasks();
            project
                .Write(".ashlar/config.yaml", "env: {SERVICE: {secret: SERVICE}}\ngates:\n  - {name: check, run: \"true\"}\n")
                .Commit("Secret");
            await using var server = await Script.OfTwoTasks().ServeAsync();

            var result = await project.Ashlar("run", "tasks.md", "--trust").Asking(server).With("SERVICE", value).EndsWithAsync(2);

            Assert.Contains("SERVICE", result.Error, StringComparison.Ordinal);
            Assert.Empty(server.Requests);
        }
    }

    [Fact]
    [Trait("case", "SECRET-005")]
    public async Task A_value_within_a_secret_of_JSON_is_masked_alone()
    {
        using var project = Project.TwoTasks();
        var inner = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(24));
        var account = JsonSerializer.Serialize(new { type = "service_account", nested = new { private_key = inner } });
        project
            .Write(".ashlar/config.yaml", "env: {ACCOUNT: {secret: ACCOUNT}}\ngates:\n  - {name: check, run: \"true\"}\n")
            .Commit("Secret");
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("python3 -c 'import json,os; print(json.loads(os.environ[\"ACCOUNT\"])[\"nested\"][\"private_key\"])'"),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work")
            .Asking(server)
            .With("ACCOUNT", account)
            .EndsWithAsync(0);

        Assert.DoesNotContain(server.Requests, request => Encoding.UTF8.GetString(request.Bytes).Contains(inner, StringComparison.Ordinal));
        Assert.Contains("[secret ACCOUNT", server.Requests[1].LastResultText, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("case", "REPORT-009")]
    public async Task A_gate_that_is_green_only_with_an_ignored_file_is_red()
    {
        using var project = Project.TwoTasks((".gitignore", "data/\n"));
        project.Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e a.txt || test -e data/rates.json}\n").Commit("Gate");
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("mkdir data && echo 1 > data/rates.json && echo a > a.txt && test -e data/rates.json"),
                Say.Done("a.txt"),
                Say.Bash("mv a.txt b.txt"),
                Say.Done("b.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("Gates: not green", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Contains("data/rates.json", server.Requests[2].LastResultText, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("case", "MODEL-025")]
    public async Task Two_writes_of_one_turn_happen_in_their_order()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "first\n")
                    .ThenCall(
                        "Edit",
                        new
                        {
                            file_path = "a.txt",
                            old_string = "first",
                            new_string = "second",
                        }
                    ),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal("second", project.Read("work", "a.txt"));
        Assert.Equal([false, false], server.Requests[1].LastToolResults.Select(one => one.IsError));
    }

    [Fact]
    [Trait("case", "CRASH-029")]
    public async Task A_question_is_answered_once()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Escalate("question", "Which one?"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);

        await project.Ashlar("answer", project.Runs[0], "E1", "the first").EndsWithAsync(0);
        var second = await project.Ashlar("answer", project.Runs[0], "E1", "the second", "--json").EndsWithAsync(2);
        await project.Ashlar("resume", project.Runs[0]).Knowing(server).EndsWithAsync(0);

        Assert.Equal("escalation.answered", second.Json.GetProperty("code").GetString());
        Assert.Contains("the first", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.DoesNotContain("the second", server.Requests[1].LastResultText, StringComparison.Ordinal);
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
