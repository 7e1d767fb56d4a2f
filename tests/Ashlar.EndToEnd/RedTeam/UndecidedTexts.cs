using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Texts that take so long to search that nobody knows what they hold: they are refused by name, never taken for harmless ones.</summary>
public sealed class UndecidedTexts
{
    private const string Head = "package app\n\nimport \"testing\"\n\nfunc TestAdd(t *testing.T) {\n\tassert.Equal(t, 3, add(1, 2))\n";

    [Fact]
    [Trait("case", "REPORT-003")]
    public async Task A_test_that_cannot_be_searched_in_time_is_refused_and_a_short_one_is_not()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Verify the sum\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: \"true\"}\n"),
            ("app_test.go", Head + "}\n")
        );
        const string Lengthen =
            "python3 - <<'END'\nhead = open('app_test.go').read().rstrip()[:-1]\nopen('app_test.go', 'w').write(head + '\\t// x\\n\\t_ = ' + 'assert.' * 60000 + '\\n}\\n')\nEND";
        const string Shorten = "sed -i '/assert\\.assert/d' app_test.go";
        await using var server = await Script
            .Of("1", Say.Bash(Lengthen), Say.Report([], ["app_test.go"]), Say.Bash(Shorten), Say.Report([], ["app_test.go"]))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("app_test.go holds a text of", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Contains("so it cannot be judged", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.DoesNotContain("assert.assert", project.Read("work", "app_test.go"), StringComparison.Ordinal);
    }
}
