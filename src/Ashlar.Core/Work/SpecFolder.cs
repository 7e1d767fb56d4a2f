using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>What is in a folder of a spec or design.</summary>
internal static partial class SpecFolder
{
    /// <summary>What lists are called, the likeliest first.</summary>
    public static readonly string[] ListNames =
    [
        "tasks.md",
        "tasks.json",
        "tasks/tasks.json",
        "task.md",
        "todo.md",
        "TODO.md",
        "implementation-plan.md",
        "plan.md",
    ];

    /// <summary>The files of a folder that may be its task list, the likeliest first.</summary>
    public static IEnumerable<string> Lists(string folder, IReadOnlyList<string> files)
    {
        var prefix = folder.Length == 0 ? "" : folder + "/";
        return ListNames
            .Where(name => name != "plan.md" || AgentOs().IsIn("/" + folder))
            .Select(name => prefix + name)
            .Concat(
                files
                    .Where(file =>
                        Path.GetFileName(file).Contains("task", StringComparison.OrdinalIgnoreCase)
                        && file.EndsWith(".md", StringComparison.Ordinal)
                    )
                    .OrderBy(file => file.Count(c => c == '/'))
            )
            .Where(files.Contains)
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>Whether a folder holds a design instead of a spec.</summary>
    public static bool IsDesign(string folder, IReadOnlyList<string> files) =>
        ("/" + folder + "/").Contains("/docs/designs/", StringComparison.Ordinal)
        || (!Folder().IsIn("/" + folder) && files.Any(file => Path.GetFileName(file) is "design.md" or "integration-design.md"));

    /// <summary>A folder of a spec of Agent OS.</summary>
    [GeneratedRegex(@"/\.?agent-os/(?:.+/)?specs/[^/]+$", RegexOptions.None, 1000)]
    public static partial Regex AgentOs();

    /// <summary>A folder of a spec, of any kind.</summary>
    [GeneratedRegex(
        @"/(?:\.?agent-os/(?:.+/)?specs|specs|\.specify/specs|\.kiro/specs|openspec/changes|openspec/changes/archive|docs/designs)/[^/]+$",
        RegexOptions.None,
        1000
    )]
    public static partial Regex Folder();
}
