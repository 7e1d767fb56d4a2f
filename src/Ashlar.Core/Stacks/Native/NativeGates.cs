using System.Text.RegularExpressions;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

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
                    $"cmake -S . -B {build}{CmakeOptions.OfTests(files.Text(package.Manifest) ?? "")} && cmake --build {build} --parallel && ctest --test-dir {build}",
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
            "CMakeLists.txt" => CmakeOptions.Tests(),
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

    [GeneratedRegex(@"^\s*test\s*\(", RegexOptions.Multiline, 1000)]
    private static partial Regex MesonTests();

    [GeneratedRegex(@"^\s*(?:check_PROGRAMS|check_SCRIPTS|TESTS)\b", RegexOptions.Multiline, 1000)]
    private static partial Regex AutomakeTests();
}
