using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Ruby;

/// <summary>Gates of Ruby: RSpec where there are specs, Rails' own runner, rake, or the tests themselves.</summary>
internal static class RubyGates
{
    /// <summary>A gate for the specs and one for the tests of each package.</summary>
    public static IEnumerable<GateSetting> Find(RepositoryFiles files)
    {
        foreach (var package in Packages(files))
        {
            var prefix = package.Folder.Length == 0 ? "" : package.Folder + "/";
            var bundle = files.Has($"{prefix}Gemfile") ? "bundle exec " : "";
            if (Any(files, prefix + "spec/", "_spec.rb") is { } spec)
            {
                yield return IsRspec(files, prefix, spec)
                    ? PackageRoots.Gate("rspec", bundle + "rspec", package.Manifest, package.Folder)
                    : PackageRoots.Gate("ruby-specs", bundle + Each("spec", "-name '*_spec.rb'"), package.Manifest, package.Folder);
            }

            foreach (var (name, run) in HasTests(files, prefix) ? Runners(files, prefix, bundle) : [])
            {
                var gate = PackageRoots.Gate(name, run, package.Manifest, package.Folder);
                // The name of a task need not tell that it runs tests; its declaration does.
                yield return files.Stacks.Parse(gate.Run).Tool == StackTool.Unknown ? gate with { Results = RubyStack.Minitest } : gate;
            }
        }
    }

    /// <summary>Folders with a Gemfile, a gemspec or a Rakefile; without any, the root where it has tests.</summary>
    public static IReadOnlyList<StackPackage> Packages(RepositoryFiles files)
    {
        var manifests = files
            .All.Where(path =>
                (path.EndsWith(".gemspec", StringComparison.Ordinal) || Commands.GateTool.Name(path) is "Gemfile" or "Rakefile")
                && !TestPaths.IsSupportFolder(path)
                && !path.Split('/').SkipLast(1).Any(part => part is "spec" or "test")
            )
            .DistinctBy(RepositoryPath.Folder)
            .ToList();
        if (manifests.Count == 0 && (Any(files, "spec/", "_spec.rb") ?? Any(files, "test/", "_test.rb")) is { } only)
        {
            return [new StackPackage("ruby", "", only) { Tests = only }];
        }

        return
        [
            .. manifests.Select(path =>
            {
                var folder = RepositoryPath.Folder(path);
                var prefix = folder.Length == 0 ? "" : folder + "/";
                return new StackPackage("ruby", folder, path)
                {
                    Tests =
                        Any(files, prefix + "spec/", "_spec.rb")
                        ?? (HasTests(files, prefix) ? Any(files, prefix + "test/", ".rb") ?? Declared(files, prefix) : null),
                };
            }),
        ];
    }

    private static IEnumerable<(string Name, string Run)> Runners(RepositoryFiles files, string prefix, string bundle)
    {
        var rakefile = files.Text($"{prefix}Rakefile");
        if (!files.Has($"{prefix}bin/rails") && RubyTasks.Several(rakefile) is { Count: > 0 } several)
        {
            return several.Select(each => ($"ruby-tests-{each.Name.Replace(':', '-')}", $"{bundle}rake {each.Name}"));
        }

        var one =
            files.Has($"{prefix}bin/rails") ? "bin/rails test"
            : RubyTasks.Of(rakefile) is { } task ? $"{bundle}rake {task}"
            : bundle + Each("test", "-name '*_test.rb' -o -name 'test_*.rb'");
        return [("ruby-tests", one)];
    }

    private static string Each(string folder, string names) =>
        $"ruby -Ilib -I{folder} -e 'ARGV.each {{ |file| require File.expand_path(file) }}' $(find {folder} {names})";

    private static bool HasTests(RepositoryFiles files, string prefix) =>
        Any(files, prefix + "test/", "_test.rb") is not null
        || files.All.Any(path =>
            path.StartsWith(prefix + "test/", StringComparison.Ordinal)
            && Commands.GateTool.Name(path).StartsWith("test_", StringComparison.Ordinal)
        )
        // The files that a declared task names may have any names.
        || (RubyTasks.IsDeclared(files.Text($"{prefix}Rakefile")) && Any(files, prefix + "test/", ".rb") is not null)
        || Declared(files, prefix) is not null;

    /// <summary>A file that a declared task names, wherever it lies.</summary>
    private static string? Declared(RepositoryFiles files, string prefix)
    {
        var named = RubyTask.All(files.Text($"{prefix}Rakefile")).SelectMany(task => task.Files).ToList();
        return named.Count == 0
            ? null
            : files.All.FirstOrDefault(path =>
                path.StartsWith(prefix, StringComparison.Ordinal)
                && path.EndsWith(".rb", StringComparison.Ordinal)
                && named.Exists(pattern => pattern.Matches(path.AsSpan(prefix.Length)))
            );
    }

    /// <summary>minitest has specs too.</summary>
    private static bool IsRspec(RepositoryFiles files, string prefix, string spec) =>
        files.Has($"{prefix}.rspec")
        || (files.Text($"{prefix}spec/spec_helper.rb") + files.Text(spec)) is var text
            && (text.Contains("RSpec", StringComparison.Ordinal) || !text.Contains("minitest", StringComparison.OrdinalIgnoreCase));

    private static string? Any(RepositoryFiles files, string folder, string ending) =>
        files.All.FirstOrDefault(path =>
            path.StartsWith(folder, StringComparison.Ordinal) && path.EndsWith(ending, StringComparison.Ordinal)
        );
}
