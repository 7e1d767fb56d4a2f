using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Gates;

/// <summary>
/// Tests, by their names, of ecosystems that no stack knows (Lua, Elixir, shell, …), and of those whose stack finds no way to run them. That they are
/// there, and whether a gate runs them, is said.
/// </summary>
/// <param name="files">The repository.</param>
/// <param name="tested">The names of stacks that know packages with tests here.</param>
internal sealed class OtherTests(RepositoryFiles files, IReadOnlySet<string> tested)
{
    /// <summary>One package for each ecosystem; one that no stack knows is called by the ending of its files.</summary>
    public IReadOnlyList<StackPackage> Packages =>
        [
            .. files
                .All.Where(IsTest)
                .OrderByDescending(StackCatalog.All.IsSupport)
                .GroupBy(Ecosystem, StringComparer.Ordinal)
                .Where(group => !tested.Contains(group.Key))
                .Select(group =>
                    (
                        group.Key,
                        First: group.FirstOrDefault(path =>
                            IsText(path) && !BelongsToKnown(path) && !IsReadByKnown(path) && !RunsKnown(path)
                        )
                    )
                )
                .Where(found => found.First is not null)
                .Select(found => new StackPackage(found.Key, "", found.First!) { Tests = found.First })
                .OrderBy(package => package.Stack, StringComparer.Ordinal),
        ];

    /// <summary>The stack that knows a file by its ending, else the ending without its dot.</summary>
    public static string Ecosystem(string path)
    {
        var ending = Path.GetExtension(path);
        return StackCatalog.All.FirstOrDefault(stack => stack.Sources.Contains(ending, StringComparer.Ordinal))?.Name
            ?? ending.TrimStart('.').ToLowerInvariant();
    }

    /// <summary>
    /// Whether a gate is there to run them: its tool is none that is known, and it is called tests, or its line names such a file or a folder with some.
    /// </summary>
    public bool IsRunBy(GateSetting gate, StackPackage package)
    {
        if (StackCatalog.All.Resolve(gate.Run, files.Root).Tool != StackTool.Unknown)
        {
            return false;
        }

        return gate.Name.Split('-').Any(part => part is "test" or "tests" or "specs" or "spec")
            || files
                .Stacks.Commands(gate.Run)
                .Any(command => command.Words.Append(command.Program).Any(word => Names(command.Folder, word, package)));
    }

    private bool Names(string folder, string word, StackPackage package)
    {
        var path = RepositoryPath.Normal($"{folder}/{word}");
        return path.Length > 0
            && files.All.Any(file =>
                (file == path || file.StartsWith(path + "/", StringComparison.Ordinal)) && Ecosystem(file) == package.Stack
            );
    }

    private static bool IsTest(string path) =>
        Path.GetExtension(path).Length > 1 && TestPaths.IsProgram(path) && !TestPaths.IsSupportFolder(path) && TestPaths.IsNamedTest(path);

    /// <summary>Neither bytes nor markup.</summary>
    private bool IsText(string path) =>
        files.Text(path) is { } text && !text.Contains('\0', StringComparison.Ordinal) && !text.TrimStart().StartsWith('<');

    /// <summary>What lies beside a test of an ecosystem with tests here and has its name is a part of it: <c>a_test.expected</c>, <c>test_a.test</c>.</summary>
    private bool BelongsToKnown(string path) =>
        files.All.Any(other =>
            other != path && Path.ChangeExtension(other, null) == Path.ChangeExtension(path, null) && tested.Contains(Ecosystem(other))
        );

    /// <summary>
    /// What tests that have a runner read is data or a case of theirs: they name it, or, unless it can be started by itself, its ending.
    /// </summary>
    private bool IsReadByKnown(string path)
    {
        if (tested.Count == 0)
        {
            return false;
        }

        var (name, ending) = (Path.GetFileName(path), Path.GetExtension(path));
        var isStarted = files.Text(path) is { } text && text.StartsWith("#!", StringComparison.Ordinal);
        return files
            .All.Where(other =>
                (StackCatalog.All.IsTest(other) || StackCatalog.All.IsSupport(other))
                && TestPaths.IsProgram(other)
                && Ecosystem(other) != Ecosystem(path)
            )
            .Select(files.Text)
            .OfType<string>()
            .Any(said => Says(said, name) || (!isStarted && Says(said, ending)));
    }

    private static bool Says(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (at + name.Length == text.Length || !char.IsLetterOrDigit(text[at + name.Length]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A script may only start a runner that is known, which is a gate of its own.</summary>
    private bool RunsKnown(string path) => ReachedCommands.Of($"sh {ShellWords.Quote(path)}", files).Any(command => command.Tool.IsTest);
}
