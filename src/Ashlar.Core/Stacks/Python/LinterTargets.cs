using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>
/// What a project has a linter look at: the paths behind it in tox, nox, scripts, recipes and workflows. A tool that looks at more than they do
/// complains of what nobody there looks at.
/// </summary>
/// <param name="files">The repository.</param>
internal sealed partial class LinterTargets(RepositoryFiles files)
{
    private readonly Lazy<List<GateCommand>> commands = new(() => [.. Lines(files).SelectMany(files.Stacks.Commands)]);

    /// <summary>The words of the first command that names paths which are there; null for none.</summary>
    /// <param name="tool">The tool's name.</param>
    public string? Of(string tool) =>
        commands
            .Value.Where(command => command.Tool.Name == tool && command.Folder.Length == 0)
            .Select(Paths)
            .Where(paths => paths.Count > 0)
            .Select(paths => string.Join(' ', paths.Select(ShellWords.Quote)))
            .FirstOrDefault();

    private List<string> Paths(GateCommand command)
    {
        var words = command.Words.Skip(1).ToList();
        var paths = new List<string>();
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at] is "-p" or "--package" or "-m" or "--module" && command.Tool.Name == "mypy" && at + 1 < words.Count)
            {
                paths.AddRange([words[at], words[++at]]);
            }
            else if (!words[at].StartsWith('-') && IsThere(words[at]))
            {
                paths.Add(words[at]);
            }
        }

        return paths;
    }

    private bool IsThere(string word) =>
        word is not ("check" or "format")
        && !word.StartsWith('/')
        && RepositoryPath.Normal(word) is var path
        && (path.Length == 0 ? word == "." : files.All.Any(file => file == path || file.StartsWith(path + "/", StringComparison.Ordinal)))
        // The value of an option such as --config.
        && !(
            path.Length > 0
            && files.Has(path)
            && !path.EndsWith(".py", StringComparison.Ordinal)
            && !path.EndsWith(".pyi", StringComparison.Ordinal)
        );

    private static IEnumerable<string> Lines(RepositoryFiles files)
    {
        foreach (var name in ToxText.Files)
        {
            var text = files.Text(name) ?? "";
            var environments = ToxText.Environments(text).ToHashSet(StringComparer.Ordinal);
            foreach (var line in ToxText.Commands(name, text, environments))
            {
                yield return line;
            }
        }

        foreach (var line in NoxText.Commands(files.Text(NoxText.File) ?? "", new HashSet<string>(StringComparer.Ordinal)))
        {
            yield return line;
        }

        foreach (var path in files.All.Where(path => path is "Makefile" or "makefile" or "justfile" or "Taskfile.yml" || IsWorkflow(path)))
        {
            foreach (var line in MakeText.Expanded(files.Text(path) ?? "").Split('\n'))
            {
                yield return Lead().ReplaceIn(line, "");
            }
        }
    }

    private static bool IsWorkflow(string path) =>
        path.StartsWith(".github/workflows/", StringComparison.Ordinal) && Path.GetExtension(path) is ".yml" or ".yaml";

    [GeneratedRegex(@"^[\s@+-]*(?:run:|cmd:)?\s*", RegexOptions.None, 1000)]
    private static partial Regex Lead();
}
