using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>A task that asks for files outside its scope gets them only when a person says yes.</summary>
public sealed class ScopeExtension
{
    private const string Outside = "docs/rates.md";

    [Fact]
    public async Task What_a_person_grants_is_written_and_committed()
    {
        using var project = OnlyText();
        await using var server = await Script
            .Of(
                "1",
                Say.Escalate("scope-extension", "The rates belong into the documents.", Outside),
                Say.Write(Outside, "2 %\n").ThenCall("Write", new { file_path = "docs/other.md", content = "x\n" }),
                Say.Done(Outside)
            )
            .ServeAsync();

        await AskAndAnswer(project, server, "grant");

        Assert.Contains($"Now also allowed for this task: {Outside}", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Equal([false, true], server.Requests[2].LastToolResults.Select(result => result.IsError));
        Assert.Equal("2 %", project.Read("work", Outside));
        Assert.Equal($"{Outside}\ntasks.md", project.Git("diff", "--name-only", "main", "work"));
        Assert.Equal("# Tasks\n\n- [x] Write the rates", project.Read("work", "tasks.md"));
    }

    [Fact]
    public async Task What_a_person_refuses_stays_out_of_scope()
    {
        using var project = OnlyText();
        await using var server = await Script
            .Of(
                "1",
                Say.Escalate("scope-extension", "The rates belong into the documents.", Outside),
                Say.Write(Outside, "2 %\n").ThenCall("Bash", new { command = $"mkdir -p docs && echo 2 > {Outside}" }),
                Say.Write("a.txt", "2 %\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await AskAndAnswer(project, server, "no, use a.txt");

        Assert.Contains("no, use a.txt", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Equal([true, true], server.Requests[2].LastToolResults.Select(result => result.IsError));
        Assert.Contains("outside this task's scope", server.Requests[2].LastToolResults[0].Text, StringComparison.Ordinal);
        Assert.Equal("a.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work"));
    }

    private static Project OnlyText() =>
        Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write the rates\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\nscope: {allow: [\"*.txt\"]}\n")
        );

    private static async Task AskAndAnswer(Project project, ScriptedModelServer server, string answer)
    {
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);
        await project.Ashlar("answer", project.Runs[0], "E1", answer).EndsWithAsync(0);
        await project.Ashlar("resume", project.Runs[0]).Knowing(server).EndsWithAsync(0);
    }
}
