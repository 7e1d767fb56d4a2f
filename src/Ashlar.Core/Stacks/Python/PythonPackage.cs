using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>A folder that Python's tools treat as a project of its own: by its manifest, its test configuration, Django's <c>manage.py</c>,
/// or because the project says that its tests run there.</summary>
/// <param name="Folder">The folder; empty for the root.</param>
/// <param name="Manifest">The file that shows it; the first test file where nothing else does.</param>
internal sealed partial record PythonPackage(string Folder, string Manifest)
{
    private const int LookLimit = 50;

    /// <summary>Where pytest may be configured, as <see cref="PythonPlaces"/> reads it.</summary>
    public static readonly string[] Pytest =
    [
        "pytest.ini:",
        ".pytest.ini:",
        "pytest.toml:pytest",
        "pyproject.toml:tool.pytest",
        "setup.cfg:tool:pytest",
        "tox.ini:pytest",
        "conftest.py:",
    ];

    private static readonly string[] Marks =
    [
        "pyproject.toml:project",
        "pyproject.toml:tool.poetry",
        "pyproject.toml:build-system",
        "setup.py:",
        "setup.cfg:metadata",
        "setup.cfg:options",
        "Pipfile:",
        "requirements.txt:",
        .. Pytest[..^1],
        "tox.ini:tox",
    ];

    /// <summary>Its test files, as they are found; those of packages below it left out.</summary>
    public IReadOnlyList<string> Tests { get; init; } = [];

    /// <summary>Where pytest is configured in its folder, or null.</summary>
    public (string Path, int? Line)? Configured { get; init; }

    /// <summary>Its <c>manage.py</c>, or null.</summary>
    public string? Manage { get; init; }

    /// <summary>Whether a run of the folder above it could not collect its tests too: a test file there has the same name.</summary>
    public bool IsApart { get; init; }

    /// <summary>A test file that has tests in it; <c>tests.py</c> often is an empty form.</summary>
    public string? Shown(RepositoryFiles files) =>
        Tests.Take(LookLimit).FirstOrDefault(path => Written().OrNone().IsIn(files.Text(path) ?? ""));

    /// <summary>Whether a test file uses pytest or has test functions outside a class.</summary>
    public bool IsPytestStyle(RepositoryFiles files) =>
        Tests.Take(LookLimit).Any(path => PytestStyle().OrNone().IsIn(files.Text(path) ?? ""));

    /// <summary>The packages, those of shallow folders first.</summary>
    public static IReadOnlyList<PythonPackage> All(RepositoryFiles files)
    {
        var manage = files
            .All.Where(path => GateTool.Name(path) == "manage.py" && files.LineOf(path, "DJANGO_SETTINGS_MODULE") is not null)
            .ToDictionary(RepositoryPath.Folder, StringComparer.Ordinal);
        var manifests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in files.All.Select(RepositoryPath.Folder).Distinct(StringComparer.Ordinal))
        {
            if (folder.Length > 0 && files.Stacks.IsSupport($"{folder}/x"))
            {
                continue;
            }

            if (manage.TryGetValue(folder, out var django))
            {
                manifests[folder] = django;
            }
            else if (PythonPlaces.First(files, folder, Marks) is var (path, _))
            {
                manifests[folder] = path;
            }
        }

        foreach (var (folder, told) in ToldLine.Folders(files, PytestPaths.StaysInFolder))
        {
            manifests.TryAdd(folder, told.Path);
        }

        var isRoot = manifests.ContainsKey("");
        var tests = new PackageFiles(manifests.Keys.Append("")).Files(files.All, PythonGates.IsTestFile);
        if (!isRoot && tests[""].FirstOrDefault() is { } loose)
        {
            manifests[""] = loose;
        }

        var apart = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in manifests.Keys.Where(folder => !manage.ContainsKey(folder)).ToList())
        {
            var met = tests[folder].Select(path => (Path: path, Owner: folder));
            if (folder.Length == 0 && PythonPlaces.First(files, "", Pytest) is not null)
            {
                var below = manifests.Keys.Where(other => other.Length > 0 && !manage.ContainsKey(other));
                met = met.Concat(
                    below
                        .Where(other => PythonPlaces.First(files, other, Pytest) is null)
                        .SelectMany(other => tests[other].Select(path => (Path: path, Owner: other)))
                );
            }

            foreach (var (place, test) in PythonTestModules.Apart(files, folder, met))
            {
                manifests.TryAdd(place, test);
                apart.Add(place);
            }
        }

        if (apart.Count > 0)
        {
            tests = new PackageFiles(manifests.Keys.Append("")).Files(files.All, PythonGates.IsTestFile);
            if (!isRoot && !tests[""].Any())
            {
                manifests.Remove("");
            }
        }

        return
        [
            .. manifests
                .OrderBy(pair => pair.Key.Length == 0 ? -1 : pair.Key.Count(sign => sign == '/'))
                .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => new PythonPackage(pair.Key, pair.Value)
                {
                    Tests = [.. tests[pair.Key]],
                    Configured = PythonPlaces.First(files, pair.Key, Pytest),
                    Manage = manage.GetValueOrDefault(pair.Key),
                    IsApart = apart.Contains(pair.Key),
                }),
        ];
    }

    [GeneratedRegex(@"^\s*(?:async\s+)?def\s+test|^\s*(?:import|from)\s+(?:pytest|unittest)\b", RegexOptions.Multiline, 1000)]
    private static partial Regex Written();

    [GeneratedRegex(@"^(?:import pytest|from pytest |(?:async )?def test_\w+\()", RegexOptions.Multiline, 1000)]
    private static partial Regex PytestStyle();
}
