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
                // MSBuild reads some of these by their names alone, below any folder: Directory.Build.props, after.Shop.sln.targets.
                "*.props",
                "*.targets",
                "*.rsp",
                "*proj.user",
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
        )
        {
            Except = ["Directory.Packages.props"],
        },
    ];
}
