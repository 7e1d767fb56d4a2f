using System.Text;
using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Inputs;
using Ashlar.Core.Gates.Integrity;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

/// <summary>Code that git has and tools pass over, since a change ignores it.</summary>
public sealed class HiddenFromToolsTests
{
    [Theory]
    [InlineData(".gitignore", "dist/\n", "dist/\nsrc/\n", "src/a.py, src/b.py")]
    [InlineData(".gitignore", null, "*_b.py\n", "tests/test_b.py")]
    [InlineData("src/.gitignore", null, "*\n!.gitignore\n", "src/a.py, src/b.py")]
    [InlineData(".gitignore", "*.py\n!src/*.py\n", "*.py\n", "src/a.py, src/b.py")]
    public async Task A_line_that_hides_code_of_the_repository_is_a_finding(string path, string? before, string after, string hidden)
    {
        var finding = Assert.Single(await Read(path, before, after, IntegrityAllowance.None));

        Assert.Equal((path, "judge-input"), (finding.Path, finding.Rule));
        Assert.StartsWith(
            $"{path}  hides files that are in the repository from tools that read it: {hidden}. ",
            finding.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(await Read(path, before, after, new IntegrityAllowance([$"Extend {path} as agreed"])));
    }

    [Theory]
    [InlineData("dist/\n", "dist/\nbuild/\n*.log\n.env\n")]
    [InlineData("src/\n", "src/\nbuild/\n")]
    [InlineData("src/\n", "")]
    [InlineData(null, "notes.md\n")]
    public async Task Lines_that_hide_nothing_of_it_are_none(string? before, string after) =>
        Assert.Empty(await Read(".gitignore", before, after, IntegrityAllowance.None));

    private static async Task<IReadOnlyList<Core.Stacks.Results.Finding>> Read(
        string path,
        string? before,
        string after,
        IntegrityAllowance allowance
    )
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["src/a.py"] = "",
            ["src/b.py"] = "",
            ["tests/test_b.py"] = "",
            ["notes.md"] = "",
            [path] = after,
        };
        var files = new TreeFiles(
            texts.Keys.ToHashSet(StringComparer.Ordinal),
            name => Task.FromResult<byte[]?>(Encoding.UTF8.GetBytes(texts[name]))
        );
        return await HiddenFromTools.AddedAsync([new ChangedFile(path, before, after)], allowance, files);
    }
}
