using Ashlar.Core.Settings;
using Ashlar.Core.Stacks;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Native;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ashlar.Core.Gates.Detection;

/// <summary>
/// Steps of <c>.github/workflows</c> that run a tool Ashlar knows: one plain command, no expression, secret or redirection. All else
/// (installing, deploying, publishing) is left alone.
/// </summary>
internal static class WorkflowGates
{
    /// <summary>The gates, files and steps in order, one a tool.</summary>
    public static IEnumerable<GateSetting> Find(RepositoryFiles files)
    {
        var kinds = new HashSet<string>();
        foreach (var path in files.All.Where(IsWorkflow))
        {
            foreach (var (line, text) in Steps(files.Text(path) ?? ""))
            {
                var command = GateCommand.Parse(text);
                if (command.Tool.Name != StackTool.None && IsPlain(text) && !NeedsBuild(command) && kinds.Add(command.Tool.Name))
                {
                    yield return new GateSetting(command.IsTest ? "tests" : GateTool.Name(command.Words[0]), text)
                    {
                        SourcePath = path,
                        SourceLine = line,
                    };
                }
            }
        }
    }

    private static bool IsWorkflow(string path) =>
        path.StartsWith(".github/workflows/", StringComparison.Ordinal) && Path.GetExtension(path) is ".yml" or ".yaml";

    /// <summary>Tests of what an earlier step has built: by itself the line works in no fresh clone.</summary>
    private static bool NeedsBuild(GateCommand command) => StackCatalog.Of(command.Tool) is NativeStack;

    private static bool IsPlain(string text) =>
        text.IndexOfAny(['$', '>', '<', '|', ';', '&', '`', '\\']) < 0
        && GateCommand.Parse(text).Wrapper is null
        && !text.Contains("--fix", StringComparison.Ordinal);

    private static List<(int Line, string Text)> Steps(string text)
    {
        var found = new List<(int, string)>();
        // A workflow that cannot be read shows no gate.
        foreach (var job in YamlText.Children(YamlText.Child(YamlText.Root(text), "jobs")))
        {
            foreach (var step in YamlText.Entries(YamlText.Child(job, "steps")))
            {
                if (
                    YamlText.Child(step, "run") is YamlScalarNode { Value: { } run } node
                    && YamlText.Child(step, "working-directory") is null
                )
                {
                    Add(found, node, run);
                }
            }
        }

        return found;
    }

    private static void Add(List<(int, string)> found, YamlScalarNode node, string run)
    {
        var first = (int)node.Start.Line + (node.Style is ScalarStyle.Literal or ScalarStyle.Folded ? 1 : 0);
        var lines = run.Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].Trim() is { Length: > 0 } line)
            {
                found.Add((first + at, line));
            }
        }
    }
}
