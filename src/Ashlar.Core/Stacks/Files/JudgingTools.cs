namespace Ashlar.Core.Stacks.Files;

/// <summary>Tools of no stack and what they read, as their documentation lists it; and files that hold orders among other things.</summary>
internal static class JudgingTools
{
    private static readonly JudgingTool[] Compiled = [new("swift", ["swift", "swiftlint"], [".swiftlint.yml", ".swift-format"])];

    private static readonly JudgingTool[] Scripted =
    [
        new("mix", ["mix"], [".formatter.exs", ".credo.exs", "coveralls.json"]),
        new("dart", ["dart", "flutter"], ["analysis_options.yaml", "dart_test.yaml"]),
        new("perl", ["prove", "perl"], [".proverc", ".perlcriticrc"]),
        new("lua", ["busted", "luacheck"], [".busted", ".luacheckrc"]),
    ];

    private static readonly JudgingTool[] Common =
    [
        new("the tool versions", [], [".tool-versions", "mise.toml", ".mise.toml"]),
        new("shellcheck", ["shellcheck"], [".shellcheckrc"]),
        new("markdownlint", ["markdownlint", "markdownlint-cli2"], [".markdownlint.*", ".markdownlint-cli2.*", ".markdownlintignore"]),
        new("yamllint", ["yamllint"], [".yamllint", ".yamllint.*"]),
        new("codespell", ["codespell"], [".codespellrc"]) { Tables = ["codespell", "tool.codespell"] },
        new("typos", ["typos"], ["typos.toml", "_typos.toml", ".typos.toml"]) { Tables = ["tool.typos"] },
    ];

    /// <summary>Tools that belong to no stack.</summary>
    public static IReadOnlyList<JudgingTool> OfNoStack { get; } = [.. Compiled, .. Scripted, .. Common];

    /// <summary>Files that hold configuration of tools among other things.</summary>
    public static bool IsMixed(string path) =>
        Name(path) is "pyproject.toml" or "setup.cfg" or "tox.ini" or "Cargo.toml" or "package.json" or "composer.json" || IsProject(path);

    /// <summary>Project files that name sources and packages, and say how they are built.</summary>
    public static bool IsProject(string path) =>
        Name(path) is "tsconfig.json" or "jsconfig.json" or "pom.xml" or "build.gradle" or "build.gradle.kts" or "Directory.Packages.props"
        || (Name(path).StartsWith("tsconfig.", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal))
        || Path.GetExtension(path) is ".csproj" or ".fsproj" or ".vbproj";

    /// <summary>The file's name without its folder.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];
}
