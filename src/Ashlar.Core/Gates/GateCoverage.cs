using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Gates;

/// <summary>A package with tests that no gate of the run runs.</summary>
/// <param name="Stack">Its ecosystem: <c>python</c>, <c>rust</c>.</param>
/// <param name="Folder">Its folder, relative to the repository; empty for the root.</param>
/// <param name="Manifest">The file that makes it a package.</param>
/// <param name="Tests">A file that shows its tests.</param>
public sealed record UncoveredPart(string Stack, string Folder, string Manifest, string Tests)
{
    /// <summary>The part in words: <c>crates/store (rust, crates/store/tests/keys.rs)</c>.</summary>
    public override string ToString() => $"{(Folder.Length == 0 ? "the root" : Folder)} ({Stack}, {Tests})";
}

/// <summary>Which packages of a repository the gates of a run test.</summary>
public sealed class GateCoverage
{
    private readonly IReadOnlyList<(StackPackage Package, string Stack, bool IsTested)> packages;
    private readonly bool isAnyOpaque;

    private GateCoverage(IReadOnlyList<(StackPackage, string, bool)> packages, bool isAnyOpaque)
    {
        this.packages = packages;
        this.isAnyOpaque = isAnyOpaque;
    }

    /// <summary>Packages with tests that no gate runs, in the order of their folders.</summary>
    public IReadOnlyList<UncoveredPart> Uncovered =>
        [
            .. packages
                .Where(known => !known.IsTested && known.Package.Tests is not null)
                .Select(known => new UncoveredPart(known.Stack, known.Package.Folder, known.Package.Manifest, known.Package.Tests!))
                .OrderBy(part => part.Folder, StringComparer.Ordinal),
        ];

    /// <summary>What gates test.</summary>
    /// <param name="gates">The gates.</param>
    /// <param name="root">The repository's folder.</param>
    public static GateCoverage Of(IReadOnlyList<GateSetting> gates, string root)
    {
        var files = new RepositoryFiles(root, StackCatalog.All);
        var reached = gates.Select(gate => (Gate: gate, Commands: Tests(gate, files))).ToList();
        // Results of tests are read from a command that cannot be followed: what it runs cannot be told.
        var isOpaque = reached.Exists(gate => gate.Commands.Count == 0 && GateFinder.IsTest(gate.Gate, root));
        var known = new List<(StackPackage Package, string Stack, bool IsTested)>();
        foreach (var stack in StackCatalog.All)
        {
            var own = reached.SelectMany(gate => gate.Commands).Where(command => StackCatalog.All.Of(command.Tool) == stack).ToList();
            var all = stack.Packages(files);
            var run = all.Where(package => isOpaque || own.Exists(command => stack.Covers(command, package, files))).ToList();
            var needed = Needed(run, all);
            known.AddRange(
                all.Select(package => (package, stack.Name, run.Contains(package) || (package.Tests is null && needed.Contains(package))))
            );
        }

        var others = new OtherTests(
            files,
            known.Where(one => one.Package.Tests is not null).Select(one => one.Stack).ToHashSet(StringComparer.Ordinal)
        );
        var commands = reached.SelectMany(gate => gate.Commands).ToList();
        known.AddRange(
            others.Packages.Select(package =>
                (
                    package,
                    package.Stack,
                    isOpaque || commands.Exists(command => Starts(command, package)) || gates.Any(gate => others.IsRunBy(gate, package))
                )
            )
        );
        return new GateCoverage(known, isOpaque);
    }

    /// <summary>
    /// Whether a test gate runs tests of the package that a file belongs to, or of one that builds upon it; null for a file that is no source of an
    /// ecosystem that is known.
    /// </summary>
    /// <param name="path">The file, relative to the repository.</param>
    public bool? Covers(string path)
    {
        var ecosystem = OtherTests.Ecosystem(path);
        var own = packages.Where(known => known.Stack == ecosystem && known.Package.Holds(path)).ToList();
        return own.Count == 0 && StackCatalog.All.All(stack => stack.Name != ecosystem) ? null
            : own.Count == 0 ? isAnyOpaque
            : own.GroupBy(known => known.Package.Folder.Length).MaxBy(group => group.Key)!.Any(known => known.IsTested);
    }

    /// <summary>Whether a runner of the ecosystem starts in a folder above the tests: without a package it finds them by their names.</summary>
    private static bool Starts(GateCommand command, StackPackage package) =>
        StackCatalog.All.Of(command.Tool)?.Name == package.Stack
        && (command.Folder.Length == 0 || package.Tests!.StartsWith(command.Folder + "/", StringComparison.Ordinal));

    private static List<GateCommand> Tests(GateSetting gate, RepositoryFiles files) =>
        [.. ReachedCommands.Of(gate.Run, files).Where(command => command.Tool.IsTest)];

    private static HashSet<StackPackage> Needed(IEnumerable<StackPackage> run, IReadOnlyList<StackPackage> all)
    {
        var needed = new HashSet<StackPackage>();
        var open = new Queue<StackPackage>(run);
        while (open.TryDequeue(out var next))
        {
            foreach (
                var package in all.Where(package => next.Needs.Contains(package.Manifest, StringComparer.Ordinal) && needed.Add(package))
            )
            {
                open.Enqueue(package);
            }
        }

        return needed;
    }
}
