using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.HonestWork;

/// <summary>xunit v3, whose test projects are programs of their own.</summary>
public sealed class XunitV3
{
    private const string Target = "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>";

    [PackagesTheory("xunit.v3", "xunit.runner.visualstudio", "Microsoft.NET.Test.Sdk")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Xunit_v3_is_counted_by_either_runner(bool isOwnProgram)
    {
        var (runner, settings) = isOwnProgram
            ? (
                "<UseMicrosoftTestingPlatformRunner>true</UseMicrosoftTestingPlatformRunner>",
                "{\"test\": {\"runner\": \"Microsoft.Testing.Platform\"}}\n"
            )
            : ("", "{}\n");
        var adapter = isOwnProgram ? "" : Reference("Microsoft.NET.Test.Sdk") + Reference("xunit.runner.visualstudio");
        using var project = Project.With(
            (".gitignore", "bin/\nobj/\n"),
            ("global.json", settings),
            (
                "src/Shop.csproj",
                "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>\n"
            ),
            ("src/Sum.cs", "namespace Shop;\n\npublic static class Sum\n{\n    public static int Of(int a, int b) => a + b;\n}\n"),
            (
                "tests/Tests.csproj",
                $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>{Target}{runner}</PropertyGroup><ItemGroup>{Reference("xunit.v3")}{adapter}"
                    + "<ProjectReference Include=\"../src/Shop.csproj\" /></ItemGroup></Project>\n"
            ),
            (
                "tests/SumTests.cs",
                "using Xunit;\n\nnamespace Tests;\n\npublic class SumTests\n{\n    [Fact]\n    public void Adds() => Assert.Equal(3, Shop.Sum.Of(1, 2));\n\n"
                    + "    [Theory, InlineData(1, 1), InlineData(2, 2)]\n    public void Rows(int a, int b) => Assert.Equal(a + b + (a == 2 ? 1 : 0), Shop.Sum.Of(a, b));\n}\n"
            )
        );

        var result = await project.Ashlar("gates").With("NUGET_PACKAGES", PackagesFactAttribute.Store).EndsWithAsync(0);

        Assert.Contains("2 passed, 1 failed", result.Out, StringComparison.Ordinal);
        Assert.Contains("SumTests.Rows(a: 2, b: 2)", result.Out, StringComparison.Ordinal);
    }

    private static string Reference(string package) =>
        $"<PackageReference Include=\"{package}\" Version=\"{PackagesFactAttribute.Version(package)}\" />";
}

/// <summary>A test with rows that needs packages in this machine's own store: where one was never restored, it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PackagesTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the test where a package is not there.</summary>
    public PackagesTheoryAttribute(params string[] packages)
    {
        if (packages.FirstOrDefault(package => PackagesFactAttribute.Version(package).Length == 0) is { } missing)
        {
            Skip = $"{missing} is not in {PackagesFactAttribute.Store}";
        }
    }
}
