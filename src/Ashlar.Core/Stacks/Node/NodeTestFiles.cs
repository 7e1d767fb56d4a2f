using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Node;

/// <summary>Test files of node projects, and what supports them, by their paths.</summary>
internal static class NodeTestFiles
{
    private static readonly string[] Helpers =
    [
        "helper",
        "helpers",
        "support",
        "util",
        "utils",
        "mocks",
        "__mocks__",
        "fixture",
        "fixtures",
        "__fixtures__",
        "setup",
        "stubs",
    ];

    private static readonly string[] SupportNames =
    [
        "setupTests",
        "setup-tests",
        "test-setup",
        "test-utils",
        "globalSetup",
        "global-setup",
        "global-teardown",
    ];

    /// <summary>Which part a file plays in testing; what lies among data for tests is no test.</summary>
    public static TestRole RoleOf(string path) =>
        IsTest(path) && !TestPaths.IsSupportFolder(path) ? TestRole.Test
        : IsSupport(path) ? TestRole.Support
        : TestRole.None;

    /// <summary>Whether a path is a JavaScript or TypeScript test file.</summary>
    public static bool IsTest(string path)
    {
        if (!IsScript(path, out var stem))
        {
            return false;
        }

        if (
            stem.EndsWith(".test", StringComparison.Ordinal)
            || stem.EndsWith(".spec", StringComparison.Ordinal)
            || stem.EndsWith(".cy", StringComparison.Ordinal)
            || stem.EndsWith(".e2e", StringComparison.Ordinal)
        )
        {
            return true;
        }

        var folders = path.Split('/')[..^1];
        return !IsSupport(path)
            && (
                stem.EndsWith("-test", StringComparison.Ordinal)
                || stem.EndsWith("_test", StringComparison.Ordinal)
                || stem.StartsWith("test-", StringComparison.Ordinal)
                || stem == "test"
                || folders.Any(part => part is "test" or "tests" or "__tests__")
            );
    }

    /// <summary>Whether a path is a script that only tests use: their set-up, stand-ins and helpers.</summary>
    public static bool IsSupport(string path)
    {
        if (!IsScript(path, out var stem))
        {
            return false;
        }

        var folders = path.Split('/')[..^1];
        var inTests = Array.FindIndex(folders, part => part is "test" or "tests" or "__tests__" or "e2e" or "cypress" or "spec");
        return folders.Contains("__mocks__")
            || stem is "vitest.setup" or "jest.setup" or "mocha.setup" or "vitest.global-setup"
            || SupportNames.Contains(stem, StringComparer.Ordinal)
            || (
                inTests >= 0
                && !stem.EndsWith(".test", StringComparison.Ordinal)
                && !stem.EndsWith(".spec", StringComparison.Ordinal)
                && (
                    folders.Skip(inTests + 1).Any(part => Helpers.Contains(part.TrimStart('_'), StringComparer.Ordinal))
                    || Helpers.Contains(stem.TrimStart('_'), StringComparer.Ordinal)
                )
            );
    }

    private static bool IsScript(string path, out string stem)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var extension = Path.GetExtension(name);
        stem = name[..^extension.Length];
        return extension is ".js" or ".mjs" or ".cjs" or ".ts" or ".mts" or ".cts" or ".jsx" or ".tsx";
    }
}
