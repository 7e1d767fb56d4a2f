using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Php;

/// <summary>Gates of PHP: the runner that composer.json brings, where a configuration or tests show that there is one.</summary>
internal static class PhpGates
{
    private static readonly string[] Configurations = ["phpunit.xml", "phpunit.xml.dist", "phpunit.dist.xml"];

    /// <summary>One gate for each package with tests.</summary>
    public static IEnumerable<GateSetting> Find(RepositoryFiles files)
    {
        foreach (var package in Packages(files).Where(package => package.Tests is not null))
        {
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
                    Tests = files.All.FirstOrDefault(path =>
                        (group.Key.Length == 0 || path.StartsWith(group.Key + "/", StringComparison.Ordinal))
                        && path.EndsWith("Test.php", StringComparison.Ordinal)
                    ),
                }),
        ];
}
