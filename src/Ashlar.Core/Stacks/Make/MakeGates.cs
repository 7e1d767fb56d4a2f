using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Make;

/// <summary>The test target of a Makefile, justfile or Taskfile, used when nothing else shows how tests are run.</summary>
internal static class MakeGates
{
    private static readonly string[] Targets = ["test", "tests", "check"];

    /// <summary>The gate, or null. What its recipe runs tells how its result is read.</summary>
    public static GateSetting? Test(RepositoryFiles files) =>
        Of(files, "make", MakeCommand.MakeFiles, text => Rules(text))
        ?? Of(files, "just", MakeCommand.JustFiles, JustText.Recipes)
        ?? Of(files, "task", MakeCommand.TaskFiles, TaskText.Tasks);

    private static GateSetting? Of(
        RepositoryFiles files,
        string program,
        string[] names,
        Func<string, IEnumerable<(string Name, int Line)>> read
    )
    {
        foreach (var path in names.Where(files.Has))
        {
            var told = read(files.Text(path) ?? "").ToList();
            foreach (var target in Targets)
            {
                if (told.FirstOrDefault(rule => rule.Name == target) is { Name: not null } rule)
                {
                    return new GateSetting("tests", $"{program} {target}") { SourcePath = path, SourceLine = rule.Line };
                }
            }
        }

        return null;
    }

    /// <summary>The names of the rules of a Makefile with their lines, from 1.</summary>
    public static IEnumerable<(string Name, int Line)> Rules(string text) =>
        text.Split('\n')
            .Select((line, index) => (Text: line, Line: index + 1))
            .Where(line => line.Text.Length > 0 && !char.IsWhiteSpace(line.Text[0]) && line.Text.IndexOf(':', StringComparison.Ordinal) > 0)
            .SelectMany(line =>
                line.Text.Split(':')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => (name, line.Line))
            );
}
