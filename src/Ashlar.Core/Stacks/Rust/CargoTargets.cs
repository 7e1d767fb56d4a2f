using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>Tells which target of which package cargo speaks of. Its text names neither where two packages have tests of one name.</summary>
/// <param name="files">The checkout.</param>
internal sealed partial class CargoTargets(CheckoutFiles files)
{
    private CargoManifest? last;

    private IReadOnlyList<CargoManifest> Manifests =>
        field ??= [
            .. files
                .Named("Cargo.toml")
                .Select(path => files.Text(path) is { } text ? CargoManifest.Of(path, text) : null)
                .OfType<CargoManifest>()
                .OrderBy(manifest => manifest.Folder, StringComparer.Ordinal),
        ];

    /// <summary>The target that <c>Running tests/it.rs (target/debug/deps/it-0123)</c> names.</summary>
    /// <param name="source">The source within its package, with what cargo puts before it; empty where it tells none.</param>
    /// <param name="binary">The program that is run.</param>
    public CargoTarget Running(string source, string binary)
    {
        var path = source.StartsWith("unittests ", StringComparison.Ordinal) ? source["unittests ".Length..].Trim() : source.Trim();
        var name = Hash().ReplaceIn(binary[(binary.LastIndexOf('/') + 1)..], "");
        var manifest = Package(path, name, binary);
        last = manifest ?? last;
        if (manifest is null)
        {
            return new CargoTarget(path.StartsWith("tests/", StringComparison.Ordinal) ? $"::{name}" : name, null);
        }

        var top = path.Split('/')[0];
        var id =
            path == manifest.Library || (path.Length == 0 && name == manifest.LibraryName) ? manifest.Package
            : top is "tests" ? $"{manifest.Package}::{name}"
            : top is "benches" ? $"{manifest.Package}::bench/{name}"
            : top is "examples" ? $"{manifest.Package}::example/{name}"
            : $"{manifest.Package}::bin/{name}";
        var file = manifest.In(path);
        return new CargoTarget(id, files.Exists(file) ? file : null);
    }

    /// <summary>The documentation of a library, as <c>Doc-tests app</c> names it.</summary>
    public CargoTarget Documentation(string library)
    {
        last = Manifests.FirstOrDefault(manifest => manifest.LibraryName == library) ?? last;
        return new CargoTarget(
            $"{(last is not null && last.LibraryName == library ? last.Package : library)}::doc",
            last?.In(last.Library) ?? library
        );
    }

    /// <summary>The target that <c>could not compile `app` (test "it")</c> names.</summary>
    public CargoTarget Named(string package, string kind, string name)
    {
        var manifest = Manifests.FirstOrDefault(manifest => manifest.Package == package);
        var source = kind switch
        {
            "test" => $"tests/{name}.rs",
            "bench" => $"benches/{name}.rs",
            "example" => $"examples/{name}.rs",
            "bin" => "src/main.rs",
            _ => manifest?.Library ?? "",
        };
        var file = manifest?.In(source);
        return new CargoTarget(
            kind switch
            {
                "test" => $"{package}::{name}",
                "bench" or "example" or "bin" => $"{package}::{kind}/{name}",
                _ => package,
            },
            file is not null && files.Exists(file) ? file : null
        );
    }

    private CargoManifest? Package(string path, string name, string binary)
    {
        // What the compiler noted beside the program is the surest word.
        if (files.Relative(binary) is { } built && files.Text($"{built}.d") is { } notes && Noted(notes, path) is { } noted)
        {
            return noted;
        }

        var able = Manifests.Where(manifest => path.Length == 0 || files.Exists(manifest.In(path))).ToList();
        return path.StartsWith("tests/", StringComparison.Ordinal)
            ? able.Find(manifest => manifest == last) ?? able.FirstOrDefault()
            : able.Find(manifest => manifest.LibraryName == name)
                ?? able.Find(manifest => manifest.Package == name)
                ?? able.Find(manifest => manifest == last)
                ?? able.FirstOrDefault();
    }

    /// <summary>Paths are noted from the workspace on, which need not be the repository's root.</summary>
    private CargoManifest? Noted(string notes, string path)
    {
        var words = notes
            .Split([' ', '\n', '\\'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => files.Relative(word.TrimEnd(':')) ?? "")
            .Where(word => word.EndsWith(path, StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        return Manifests.FirstOrDefault(manifest => words.Contains(manifest.In(path)))
            ?? Manifests.FirstOrDefault(manifest =>
                words.Any(word => word.Length > 0 && manifest.In(path).EndsWith("/" + word, StringComparison.Ordinal))
            );
    }

    [GeneratedRegex(@"-[0-9a-f]{16}(?:\.exe)?$", RegexOptions.None, 1000)]
    private static partial Regex Hash();
}
