using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Jvm;

/// <summary>Builds of Maven and Gradle, and the gates that test them. A build tests all of its modules.</summary>
internal static class JvmGates
{
    private static readonly string[] Gradle = ["settings.gradle", "settings.gradle.kts", "build.gradle", "build.gradle.kts"];

    /// <summary>One gate for each build, below the root only where it has tests; Maven where a folder has both.</summary>
    public static IEnumerable<GateSetting> Find(RepositoryFiles files)
    {
        var maven = PackageRoots.Outermost(PackageRoots.Manifests(files, "pom.xml"));
        foreach (var pom in maven.Where(pom => HasTests(files, pom)))
        {
            yield return PackageRoots.Gate("maven-tests", $"{Program(files, pom, "mvnw", "mvn")} -B test", pom);
        }

        var taken = maven.Select(RepositoryPath.Folder).ToHashSet(StringComparer.Ordinal);
        foreach (
            var build in PackageRoots
                .Outermost(PackageRoots.Manifests(files, Gradle))
                .DistinctBy(RepositoryPath.Folder)
                .Where(build => !taken.Contains(RepositoryPath.Folder(build)) && HasTests(files, build))
        )
        {
            yield return PackageRoots.Gate("gradle-tests", $"{Program(files, build, "gradlew", "gradle")} test", build);
        }
    }

    /// <summary>Whether a build in the root, or one of which a module has test sources.</summary>
    private static bool HasTests(RepositoryFiles files, string manifest) =>
        RepositoryPath.Folder(manifest) is var folder
        && (
            folder.Length == 0
            || files.All.Any(path =>
                path.StartsWith(folder + "/", StringComparison.Ordinal) && JvmStack.IsSource(path) && JvmStack.InTestSources(path)
            )
        );

    /// <summary>Every folder with a build of its own, modules too.</summary>
    public static IReadOnlyList<StackPackage> Packages(RepositoryFiles files) =>
        [
            .. PackageRoots
                .Manifests(files, "pom.xml", "build.gradle", "build.gradle.kts")
                .DistinctBy(RepositoryPath.Folder)
                .Select(path =>
                {
                    var folder = RepositoryPath.Folder(path);
                    var sources = folder.Length == 0 ? "src/test/" : $"{folder}/src/test/";
                    return new StackPackage("jvm", folder, path)
                    {
                        Tests = files.All.FirstOrDefault(file =>
                            file.StartsWith(sources, StringComparison.Ordinal)
                            && Path.GetExtension(file) is ".java" or ".kt" or ".groovy" or ".scala"
                        ),
                    };
                }),
        ];

    /// <summary>A build reaches all of its modules unless the line chooses some.</summary>
    public static bool Covers(GateCommand command, StackPackage package)
    {
        var isBelow =
            command.Folder.Length == 0
            || package.Folder == command.Folder
            || package.Folder.StartsWith(command.Folder + "/", StringComparison.Ordinal);
        if (!isBelow)
        {
            return false;
        }

        var chosen = command
            .Words.SelectMany(
                (word, at) =>
                    word is "-pl" or "--projects" && at + 1 < command.Words.Count ? command.Words[at + 1].Split(',')
                    : word.StartsWith("--projects=", StringComparison.Ordinal) ? word["--projects=".Length..].Split(',')
                    : command.Tool.Name == JvmStack.Gradle && word.StartsWith(':') && word.LastIndexOf(':') > 0
                        ? [word[1..word.LastIndexOf(':')].Replace(':', '/')]
                    : (string[])[]
            )
            .Select(path => path.TrimStart(':'))
            .ToList();
        return chosen.Count == 0
            ? !command.Words.Any(word => word is "-N" or "--non-recursive") || package.Folder == command.Folder
            : chosen.Exists(path => package.Folder.EndsWith(path, StringComparison.Ordinal));
    }

    /// <summary>
    /// The wrapper where there is one, for Gradle: a build fits one version. Maven's wrapper only names where Maven is fetched, so an installed one
    /// serves.
    /// </summary>
    private static string Program(RepositoryFiles files, string manifest, string wrapper, string program)
    {
        var folder = RepositoryPath.Folder(manifest);
        var path = folder.Length == 0 ? wrapper : $"{folder}/{wrapper}";
        return files.Has(path) && (wrapper == "gradlew" || IsFetched(files, folder)) ? $"./{wrapper}" : program;
    }

    /// <summary>Whether the wrapper's distribution lies in the repository itself.</summary>
    private static bool IsFetched(RepositoryFiles files, string folder)
    {
        var properties = files.Text($"{(folder.Length == 0 ? "" : folder + "/")}.mvn/wrapper/maven-wrapper.properties") ?? "";
        return properties.Contains("distributionUrl=file:", StringComparison.Ordinal);
    }
}
