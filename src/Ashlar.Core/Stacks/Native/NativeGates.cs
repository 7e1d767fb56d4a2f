using System.Text.RegularExpressions;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Native;

/// <summary>Gates of native builds: configured and built beside the sources, in a folder that later runs find as the run on the base left it.</summary>
internal static partial class NativeGates
{
    /// <summary>One gate for each build with tests.</summary>
    public static IEnumerable<GateSetting> Find(RepositoryFiles files)
    {
        foreach (var package in Packages(files).Where(package => package.Tests is not null))
        {
            var prefix = package.Folder.Length == 0 ? "" : package.Folder + "/";
            var name = Commands.GateTool.Name(package.Manifest);
            var build = files.All.Any(path => path.StartsWith(prefix + "build/", StringComparison.Ordinal)) ? "target" : "build";
            yield return name switch
            {
                "CMakeLists.txt" => PackageRoots.Gate(
                    "ctest",
                    $"cmake -S . -B {build}{Switches(files.Text(package.Manifest) ?? "")} && cmake --build {build} --parallel && ctest --test-dir {build}",
                    package.Manifest
                ),
                "meson.build" => PackageRoots.Gate("meson-tests", $"meson setup {build} && meson test -C {build}", package.Manifest),
                _ => PackageRoots.Gate(
                    "make-check",
                    files.Has(prefix + "configure") ? "./configure && make check" : "autoreconf -i && ./configure && make check",
                    package.Manifest
                ),
            };
        }
    }

    /// <summary>The outermost folders that a build tool configures.</summary>
    public static IReadOnlyList<StackPackage> Packages(RepositoryFiles files) =>
        [
            .. PackageRoots
                .Outermost(PackageRoots.Manifests(files, "CMakeLists.txt", "meson.build", "configure.ac"))
                .GroupBy(RepositoryPath.Folder)
                .Select(group =>
                    group
                        .OrderBy(path =>
                            Commands.GateTool.Name(path) == "CMakeLists.txt" ? 0
                            : path.EndsWith("meson.build", StringComparison.Ordinal) ? 1
                            : 2
                        )
                        .First()
                )
                .Select(path => new StackPackage("native", RepositoryPath.Folder(path), path) { Tests = Tests(files, path) }),
        ];

    /// <summary>The file below a manifest that says that there are tests.</summary>
    private static string? Tests(RepositoryFiles files, string manifest)
    {
        var (folder, name) = (RepositoryPath.Folder(manifest), Commands.GateTool.Name(manifest));
        var own = name == "configure.ac" ? "Makefile.am" : name;
        var sign = name switch
        {
            "CMakeLists.txt" => CmakeTests(),
            "meson.build" => MesonTests(),
            _ => AutomakeTests(),
        };
        return files
            .All.Where(path =>
                (folder.Length == 0 || path.StartsWith(folder + "/", StringComparison.Ordinal)) && Commands.GateTool.Name(path) == own
            )
            .Take(200)
            .FirstOrDefault(path => sign.IsIn(files.Text(path) ?? ""));
    }

    /// <summary>Options of the project's own that leave its tests out unless they are set; not those that only add to tests which are there anyway.</summary>
    private static string Switches(string text)
    {
        var (all, ofTests) = Conditions(text);
        return string.Concat(
            Option()
                .AllIn(text)
                .Select(match => match.Groups[1].Value)
                .Distinct(StringComparer.Ordinal)
                .Where(option =>
                    ofTests.Exists(condition => WholeWord.IsIn(condition, option))
                    || !all.Exists(condition => WholeWord.IsIn(condition, option))
                )
                .Take(4)
                .Select(option => $" -D{option}=ON")
        );
    }

    /// <summary>All conditions of the text, and those under which it sets up tests.</summary>
    private static (List<string> All, List<string> OfTests) Conditions(string text)
    {
        var (open, all, found) = (new Stack<string>(), new List<string>(), new List<string>());
        foreach (var line in text.Split('\n').Take(20_000))
        {
            if (If().FirstIn(line) is { Success: true } condition)
            {
                open.Push(condition.Groups[1].Value);
                all.Add(open.Peek());
            }
            else if (EndIf().IsIn(line))
            {
                open.TryPop(out _);
            }
            else if (CmakeTests().IsIn(line) || TestFolder().IsIn(line))
            {
                found.Add(string.Join(' ', open));
            }
        }

        return (all, found);
    }

    [GeneratedRegex(
        @"^\s*(?:enable_testing|add_test|include\s*\(\s*CTest|catch_discover_tests|gtest_discover_tests|doctest_discover_tests)\b",
        RegexOptions.Multiline | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex CmakeTests();

    [GeneratedRegex(@"^\s*if\s*\((.{0,500})", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex If();

    [GeneratedRegex(@"^\s*endif\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex EndIf();

    [GeneratedRegex(@"^\s*add_subdirectory\s*\(\s*[^)\s]{0,200}test", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex TestFolder();

    [GeneratedRegex(@"^\s*test\s*\(", RegexOptions.Multiline, 1000)]
    private static partial Regex MesonTests();

    [GeneratedRegex(@"^\s*(?:check_PROGRAMS|check_SCRIPTS|TESTS)\b", RegexOptions.Multiline, 1000)]
    private static partial Regex AutomakeTests();

    [GeneratedRegex(
        @"^\s*option\s*\(\s*(\w*(?:BUILD|ENABLE|WITH|Build)\w*(?:TEST|Test)\w*)\s+(?:""[^""\n]{0,300}""\s+)?OFF\s*\)",
        RegexOptions.Multiline | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Option();
}
