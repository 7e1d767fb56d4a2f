using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>Packages of cargo and the gates that test them: a workspace as a whole, not only the package in its root.</summary>
internal static class RustGates
{
    /// <summary>One gate for each workspace, and for each package outside of one; below the root only where there are tests.</summary>
    public static IEnumerable<GateSetting> Find(RepositoryFiles files) =>
        Roots(files)
            .Where(manifest =>
                RepositoryPath.Folder(manifest) is var folder
                && (folder.Length == 0 || Tests(files, folder) is not null || HasMemberWithTests(files, folder))
            )
            .Select(manifest =>
                PackageRoots.Gate(
                    "cargo-tests",
                    IsWorkspace(files, manifest) ? "cargo test --offline --workspace" : "cargo test --offline",
                    manifest
                )
            );

    private static bool HasMemberWithTests(RepositoryFiles files, string folder) =>
        Packages(files).Any(package => package.Tests is not null && package.Folder.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>All packages.</summary>
    public static IReadOnlyList<StackPackage> Packages(RepositoryFiles files) =>
        [
            .. PackageRoots
                .Manifests(files, "Cargo.toml")
                .Select(path => (Path: path, Manifest: CargoManifest.Of(path, files.Text(path) ?? "")))
                .Where(found => found.Manifest is not null)
                .Select(found => new StackPackage("rust", found.Manifest!.Folder, found.Path)
                {
                    Name = found.Manifest.Package,
                    Tests = Tests(files, found.Manifest.Folder),
                }),
        ];

    /// <summary>
    /// cargo tests the package whose folder it runs in, or with <c>--workspace</c> all; a workspace without a package in its root has all as its own.
    /// </summary>
    public static bool Covers(GateCommand command, StackPackage package, RepositoryFiles files)
    {
        var words = command.Words.TakeWhile(word => word != "--").ToList();
        var manifest = words.IndexOf("--manifest-path") is var at and >= 0 && at + 1 < words.Count ? words[at + 1] : null;
        var folder = manifest is null ? command.Folder : RepositoryPath.Folder(manifest);
        if (words.Exists(word => word is "-p" or "--package" || word.StartsWith("--package=", StringComparison.Ordinal)))
        {
            return words.Contains(package.Name) || words.Contains($"--package={package.Name}");
        }

        var own = folder.Length == 0 ? "Cargo.toml" : $"{folder}/Cargo.toml";
        if (package.Folder == folder)
        {
            return true;
        }

        var isBelow = folder.Length == 0 || package.Folder.StartsWith(folder + "/", StringComparison.Ordinal);
        return isBelow
            && Roots(files).Contains(own, StringComparer.Ordinal)
            && !Roots(files).Contains(package.Manifest, StringComparer.Ordinal)
            && IsWorkspace(files, own)
            && (
                words.Exists(word => word is "--workspace" or "--all")
                || CargoManifest.Of(own, files.Text(own) ?? "") is null
                || DefaultMembers(files, own).Any(member => package.Folder == Joined(folder, member))
            );
    }

    /// <summary>Manifests of workspaces and of packages outside of one: what lies below another belongs to it unless that leaves it out.</summary>
    private static IReadOnlyList<string> Roots(RepositoryFiles files)
    {
        var all = PackageRoots.Manifests(files, "Cargo.toml").ToList();
        var outermost = PackageRoots.Outermost(all);
        return
        [
            .. all.Where(path =>
                outermost.Contains(path, StringComparer.Ordinal)
                || IsWorkspace(files, path)
                || outermost.Any(root =>
                    path.StartsWith(RepositoryPath.Folder(root), StringComparison.Ordinal)
                    && Listed(files, root, "exclude").Any(left => RepositoryPath.Folder(path) == Joined(RepositoryPath.Folder(root), left))
                )
            ),
        ];
    }

    private static bool IsWorkspace(RepositoryFiles files, string manifest) => files.Section(manifest, "workspace") is not null;

    private static IEnumerable<string> DefaultMembers(RepositoryFiles files, string manifest) => Listed(files, manifest, "default-members");

    private static IEnumerable<string> Listed(RepositoryFiles files, string manifest, string key) =>
        (IniText.Entries(files.Text(manifest) ?? "").FirstOrDefault(entry => entry.Section == "workspace" && entry.Key == key)?.Value ?? "")
            .Split(['[', ']', ',', '"', '\'', '\n', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(path => path.TrimEnd('/'));

    private static string Joined(string folder, string path) => folder.Length == 0 ? path : $"{folder}/{path}";

    private static string? Tests(RepositoryFiles files, string folder)
    {
        var prefix = folder.Length == 0 ? "" : folder + "/";
        return files.All.FirstOrDefault(path =>
                path.StartsWith(prefix + "tests/", StringComparison.Ordinal) && path.EndsWith(".rs", StringComparison.Ordinal)
            )
            ?? files
                .All.Where(path =>
                    path.StartsWith(prefix + "src/", StringComparison.Ordinal) && path.EndsWith(".rs", StringComparison.Ordinal)
                )
                .Take(500)
                .FirstOrDefault(path => files.LineOf(path, "#[test]") is not null || files.LineOf(path, "#[cfg(test)]") is not null);
    }
}
