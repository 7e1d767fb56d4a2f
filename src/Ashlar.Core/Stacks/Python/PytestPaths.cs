using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Where Python's runners look for tests.</summary>
internal static class PytestPaths
{
    private static readonly string[] Values =
    [
        "-k",
        "-m",
        "-n",
        "-p",
        "-c",
        "-o",
        "-W",
        "-r",
        "--ignore",
        "--ignore-glob",
        "--deselect",
        "--rootdir",
        "--confcutdir",
        "--basetemp",
        "--junitxml",
        "--cov",
        "--cov-report",
        "--cov-config",
        "--maxfail",
        "--durations",
        "--tb",
        "--import-mode",
        "--dist",
        "--numprocesses",
        "--timeout",
        "-s",
        "-t",
        "--pattern",
        "--settings",
        "--exclude-tag",
        "--tag",
        "--parallel",
        "--verbosity",
        "-v",
    ];

    /// <summary>Whether the run of a package also collects the tests of one below it.</summary>
    public static bool Collects(RepositoryFiles files, PythonPackage above, PythonPackage below) =>
        above.Configured is not null
        && below.Configured is null
        && below.Manage is null
        && Reaches(Configured(files, above.Folder), above.Folder, below.Folder);

    /// <summary>The files and folders that a command names, from the root.</summary>
    public static IReadOnlyList<string> Of(GateCommand command) => Named(command).Paths;

    /// <summary>Whether a command runs tests of Python, and none outside of the folder in which it runs.</summary>
    public static bool StaysInFolder(GateCommand command) =>
        command.IsTest && PythonTools.All.Contains(command.Tool) && Named(command).Paths.All(path => Holds(command.Folder, path));

    /// <summary>Whether a command runs the tests of a package.</summary>
    public static bool Covers(GateCommand command, StackPackage package, RepositoryFiles files)
    {
        var named = Named(command);
        if (named.Ignored.Any(path => package.Holds(RepositoryPath.In(path, "x")) || Holds(path, package.Folder)))
        {
            return false;
        }

        if (command.Tool.Name == PythonTools.Pytest)
        {
            var paths = named.Paths.Count > 0 ? named.Paths : Configured(files, command.Folder);
            return Reaches(paths, command.Folder, package.Folder);
        }

        // unittest and Django only enter folders that can be imported.
        var start = named.Paths.Count > 0 && command.Tool.Name == PythonTools.Unittest ? named.Paths : [command.Folder];
        return start.Any(path => package.Folder == path || package.Holds(RepositoryPath.In(path, "x")))
            || (
                Holds(command.Folder, package.Folder)
                && files.Has(RepositoryPath.In(package.Folder, "__init__.py"))
                && named.Paths.Count == 0
            );
    }

    /// <summary>The paths to which <c>testpaths</c> restricts runs in a folder; the folder itself without one.</summary>
    public static IReadOnlyList<string> Configured(RepositoryFiles files, string folder)
    {
        foreach (
            var (name, section) in ((string, string)[])
                [
                    ("pytest.ini", "pytest"),
                    (".pytest.ini", "pytest"),
                    ("pytest.toml", "pytest"),
                    ("pyproject.toml", "tool.pytest"),
                    ("tox.ini", "pytest"),
                    ("setup.cfg", "tool:pytest"),
                ]
        )
        {
            var path = RepositoryPath.In(folder, name);
            if (files.Section(path, section) is null)
            {
                continue;
            }

            var value = IniText
                .Entries(files.Text(path) ?? "")
                .FirstOrDefault(entry =>
                    entry.Key == "testpaths"
                    && (entry.Section == section || entry.Section.StartsWith(section + ".", StringComparison.Ordinal))
                )
                ?.Value;
            var paths = (value ?? "")
                .Split(['[', ']', ',', '"', '\'', '\n', ' '], StringSplitOptions.RemoveEmptyEntries)
                .Select(part => RepositoryPath.Normal($"{folder}/{part}"))
                .ToList();
            return paths.Count > 0 ? paths : [folder];
        }

        return [folder];
    }

    private static bool Reaches(IReadOnlyList<string> paths, string from, string folder) =>
        paths.Any(path =>
        {
            // A pattern stands for all that it may match.
            var plain = path.IndexOf('*', StringComparison.Ordinal) is var star and >= 0 ? RepositoryPath.Folder(path[..star]) : path;
            return Holds(plain, folder) || (Holds(folder, plain) && folder != from) || (folder == from && Holds(from, plain));
        });

    private static bool Holds(string folder, string path) =>
        folder.Length == 0 || path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static (List<string> Paths, List<string> Ignored) Named(GateCommand command)
    {
        var (paths, ignored) = (new List<string>(), new List<string>());
        var words = command.Words.Skip(1).ToList();
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            var value = word.IndexOf('=', StringComparison.Ordinal) is var sign and > 0 ? word[(sign + 1)..] : null;
            if (word.StartsWith("--ignore", StringComparison.Ordinal) && !word.StartsWith("--ignore-glob", StringComparison.Ordinal))
            {
                ignored.Add(RepositoryPath.Normal($"{command.Folder}/{value ?? words.ElementAtOrDefault(++at)}"));
            }
            else if (command.Tool.Name == PythonTools.Unittest && word is "-s" or "--start-directory")
            {
                paths.Add(RepositoryPath.Normal($"{command.Folder}/{words.ElementAtOrDefault(++at)}"));
            }
            else if (word.StartsWith('-'))
            {
                at +=
                    value is null && Values.Contains(word, StringComparer.Ordinal) && at + 1 < words.Count && !words[at + 1].StartsWith('-')
                        ? 1
                        : 0;
            }
            else if (word != "discover")
            {
                var path = word.Split("::")[0];
                paths.Add(
                    RepositoryPath.Normal(
                        $"{command.Folder}/{(path.Contains('/', StringComparison.Ordinal) || path.EndsWith(".py", StringComparison.Ordinal) || command.Tool.Name == PythonTools.Pytest ? path : path.Replace('.', '/'))}"
                    )
                );
            }
        }

        return (paths, ignored);
    }
}
