using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Dotnet;

/// <summary>What .NET takes its orders from.</summary>
internal static class DotnetConfiguration
{
    /// <summary>All of it.</summary>
    public static IReadOnlyList<JudgingTool> All { get; } =
    [
        new(
            "dotnet",
            ["dotnet", "msbuild"],
            [
                "*.runsettings",
                "Directory.Build.props",
                "Directory.Build.targets",
                "Directory.Build.rsp",
                "Directory.Solution.props",
                "Directory.Solution.targets",
                "xunit.runner.json",
                "*.xunit.runner.json",
                "testconfig.json",
                "*.testconfig.json",
                ".editorconfig",
                ".globalconfig",
                "*.ruleset",
                "stylecop.json",
                "global.json",
                "dotnet-tools.json",
                "nuget.config",
                "NuGet.config",
                "NuGet.Config",
            ]
        ),
    ];
}
