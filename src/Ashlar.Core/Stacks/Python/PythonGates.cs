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
        var packages = PythonPackage
            .All(files)
            .Where(package =>
                package.Configured is not null
                || package.Tests.Count > 0
                || PythonEntries.Tests(files, package.Folder).Any(entry => !entry.IsPytest && entry.Has(files))
            )
            .ToList();
        var root = packages.Find(package => package.Folder.Length == 0);
        var own = packages
            .Where(package =>
                package.Folder.Length > 0
                && HasCode(files, package)
                && (package.IsApart || root is null || !PytestPaths.Collects(files, root, package))
            )
            .ToList();
        foreach (var gate in root is null ? [] : Test(files, python, root, own))
        {
            yield return gate;
        }

        foreach (var package in own)
        {
            foreach (var gate in Test(files, python, package, []))
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
    /// What the project says it runs, each line a gate; else Django's own runner where <c>manage.py</c> is and pytest does not know its settings; pytest
    /// by itself where it is configured, where tests are written for it or where it is there; else unittest. Empty without tests.
    /// </summary>
    private static IReadOnlyList<GateSetting> Test(
        RepositoryFiles files,
        Interpreter? python,
        PythonPackage package,
        IReadOnlyList<PythonPackage> below
    )
    {
        var hasPytest = python?.Modules.Contains("pytest", StringComparer.Ordinal) ?? false;
        var settings = package.Manage is null ? null : DjangoGates.PytestSettings(files, package.Folder);
        // A configuration of pytest says more than a line that runs another runner.
        var told = PythonEntries
            .Tests(files, package.Folder)
            .Where(entry => entry.IsPytest || (package.Manage is null ? package.Configured is null : settings is null))
            .Select(entry => (entry.IsPytest, entry.HasVariables, Gate: Entry(files, entry, below)))
            .ToList();
        if (told.Count > 0 && told.TrueForAll(entry => entry.Gate is not null))
        {
            return [.. told.Select(entry => entry.Gate!).DistinctBy(gate => gate.Run, StringComparer.Ordinal)];
        }

        // pytest by itself stands for lines that say no more than that, not for what they give to another one.
        var others = told.Where(entry => !entry.IsPytest || entry.HasVariables).Select(entry => entry.Gate).OfType<GateSetting>();
        return
            (package.Manage is { } manage ? Django(files, hasPytest, package, manage, settings) : Alone(files, hasPytest, package, below))
                is { } alone
            ? [.. others.Prepend(alone).DistinctBy(gate => gate.Run, StringComparer.Ordinal)]
            : [.. others];
    }

    private static GateSetting Django(
        RepositoryFiles files,
        bool hasPytest,
        PythonPackage package,
        string manage,
        (string Path, int? Line)? settings
    ) =>
        settings is { } told ? Gate(package, RunPytest, told)
        : hasPytest && package.IsPytestStyle(files) ? Gate(package, RunPytest, (manage, null))
        : Gate(package, "python3 manage.py test", (manage, null));

    private static GateSetting? Alone(RepositoryFiles files, bool hasPytest, PythonPackage package, IReadOnlyList<PythonPackage> below)
    {
        var test = package.Tests.Count > 0 ? package.Tests[0] : null;
        return package.Configured is { } configured ? Gate(package, RunPytest + Ignoring(below), configured)
            : test is null ? null
            : hasPytest || package.IsPytestStyle(files) ? Gate(package, RunPytest + Ignoring(below), (test, null))
            : Gate(package, Unittest(files, package, test), (test, null));
    }

    /// <summary>The way in which the project itself runs the tests, where that is another one than pytest by itself.</summary>
    private static GateSetting? Entry(RepositoryFiles files, PythonEntry entry, IReadOnlyList<PythonPackage> below)
    {
        if (entry.Run is not { } run)
        {
            return null;
        }

        var paths = PytestPaths.Of(entry.Command);
        var left = below.Where(other =>
            entry.Command.Folder.Length == 0 && (paths.Count == 0 || paths.Any(path => Holds(path, other.Folder)))
        );
        return new GateSetting("tests", run + (entry.IsPytest && entry.Script is null ? Ignoring(left) : ""))
        {
            SourcePath = entry.Path,
            SourceLine = entry.Shown.Select(words => files.LineOf(entry.Path, words)).FirstOrDefault(line => line is not null),
        };
    }

    /// <summary>Each package below that is tested by itself is left to its own gate.</summary>
    private static string Ignoring(IEnumerable<PythonPackage> below) =>
        string.Concat(below.Select(other => $" --ignore={ShellWords.Quote(other.Folder)}"));

    private static bool Holds(string path, string folder) =>
        path.Length == 0 || folder == path || folder.StartsWith(path + "/", StringComparison.Ordinal);

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
