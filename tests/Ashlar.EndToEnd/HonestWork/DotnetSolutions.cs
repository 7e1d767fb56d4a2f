using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.HonestWork;

/// <summary>.NET solutions, which restore from the user's packages and build with several processes.</summary>
public sealed class DotnetSolutions
{
    private const string Target = "<PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>";

    [PackagesFact]
    public async Task A_solution_of_two_projects_is_restored_built_and_tested_without_network()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Let `Sum.Of` never give more than 100\n"),
            (".gitignore", "bin/\nobj/\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: tests, run: dotnet test, results: trx}\n"),
            ("shop.slnx", "<Solution>\n  <Project Path=\"src/Shop.csproj\" />\n  <Project Path=\"tests/Tests.csproj\" />\n</Solution>\n"),
            ("src/Shop.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\">{Target}</Project>\n"),
            ("src/Sum.cs", Sum("a + b")),
            (
                "tests/Tests.csproj",
                $"<Project Sdk=\"Microsoft.NET.Sdk\">{Target}<ItemGroup>{Reference("Microsoft.NET.Test.Sdk")}{Reference("xunit")}"
                    + $"{Reference("xunit.runner.visualstudio")}<ProjectReference Include=\"../src/Shop.csproj\" /></ItemGroup></Project>\n"
            ),
            ("tests/SumTests.cs", Test("SumTests", "Adds", "Assert.Equal(3, Shop.Sum.Of(1, 2))"))
        );
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("dotnet build -v quiet 2>&1 | tail -n 8; ls -d $NUGET_PACKAGES 2>/dev/null"),
                Say.Read("src/Sum.cs"),
                Say.Write("src/Sum.cs", Sum("System.Math.Min(100, a + b)")),
                Say.Write("tests/BoundTests.cs", Test("BoundTests", "Stops", "Assert.Equal(100, Shop.Sum.Of(99, 2))")),
                Say.Report(["tests/BoundTests.cs"], ["src/Sum.cs"], passing: 2)
            )
            .ServeAsync();

        var ended = await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .With("NUGET_PACKAGES", PackagesFactAttribute.Store)
            .Asking(server)
            .RunAsync();

        Assert.Contains("Build succeeded", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.True(ended.ExitStatus == 0, ended.Out + ended.Error + server.Requests[^1].LastResultText);
        Assert.Contains("\"passing\":2", project.Journal().Last("gate.finished").GetRawText(), StringComparison.Ordinal);
    }

    private static string Sum(string value) =>
        $"namespace Shop;\n\npublic static class Sum\n{{\n    public static int Of(int a, int b) => {value};\n}}\n";

    private static string Test(string name, string method, string body) =>
        $"using Xunit;\n\nnamespace Tests;\n\npublic class {name}\n{{\n    [Fact]\n    public void {method}()\n    {{\n        {body};\n    }}\n}}\n";

    private static string Reference(string package) =>
        $"<PackageReference Include=\"{package}\" Version=\"{PackagesFactAttribute.Version(package)}\" />";
}
