using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>Finds a list's dialect, from its path first, then from its content.</summary>
internal static partial class TaskListDialect
{
    /// <summary>The dialect of a file and why it was taken for that.</summary>
    public static TaskDialect Of(string path, SourceLines source)
    {
        var slashed = "/" + path.Replace('\\', '/').TrimStart('/');
        foreach (var (name, pattern) in Paths)
        {
            if (pattern.FirstIn(slashed) is { Success: true } match)
            {
                return new TaskDialect(name, $"its path holds {match.Value.Trim('/')}", ByPath: true);
            }
        }

        return OfContent(source);
    }

    private static (string Name, Regex Pattern)[] Paths =>
        [
            ("task-master", TaskMasterPath()),
            ("agent-os", AgentOsPath()),
            ("kiro", KiroPath()),
            ("openspec", OpenSpecPath()),
            ("backlog", BacklogPath()),
            ("spec-kit", SpecKitPath()),
        ];

    private static TaskDialect OfContent(SourceLines source)
    {
        int lettered = 0,
            groups = 0,
            sections = 0,
            sectioned = 0,
            kiro = 0,
            boxes = 0;
        for (var i = source.FrontMatterLines; i < source.Count; i++)
        {
            var text = source[i].Text;
            if (source[i].Hidden)
            {
                continue;
            }

            if (HeadingLine.Parse(text) is { } heading)
            {
                groups += heading is { Kind: HeadingKind.TaskGroup } or { Level: 1, Title: "Spec Tasks" } ? 1 : 0;
                sections += heading is { Kind: HeadingKind.Numbered, Level: 2 } ? 1 : 0;
            }
            else if (source[i].Box is { } box)
            {
                boxes++;
                lettered += SpecKitId().IsIn(box.Rest) ? 1 : 0;
                sectioned += SectionedId().IsIn(box.Rest) ? 1 : 0;
                kiro += box.Rest.StartsWith("* ", StringComparison.Ordinal) || box.Rest.Contains("(P)", StringComparison.Ordinal) ? 1 : 0;
            }
            else if (text.Contains("_Requirements:", StringComparison.Ordinal))
            {
                kiro++;
            }
        }

        var reason =
            boxes == 0 ? null
            : groups > 0 ? ("agent-os", "it has headings such as \"Task Group 1\" or \"Spec Tasks\"")
            : lettered * 2 >= boxes ? ("spec-kit", "its tasks have ids such as T001")
            : kiro > 0 ? ("kiro", "it names requirements or marks optional tasks as Kiro does")
            : sections > 0 && sectioned * 2 >= boxes ? ("openspec", "it has headings such as \"## 1. Title\" over tasks such as 1.1")
            : ((string, string)?)null;
        return reason is { } found
            ? new TaskDialect(found.Item1, found.Item2, ByPath: false)
            : new TaskDialect("markdown", "nothing points to another dialect", ByPath: false);
    }

    [GeneratedRegex(@"/\.?agent-os/(?:.+/)?specs/[^/]+/", RegexOptions.None, 1000)]
    private static partial Regex AgentOsPath();

    [GeneratedRegex(@"/\.kiro/specs/[^/]+/", RegexOptions.None, 1000)]
    private static partial Regex KiroPath();

    [GeneratedRegex(@"/openspec/changes/(?:.+/)?[^/]+/tasks\.md$", RegexOptions.None, 1000)]
    private static partial Regex OpenSpecPath();

    [GeneratedRegex(@"/\.taskmaster/.*\.json$|/tasks\.json$", RegexOptions.None, 1000)]
    private static partial Regex TaskMasterPath();

    [GeneratedRegex(@"/backlog/(?:tasks|completed|drafts|archive/[^/]+)/[^/]+\.md$", RegexOptions.None, 1000)]
    private static partial Regex BacklogPath();

    [GeneratedRegex(@"/(?:\.specify/)?specs/\d{3,}-[^/]+/tasks\.md$", RegexOptions.None, 1000)]
    private static partial Regex SpecKitPath();

    [GeneratedRegex(@"^\s*\[?\**T\d{3}\b", RegexOptions.None, 1000)]
    private static partial Regex SpecKitId();

    [GeneratedRegex(@"^\s*\d+\.\d+(?:\.\d+)*\s", RegexOptions.None, 1000)]
    private static partial Regex SectionedId();
}
