using Ashlar.Core.Settings;

namespace Ashlar.Core.Gates.Detection;

/// <summary>Gates of Node projects: the scripts of package.json that check, and <c>node --test</c> where there are only test files.</summary>
internal static class NodeGates
{
    private static readonly string[] Checks =
    [
        "lint",
        "eslint",
        "typecheck",
        "type-check",
        "tsc",
        "check-types",
        "format:check",
        "prettier:check",
    ];

    private static readonly string[] Effects = ["deploy", "publish", "release", "push", "upload", "curl ", "docker "];

    /// <summary>The gates.</summary>
    public static IEnumerable<GateSetting> Find(RepositoryFiles files)
    {
        const string Package = "package.json";
        if (!files.Has(Package))
        {
            yield break;
        }

        foreach (var name in Checks)
        {
            if (GateScripts.Script(files.Root, name) is { } script && IsCheck(script))
            {
                yield return new GateSetting(name, $"npm run {name}")
                {
                    SourcePath = Package,
                    SourceLine = files.LineOf(Package, $"\"{name}\""),
                };
            }
        }

        if (GateScripts.Script(files.Root, "test") is { } test)
        {
            if (IsCheck(test) && !test.Contains("no test specified", StringComparison.Ordinal))
            {
                yield return new GateSetting("node-tests", "npm test")
                {
                    SourcePath = Package,
                    SourceLine = files.LineOf(Package, "\"test\""),
                };
                yield break;
            }
        }

        if (
            files.All.FirstOrDefault(IsTestFile) is { } file
            && (files.Text(file)?.Contains("node:test", StringComparison.Ordinal) ?? false)
        )
        {
            yield return new GateSetting("node-tests", "node --test") { SourcePath = file };
        }
    }

    /// <summary>Whether a path is a JavaScript or TypeScript test file by its name.</summary>
    public static bool IsTestFile(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var extension = Path.GetExtension(name);
        if (extension is not (".js" or ".mjs" or ".cjs" or ".ts" or ".mts" or ".cts" or ".jsx" or ".tsx"))
        {
            return false;
        }

        var stem = name[..^extension.Length];
        return stem.EndsWith(".test", StringComparison.Ordinal)
            || stem.EndsWith(".spec", StringComparison.Ordinal)
            || stem.EndsWith("-test", StringComparison.Ordinal)
            || stem.EndsWith("_test", StringComparison.Ordinal)
            || stem.StartsWith("test-", StringComparison.Ordinal)
            || stem == "test"
            || path.Split('/')[..^1].Any(part => part is "test" or "tests" or "__tests__");
    }

    private static bool IsCheck(string script) =>
        !script.Contains("--watch", StringComparison.Ordinal)
        && !Effects.Any(effect => script.Contains(effect, StringComparison.OrdinalIgnoreCase));
}
