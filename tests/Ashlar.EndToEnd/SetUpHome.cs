using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What set-up installs below HOME is there for each command, and what a command leaves there is not.</summary>
public sealed class SetUpHome
{
    [Fact]
    [Trait("case", "SECRET-011")]
    public async Task Each_command_begins_with_the_HOME_that_set_up_left()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n"),
            (
                ".ashlar/config.yaml",
                "setup:\n  - run: mkdir -p ~/.local/bin && printf '#!/bin/sh\\necho installed\\n' > ~/.local/bin/tool && chmod 755 ~/.local/bin/tool && touch $TMPDIR/of-setup\n"
                    + "gates:\n  - {name: format, run: test ! -e a.txt || test -e fixed.txt, fix: '~/.local/bin/tool > fixed.txt; ls $TMPDIR | grep of- >> fixed.txt; ls -A ~ >> fixed.txt; touch ~/of-fix $TMPDIR/of-fix'}\n"
            )
        );
        await using var server = await Script
            .Of(
                "1",
                Say.Bash(
                    "~/.local/bin/tool; touch ~/of-command $TMPDIR/of-agent; DOTNET=$DOTNET_CLI_HOME; [ \"$DOTNET\" = \"$HOME\" ] && echo same"
                ),
                Say.Bash("ls -A ~; ls $TMPDIR | grep of-; ~/.local/bin/tool"),
                Say.Write("a.txt", "a\n"),
                Say.Report(["a.txt", "fixed.txt"])
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("installed\nsame", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Contains(".local\nof-agent", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.DoesNotContain("of-command", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Contains("installed", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Equal("installed\n.local", project.Read("work", "fixed.txt"));
    }
}
