using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ashlar.Core.Stacks.Detection;

/// <summary>Steps of <c>.github/workflows</c>: each in its folder, with the variables that workflow, job and step give it.</summary>
internal static class WorkflowText
{
    // What the machine decides.
    private static readonly string[] Foreign = ["PATH", "HOME", "TMPDIR", "PYTHONHOME", "LD_PRELOAD", "LD_LIBRARY_PATH"];

    /// <summary>The lines, files and steps in order. A workflow that cannot be read shows none.</summary>
    public static IEnumerable<ToldLine> Lines(RepositoryFiles files) =>
        files.All.Where(IsWorkflow).SelectMany(path => Lines(path, YamlText.Root(files.Text(path) ?? "")));

    private static bool IsWorkflow(string path) =>
        path.StartsWith(".github/workflows/", StringComparison.Ordinal) && System.IO.Path.GetExtension(path) is ".yml" or ".yaml";

    /// <summary>Lines of steps that run in a folder which the file does not write out.</summary>
    public static IEnumerable<ToldLine> Elsewhere(RepositoryFiles files) =>
        files
            .All.Where(IsWorkflow)
            .SelectMany(path => Steps(path, YamlText.Root(files.Text(path) ?? "")))
            .Where(told => IsOpen(told.Folder));

    private static IEnumerable<ToldLine> Lines(string path, YamlNode? workflow) =>
        Steps(path, workflow).Where(told => !IsOpen(told.Folder) && !told.Folder.StartsWith('/'));

    private static bool IsOpen(string folder) => folder.Contains('$', StringComparison.Ordinal);

    private static IEnumerable<ToldLine> Steps(string path, YamlNode? workflow)
    {
        foreach (var job in YamlText.Children(YamlText.Child(workflow, "jobs")))
        {
            foreach (var step in YamlText.Entries(YamlText.Child(job, "steps")))
            {
                if (YamlText.Child(step, "run") is not YamlScalarNode { Value: { } written } node)
                {
                    continue;
                }

                var place = Given(step, "working-directory") ?? Default(job) ?? Default(workflow) ?? "";
                var variables = Variables([YamlText.Child(workflow, "env"), YamlText.Child(job, "env"), YamlText.Child(step, "env")]);
                foreach (var (folder, run) in WorkflowMatrix.Rounds(job, place, written))
                {
                    var normal = IsOpen(folder) || folder.StartsWith('/') ? folder : RepositoryPath.Normal(folder);
                    foreach (var told in Lines(path, node, run, normal))
                    {
                        yield return told with
                        {
                            Text = OpenVariables.Before(variables, told.Text),
                        };
                    }
                }
            }
        }
    }

    /// <summary>The lines of a step, those of a loop as one; a folder that one of them enters holds for the next.</summary>
    private static IEnumerable<ToldLine> Lines(string path, YamlScalarNode node, string run, string folder)
    {
        var first = (int)node.Start.Line + (node.Style is ScalarStyle.Literal or ScalarStyle.Folded ? 1 : 0);
        foreach (var (at, text) in ShellLoops.Joined(run.Split('\n')))
        {
            if (text.Trim() is { Length: > 0 } line)
            {
                yield return new ToldLine(path, first + at, folder, line);
                folder = IsOpen(folder) ? folder : RepositoryPath.Normal($"{folder}/{GateCommand.FolderBehind(line)}");
            }
        }
    }

    private static string? Default(YamlNode? node) => Given(YamlText.Child(YamlText.Child(node, "defaults"), "run"), "working-directory");

    private static string? Given(YamlNode? node, string key) => YamlText.Text(YamlText.Child(node, key));

    /// <summary>Assignments for the shell; a value that only the service knows is left out.</summary>
    private static string Variables(IReadOnlyList<YamlNode?> nodes)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in nodes.OfType<YamlMappingNode>().SelectMany(node => node.Children))
        {
            if (
                (YamlText.Text(key), YamlText.Text(value)) is ({ } name, { } text)
                && name.Length > 0
                && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
                && !Foreign.Contains(name, StringComparer.Ordinal)
            )
            {
                values[name] = text;
            }
        }

        return string.Concat(
            values
                .Where(pair => pair.Value.IndexOfAny(['$', '\n']) < 0)
                .Select(pair => $"{pair.Key}={(pair.Value.Length == 0 ? "" : ShellWords.Quote(pair.Value))} ")
        );
    }
}
