using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Interpreters;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Test gates of Python: one for each package that tests itself.</summary>
internal static class PythonGates
{
    private const string RunPytest = "python3 -m pytest -q";

    /// <summary>The gates, the root's first. A package below the root that the root's own run collects has none.</summary>
    public static IEnumerable<GateSetting> Tests(RepositoryFiles files, Interpreter? python)
    {
        var packages = PythonPackage.All(files).Where(package => package.Configured is not null || package.Tests.Count > 0).ToList();
        var root = packages.Find(package => package.Folder.Length == 0);
        var own = packages
            .Where(package =>
                package.Folder.Length > 0 && HasCode(files, package) && !(root is not null && PytestPaths.Collects(files, root, package))
            )
            .ToList();
        if (root is not null && Test(files, python, root, own) is { } first)
        {
            yield return first;
        }

        foreach (var package in own)
        {
            if (Test(files, python, package, []) is { } gate)
            {
                yield return gate with
                {
                    Name = PackageFiles.Name("tests", package.Folder),
                    When = PackageFiles.When(package.Folder),
                };
            }
        }
    }

    /// <summary>Whether a path is a Python test file by its name.</summary>
    public static bool IsTestFile(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.EndsWith(".py", StringComparison.Ordinal)
            && (
                name.StartsWith("test_", StringComparison.Ordinal)
                || name.EndsWith("_test.py", StringComparison.Ordinal)
                || name == "tests.py"
            );
    }

    /// <summary>
    /// pytest where it is configured, where tests are written for it or where it is there; Django's own runner where <c>manage.py</c> is and pytest
    /// does not know Django's settings; else unittest. Null without tests.
    /// </summary>
    private static GateSetting? Test(RepositoryFiles files, Interpreter? python, PythonPackage package, IReadOnlyList<PythonPackage> below)
    {
        var hasPytest = python?.Modules.Contains("pytest", StringComparer.Ordinal) ?? false;
        if (package.Manage is { } manage)
        {
            return DjangoGates.PytestSettings(files, package.Folder) is { } settings ? Gate(package, RunPytest, settings)
                : hasPytest && package.IsPytestStyle(files) ? Gate(package, RunPytest, (manage, null))
                : Gate(package, "python3 manage.py test", (manage, null));
        }

        var test = package.Tests.Count > 0 ? package.Tests[0] : null;
        if (package.Configured is null && Entry(files, package) is { } told)
        {
            return told;
        }

        if (package.Configured is not null || hasPytest || package.IsPytestStyle(files))
        {
            // Each package below that is tested by itself is left to its own gate.
            var left = string.Concat(below.Select(other => $" --ignore={ShellWords.Quote(other.Folder)}"));
            return Gate(package, RunPytest + left, package.Configured ?? (test!, null));
        }

        return test is null ? null : Gate(package, Unittest(files, package, test), (test, null));
    }

    /// <summary>The way in which tox, nox or a table of scripts runs the tests, where that is another one than pytest by itself.</summary>
    private static GateSetting? Entry(RepositoryFiles files, PythonPackage package) =>
        PythonEntries.Test(files, package.Folder) is { Run: { } run } entry
            ? Gate(package, run, (entry.Path, files.LineOf(entry.Path, entry.Script ?? entry.Command.Words[0])))
            : null;

    private static string Unittest(RepositoryFiles files, PythonPackage package, string test)
    {
        var inside = package.Folder.Length == 0 ? test : test[(package.Folder.Length + 1)..];
        var top = RepositoryPath.Folder(inside).Split('/')[0];
        return top.Length > 0 && !files.Has(RepositoryPath.In(package.Folder, $"{top}/__init__.py"))
            ? $"python3 -m unittest discover -s {ShellWords.Quote(top)}"
            : "python3 -m unittest discover";
    }

    /// <summary>A folder below the root that only configures tools has nothing to run.</summary>
    private static bool HasCode(RepositoryFiles files, PythonPackage package) =>
        package.Tests.Count > 0
        || files.All.Any(path =>
            path.StartsWith(package.Folder + "/", StringComparison.Ordinal) && path.EndsWith(".py", StringComparison.Ordinal)
        );

    private static GateSetting Gate(PythonPackage package, string run, (string Path, int? Line) shown) =>
        new("tests", ShellWords.In(package.Folder, run)) { SourcePath = shown.Path, SourceLine = shown.Line };
}
