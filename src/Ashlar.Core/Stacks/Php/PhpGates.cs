using System.Globalization;
using System.Text.RegularExpressions;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Php;

/// <summary>
/// Gates of PHP: what the test script of composer.json runs, else the runner that it brings, where a configuration or tests show that there is one.
/// </summary>
internal static partial class PhpGates
{
    private static readonly string[] Configurations = ["phpunit.xml", "phpunit.xml.dist", "phpunit.dist.xml"];

    /// <summary>One gate for each package with tests.</summary>
    public static IEnumerable<GateSetting> Find(RepositoryFiles files)
    {
        var packages = Packages(files);
        // A configuration that a script names is no package of its own.
        var named = packages
            .SelectMany(package => PhpTestScript.Lines(files, package.Folder).Select(line => ShellWords.In(package.Folder, line)))
            .SelectMany(files.Stacks.Commands)
            .Select(PhpTestScript.ConfigurationFolder)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var package in packages)
        {
            if (MayHaveTests(files, package) && PhpTestScript.Lines(files, package.Folder) is { Count: > 0 } lines)
            {
                // What fails in one command must not keep the next from running.
                for (var number = 1; number <= lines.Count; number++)
                {
                    var name = number == 1 ? "phpunit" : string.Create(CultureInfo.InvariantCulture, $"phpunit-{number}");
                    yield return PackageRoots.Gate(name, lines[number - 1], package.Manifest);
                }

                continue;
            }

            if (package.Tests is null || named.Contains(package.Folder))
            {
                continue;
            }

            var prefix = package.Folder.Length == 0 ? "" : package.Folder + "/";
            var text = files.Text($"{prefix}composer.json") ?? "";
            var run =
                text.Contains("\"pestphp/pest\"", StringComparison.Ordinal) ? "vendor/bin/pest"
                : text.Contains("\"phpunit/phpunit\"", StringComparison.Ordinal) ? "vendor/bin/phpunit"
                : text.Contains("\"symfony/phpunit-bridge\"", StringComparison.Ordinal) ? "vendor/bin/simple-phpunit"
                : "phpunit";
            yield return PackageRoots.Gate("phpunit", run, package.Manifest);
        }
    }

    /// <summary>Suites of a configuration, of which a run may take some only.</summary>
    public static IEnumerable<StackPackage> Suites(RepositoryFiles files) =>
        PackageRoots
            .Manifests(files, Configurations)
            .Concat(PhpTestScript.Configurations(files, PackageRoots.Manifests(files, "composer.json").Select(RepositoryPath.Folder)))
            .Distinct(StringComparer.Ordinal)
            .SelectMany(configuration => PhpSuites.Packages(files, configuration));

    /// <summary>Folders with a configuration of PHPUnit, or a composer.json beside tests.</summary>
    public static IReadOnlyList<StackPackage> Packages(RepositoryFiles files) =>
        [
            .. PackageRoots
                .Manifests(files, [.. Configurations, "composer.json"])
                .GroupBy(RepositoryPath.Folder)
                .Select(group => new StackPackage(
                    "php",
                    group.Key,
                    group.OrderBy(path => path.EndsWith(".json", StringComparison.Ordinal)).First()
                )
                {
                    Tests =
                        files.All.FirstOrDefault(path => Lies(path, group.Key) && path.EndsWith("Test.php", StringComparison.Ordinal))
                        ?? group.Select(path => Named(files, path)).FirstOrDefault(path => path is not null),
                }),
        ];

    /// <summary>A script may be there before the first test is.</summary>
    private static bool MayHaveTests(RepositoryFiles files, StackPackage package) =>
        package.Tests is not null
        || files.All.Any(path =>
            Lies(path, package.Folder)
            && path.EndsWith(".php", StringComparison.Ordinal)
            && path.Split('/').SkipLast(1).Any(part => part is "tests" or "test" or "Tests" or "spec" or "specs")
        );

    /// <summary>A file of the suites that a configuration names; such files may have any names.</summary>
    private static string? Named(RepositoryFiles files, string configuration)
    {
        var folder = RepositoryPath.Folder(configuration);
        return configuration.EndsWith(".json", StringComparison.Ordinal)
            ? null
            : SuiteText()
                .AllIn(files.Text(configuration) ?? "")
                .SelectMany(suite => Place().AllIn(suite.Value))
                .Select(place => RepositoryPath.Normal($"{folder}/{place.Groups[1].Value.Trim()}"))
                .Select(place =>
                    files.All.FirstOrDefault(path =>
                        (path == place || Lies(path, place)) && path.EndsWith(".php", StringComparison.Ordinal)
                    )
                )
                .FirstOrDefault(path => path is not null);
    }

    private static bool Lies(string path, string folder) => folder.Length == 0 || path.StartsWith(folder + "/", StringComparison.Ordinal);

    [GeneratedRegex(@"<testsuites?\b.*?</testsuites?>", RegexOptions.Singleline, 1000)]
    private static partial Regex SuiteText();

    [GeneratedRegex(@"<(?:directory|file)\b[^<>]*>([^<>]+)</", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
