using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Seam;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Stacks.Python;

/// <summary>The modules that a project's Python files import from outside themselves.</summary>
public static partial class PythonImports
{
    private const int FileLimit = 600;
    private const int DeepestFolder = 12;
    private const int CharacterLimit = 64 * 1024;

    /// <summary>
    /// Top-level names, sorted, without those of the project's own files and folders. Standard modules are still among them: only
    /// an interpreter knows its own.
    /// </summary>
    /// <param name="root">The repository's folder.</param>
    public static IReadOnlyList<string> Of(string root)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var own = new HashSet<string>(StringComparer.Ordinal);
        var files = 0;
        foreach (var relative in OrdinaryFiles.Below(root, IsLookedInto).Where(path => path.EndsWith(".py", StringComparison.Ordinal)))
        {
            var parts = relative.Split('/');
            if (parts[^1].StartsWith('.'))
            {
                continue;
            }

            own.UnionWith(parts[..^1]);
            own.Add(Path.GetFileNameWithoutExtension(relative));
            if (++files > FileLimit)
            {
                break;
            }

            var text = Start(root, relative);
            names.UnionWith(Names(text));
            if (PythonGates.IsTestFile(relative) && TestFunction().IsIn(text))
            {
                // A test function outside a class is written for pytest, although nothing imports it.
                names.Add("pytest");
            }
        }

        names.ExceptWith(own);
        if (ConfiguresPytest(root))
        {
            names.Add("pytest");
        }

        return [.. names];
    }

    /// <summary>The top-level modules that one text imports with absolute imports at any depth of indentation.</summary>
    internal static IEnumerable<string> Names(string text)
    {
        foreach (Match match in ImportLine().AllIn(text))
        {
            if (match.Groups[1].Success)
            {
                yield return match.Groups[1].Value;
                continue;
            }

            foreach (var part in match.Groups[2].Value.Split(','))
            {
                var name = part.Trim().Split(' ', '.')[0];
                if (name.Length > 0)
                {
                    yield return name;
                }
            }
        }
    }

    private static bool IsLookedInto(string folder) =>
        folder.Split('/') is var parts
        && parts.Length <= DeepestFolder
        && !(parts[^1].StartsWith('.') || parts[^1] is "node_modules" or "venv" or "env" or "site-packages" or "build");

    private static bool ConfiguresPytest(string root) =>
        PythonPlaces.First(new RepositoryFiles(root, new StackSet([new PythonStack()])), "", PythonPackage.Pytest) is not null;

    private static string Start(string root, string path) =>
        System.Text.Encoding.UTF8.GetString(OrdinaryFiles.Start(root, path, CharacterLimit) ?? []).TrimStart('\uFEFF');

    [GeneratedRegex(@"^(?:async )?def test_\w+\(", RegexOptions.Multiline, 1000)]
    private static partial Regex TestFunction();

    [GeneratedRegex(
        @"^[ \t]*(?:from[ \t]+([A-Za-z_]\w*)[\w.]*[ \t]+import\b|import[ \t]+([A-Za-z_][\w., \t]*))",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex ImportLine();
}
