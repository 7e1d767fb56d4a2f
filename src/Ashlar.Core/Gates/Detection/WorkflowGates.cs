using Ashlar.Core.Settings;
using Ashlar.Core.Stacks;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
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
                if (command.Tool.Name != StackTool.None && IsPlain(text) && kinds.Add(command.Tool.Name))
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

    private static bool IsPlain(string text) =>
        text.IndexOfAny(['$', '>', '<', '|', ';', '&', '`', '\\']) < 0
        && GateCommand.Parse(text).Wrapper is null
        && !text.Contains("--fix", StringComparison.Ordinal);

    private static List<(int Line, string Text)> Steps(string text)
    {
        var found = new List<(int, string)>();
        try
        {
            if (IsTooDeep(text))
            {
                return found;
            }

            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            if (yaml.Documents.Count == 0)
            {
                return found;
            }

            foreach (var job in Children(Child(yaml.Documents[0].RootNode, "jobs")))
            {
                if (Child(job, "steps") is not YamlSequenceNode steps)
                {
                    continue;
                }

                foreach (var step in steps.Children)
                {
                    if (Child(step, "run") is YamlScalarNode { Value: { } run } node && Child(step, "working-directory") is null)
                    {
                        Add(found, node, run);
                    }
                }
            }
        }
        catch (YamlException)
        {
            // A workflow that cannot be read shows no gate.
        }

        return found;
    }

    /// <summary>The document model is built recursively; a hostile file must not exhaust the stack.</summary>
    private static bool IsTooDeep(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current?.NestingIncrease ?? 0;
            if (depth > 60)
            {
                return true;
            }
        }

        return false;
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

    private static IEnumerable<YamlNode> Children(YamlNode? node) => node is YamlMappingNode map ? map.Children.Values : [];

    private static YamlNode? Child(YamlNode? node, string name) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;
}
