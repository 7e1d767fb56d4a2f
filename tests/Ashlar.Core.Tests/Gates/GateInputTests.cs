using Ashlar.Core.Gates;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

/// <summary>Which word of a command is a file that is not there.</summary>
public sealed class GateInputTests
{
    [Theory]
    [InlineData("pytest -q tests/test_a.py", "ERROR: file or directory not found: tests/test_a.py", "tests/test_a.py")]
    [InlineData("dotnet test src/A.csproj", "MSBUILD : error MSB1009: Project file does not exist.\nSwitch: src/A.csproj", "src/A.csproj")]
    [InlineData("mypy shop", "mypy: can't read file 'shop': No such file or directory", "shop")]
    [InlineData(
        "dotnet test --framework net9.0",
        "Testhost process for source(s) '/home/ada/bin/net9.0/A.dll' exited with error: You must install or update .NET",
        null
    )]
    [InlineData("pytest -q --junitxml out/report.xml", "1 failed\n- generated xml file: /home/ada/out/report.xml -", null)]
    public void A_file_is_missing_where_the_output_names_it_and_not_where_a_word_is_the_value_of_an_option(
        string line,
        string text,
        string? missing
    )
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(missing, GateInput.Missing(StackCatalog.All.Parse(line), text, folder.Path));
    }
}
