using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using YamlDotNet.RepresentationModel;

namespace Ashlar.Core.Stacks.Make;

/// <summary>Tasks of a Taskfile.</summary>
internal static class TaskText
{
    /// <summary>The names of its tasks with their lines, from 1.</summary>
    public static IEnumerable<(string Name, int Line)> Tasks(string text) =>
        Read(YamlText.Root(text)).Select(task => (task.Name.Value ?? "", (int)task.Name.Start.Line));

    /// <summary>The lines that the tasks and those that they call run; without names <c>default</c>.</summary>
    /// <param name="text">The Taskfile.</param>
    /// <param name="names">The tasks.</param>
    /// <param name="plain">What is done to a line before it is told; each then sets the environment that it runs in.</param>
    public static IEnumerable<string> Commands(string text, IReadOnlySet<string> names, Func<string, string>? plain = null)
    {
        var root = YamlText.Root(text);
        var tasks = Read(root);
        var wanted = new Queue<string>(names.Count > 0 ? names : ["default"]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (wanted.TryDequeue(out var name))
        {
            foreach (var task in tasks.Where(task => task.Name.Value == name && seen.Add(name)))
            {
                foreach (var (call, line) in Steps(task.Body))
                {
                    if (line is not null)
                    {
                        var filled = Filled(line, root, task.Body);
                        yield return plain is null ? filled : Environment(root, task.Body) + plain(filled);
                    }
                    else if (call is not null)
                    {
                        wanted.Enqueue(call);
                    }
                }
            }
        }
    }

    private static string Filled(string line, YamlNode? root, YamlNode task) =>
        Scalars(root, "vars")
            .Concat(Scalars(task, "vars"))
            .Aggregate(line, (text, one) => text.Replace($"{{{{.{one.Name}}}}}", one.Value, StringComparison.Ordinal));

    private static string Environment(YamlNode? root, YamlNode task) =>
        string.Concat(
            Scalars(root, "env")
                .Concat(Scalars(task, "env"))
                .Select(one => OpenVariables.Exported(one.Name, Filled(one.Value, root, task)))
                .Concat(
                    new[] { root, task }
                        .SelectMany(node => YamlText.Entries(YamlText.Child(node, "dotenv")))
                        .Select(YamlText.Text)
                        .OfType<string>()
                        .Select(OpenVariables.NamedFile)
                )
        );

    private static IEnumerable<(string Name, string Value)> Scalars(YamlNode? node, string key) =>
        YamlText.Child(node, key) is YamlMappingNode map
            ? map
                .Children.Where(pair => pair is { Key: YamlScalarNode { Value: not null }, Value: YamlScalarNode { Value: not null } })
                .Select(pair => (((YamlScalarNode)pair.Key).Value!, ((YamlScalarNode)pair.Value).Value!))
            : [];

    /// <summary>What a task needs, and its lines, where nothing of it is for task alone; null for all others.</summary>
    public static EntryRecipe? Only(string text, string name)
    {
        if (
            YamlText.Root(text) is not YamlMappingNode root
            || !Has(root, "version", "tasks", "vars", "silent", "output")
            || Read(root).Where(task => task.Name.Value == name).ToList() is not [var (_, body)]
            || (body is YamlMappingNode map && !Has(map, "desc", "summary", "aliases", "silent", "deps", "dir", "cmds", "cmd"))
        )
        {
            return null;
        }

        var needs = YamlText.Child(body, "deps") is YamlSequenceNode deps ? deps.Children : [];
        var steps =
            YamlText.Child(body, "cmds") is YamlSequenceNode list ? list.Children
            : body is YamlSequenceNode own ? own.Children
            : body is YamlScalarNode ? [body]
            : YamlText.Child(body, "cmd") is { } only ? [only]
            : [];
        var lines = steps.Select(Line).ToList();
        var folder = (YamlText.Child(body, "dir") as YamlScalarNode)?.Value;
        return
            needs.Any(need => need is not YamlScalarNode)
            || lines.Exists(line =>
                line is null || line.Contains("{{", StringComparison.Ordinal) || line.Contains('\n', StringComparison.Ordinal)
            )
            || (folder is not null && (lines.Count > 1 || folder.Contains("{{", StringComparison.Ordinal)))
            ? null
            : new EntryRecipe(
                [.. needs.OfType<YamlScalarNode>().Select(need => need.Value ?? "")],
                [.. lines.Select(line => folder is null ? line! : ShellWords.In(folder, line!))]
            );
    }

    private static string? Line(YamlNode step) =>
        step is YamlScalarNode { Value: { } text } ? text.Trim()
        : step is not YamlMappingNode map ? null
        : Has(map, "cmd", "silent") ? (YamlText.Child(map, "cmd") as YamlScalarNode)?.Value?.Trim()
        : Has(map, "task") && YamlText.Child(map, "task") is YamlScalarNode { Value: { } call } ? $"task {call}"
        : null;

    private static bool Has(YamlMappingNode map, params string[] only) =>
        map.Children.Keys.All(key => key is YamlScalarNode { Value: { } name } && only.Contains(name, StringComparer.Ordinal));

    private static IEnumerable<(string? Call, string? Line)> Steps(YamlNode body)
    {
        if (body is YamlScalarNode { Value: { } only })
        {
            yield return (null, only);
        }

        // Each line runs there, whatever is before it.
        var folder = YamlText.Text(YamlText.Child(body, "dir")) ?? "";
        string? There(string? line) => line is null ? null : ShellWords.In(folder, line);
        foreach (var key in (string[])["deps", "cmds", "cmd"])
        {
            var node = YamlText.Child(body, key);
            foreach (
                var step in node is YamlSequenceNode list ? list.Children
                : node is null ? []
                : (IEnumerable<YamlNode>)[node]
            )
            {
                if (step is YamlScalarNode { Value: { } text })
                {
                    yield return key == "deps" ? (text, null) : (null, There(text));
                    continue;
                }

                var (call, line) = (YamlText.Text(YamlText.Child(step, "task")), YamlText.Text(YamlText.Child(step, "cmd")));
                foreach (var item in YamlText.Entries(YamlText.Child(step, "for")).Select(YamlText.Text).DefaultIfEmpty())
                {
                    yield return (For(call, item), There(For(line, item)));
                }
            }
        }
    }

    /// <summary>A step of a loop over words that are written out.</summary>
    private static string? For(string? text, string? item) =>
        item is null ? text : text?.Replace("{{.ITEM}}", item, StringComparison.Ordinal);

    private static List<(YamlScalarNode Name, YamlNode Body)> Read(YamlNode? root) =>
        YamlText.Child(root, "tasks") is YamlMappingNode tasks
            ? [.. tasks.Children.Where(task => task.Key is YamlScalarNode).Select(task => ((YamlScalarNode)task.Key, task.Value))]
            : [];
}
