using System.Text.RegularExpressions;

namespace Ashlar.Core.Gates;

/// <summary>The modules that a project's Python files import from outside themselves.</summary>
public static partial class PythonImports
{
    private const int FileLimit = 600;
    private const int CharacterLimit = 64 * 1024;

    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 12,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

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
        foreach (var path in Directory.EnumerateFiles(root, "*.py", Everywhere))
        {
            var relative = Path.GetRelativePath(root, path);
            var parts = relative.Split(Path.DirectorySeparatorChar);
            if (parts.Any(part => part.StartsWith('.') || part is "node_modules" or "venv" or "env" or "site-packages" or "build"))
            {
                continue;
            }

            own.UnionWith(parts[..^1]);
            own.Add(Path.GetFileNameWithoutExtension(relative));
            if (++files > FileLimit)
            {
                break;
            }

            var text = Start(path);
            names.UnionWith(Names(text));
            if (TestPaths.IsTest(relative.Replace('\\', '/')) && TestFunction().IsIn(text))
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

    private static bool ConfiguresPytest(string root) =>
        File.Exists(Path.Combine(root, "pytest.ini"))
        || File.Exists(Path.Combine(root, "conftest.py"))
        || (
            File.Exists(Path.Combine(root, "pyproject.toml"))
            && Start(Path.Combine(root, "pyproject.toml")).Contains("[tool.pytest", StringComparison.Ordinal)
        );

    private static string Start(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var buffer = new char[CharacterLimit];
            return new string(buffer, 0, reader.ReadBlock(buffer, 0, buffer.Length));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"^(?:async )?def test_\w+\(", RegexOptions.Multiline, 1000)]
    private static partial Regex TestFunction();

    [GeneratedRegex(
        @"^[ \t]*(?:from[ \t]+([A-Za-z_]\w*)[\w.]*[ \t]+import\b|import[ \t]+([A-Za-z_][\w., \t]*))",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex ImportLine();
}
