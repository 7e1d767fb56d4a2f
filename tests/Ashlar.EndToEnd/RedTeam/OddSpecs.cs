using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Folders of a work order whose files have names that no tool expects.</summary>
public sealed class OddSpecs
{
    [Theory]
    [InlineData("no\nte.md")]
    [InlineData("note.md")]
    public async Task A_line_feed_in_the_name_of_a_document_does_not_keep_the_spec_from_being_implemented(string name)
    {
        using var project = Project.With(
            ("agent-os/specs/2026-01-05-x/tasks.md", "# Tasks\n\n- [ ] 1. Write a.txt\n"),
            ($"agent-os/specs/2026-01-05-x/{name}", "# Notes\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: \"true\"}\n")
        );
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        var result = await project
            .Ashlar("run", "agent-os/specs/2026-01-05-x", "--trust", "--branch", "work")
            .Asking(server)
            .EndsWithAsync(0);

        var said = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("ashlar: check: only the exit code of `true`", said, StringComparison.Ordinal);
        Assert.Equal("a", project.Read("work", "a.txt"));
    }
}
