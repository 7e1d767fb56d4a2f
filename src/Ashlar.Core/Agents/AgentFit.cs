using System.Text.RegularExpressions;

namespace Ashlar.Core.Agents;

/// <summary>How well a definition fits a work order.</summary>
/// <param name="Agent">The definition.</param>
/// <param name="Points">0 or less: not at all. Points of two definitions can be compared.</param>
/// <param name="Reason">What made it fit.</param>
internal sealed partial record AgentFit(AgentDefinition Agent, int Points, string Reason)
{
    /// <summary>The lead by which one definition fits better than another; less is chance.</summary>
    public const int Margin = 2;

    /// <summary>The points from which a definition fits at all.</summary>
    public const int Least = 3;

    private const int WorkPoints = 3;
    private const int FormPoints = 6;
    private const int FieldPoints = 4;
    private const int ForeignPoints = 8;
    private const int ProactivePoints = 2;

    /// <summary>
    /// Fields of work, each with the words that show it. A definition that names fields of which the work shows none is foreign to
    /// it; one that names none fits any.
    /// </summary>
    private static readonly (string Name, string[] Words)[] Fields =
    [
        ("Python", ["python", "django", "fastapi", "flask", "pydantic", "pytest", ".py", "sqlmodel", "sqlalchemy"]),
        (
            "TypeScript or JavaScript",
            [
                "typescript",
                "javascript",
                "node",
                "nodejs",
                "react",
                "vue",
                "angular",
                "next.js",
                "nextjs",
                "svelte",
                "express",
                ".ts",
                ".tsx",
                ".js",
            ]
        ),
        (
            "front end",
            [
                "frontend",
                "front-end",
                "ui",
                "css",
                "html",
                "component",
                "components",
                "react",
                "vue",
                "angular",
                "tailwind",
                "page",
                "pages",
            ]
        ),
        (
            "back end",
            [
                "backend",
                "back-end",
                "api",
                "apis",
                "endpoint",
                "endpoints",
                "server",
                "database",
                "service",
                "services",
                "fastapi",
                "django",
                "rest",
            ]
        ),
        ("C++", ["c++", "cpp", "cmake", ".cpp", ".hpp"]),
        ("C# and .NET", ["c#", "csharp", ".net", "dotnet", "asp.net", ".cs", "f#", "fsharp"]),
        ("Java or Kotlin", ["java", "kotlin", "spring", "gradle", "maven", "android", ".java", ".kt"]),
        ("Go", ["golang", ".go", "goroutine", "goroutines"]),
        ("Rust", ["rust", "cargo", ".rs", "tokio"]),
        ("Ruby", ["ruby", "rails", ".rb", "rspec"]),
        ("PHP", ["php", "laravel", "symfony", ".php", "wordpress"]),
        ("Swift", ["swift", "swiftui", "ios", "xcode"]),
        ("Flutter", ["flutter", "dart", ".dart"]),
        ("data and machine learning", ["ml", "machine-learning", "pytorch", "tensorflow", "etl", "pandas"]),
        ("infrastructure", ["terraform", "kubernetes", "k8s", "helm", "ansible", "pipeline", "pipelines"]),
        ("database", ["sql", "postgres", "postgresql", "mysql", "migration", "migrations", "schema"]),
    ];

    /// <summary>Weighs a definition.</summary>
    public static AgentFit Of(AgentDefinition agent, WorkDescription work)
    {
        var description = agent.Description + "\n" + agent.Name.Replace('-', ' ').Replace('_', ' ');
        var said = FitWords.Of(description);
        var wanted = FitWords.Of($"{work.Path?.Replace('/', ' ')}\n{work.Path}\n{work.Text}");
        var reasons = new List<string>();
        var points = 0;
        if (Implementing().IsIn(AgentRole.Lead(agent.Description)))
        {
            points += WorkPoints;
            reasons.Add("it implements");
        }

        if (FormOf(work, description) is { } form)
        {
            points += FormPoints;
            reasons.Add($"its description speaks of {form}");
        }

        var shown = Fields.Where(field => field.Words.Any(wanted.Contains)).Select(field => field.Name).ToList();
        var named = Fields.Where(field => field.Words.Any(said.Contains)).Select(field => field.Name).ToList();
        var common = named.Intersect(shown, StringComparer.Ordinal).ToList();
        points += FieldPoints * common.Count;
        if (common.Count > 0)
        {
            reasons.Add($"both are about {string.Join(", ", common)}");
        }
        else if (named.Count > 0 && shown.Count > 0)
        {
            points -= ForeignPoints;
        }

        var shared = said.Where(word => word.Length > 3 && wanted.Contains(word) && !FitWords.IsCommon(word)).Take(3).ToList();
        points += points > 0 ? shared.Count : 0;
        if (shared.Count > 0)
        {
            reasons.Add($"it shares the words {string.Join(", ", shared)}");
        }

        if (points > 0 && description.Contains("proactively", StringComparison.OrdinalIgnoreCase))
        {
            points += ProactivePoints;
            reasons.Add("it asks to be used proactively");
        }

        return new AgentFit(agent, points, reasons.Count == 0 ? "nothing speaks for it" : string.Join("; ", reasons));
    }

    private static string? FormOf(WorkDescription work, string description)
    {
        var path = work.Path ?? "";
        if (work.Dialect == "design" || path.StartsWith("docs/designs", StringComparison.Ordinal))
        {
            return Design().IsIn(description) ? "implementing a design" : null;
        }

        if (work.Dialect is not null || path.Length > 0)
        {
            return Tasks().IsIn(description) ? "tasks and specs" : null;
        }

        return null;
    }

    [GeneratedRegex(
        @"\b(implement\w*|develop(s|ing)?|write(s)? (\w+ ){0,3}code|production code|production-ready|execut(e|es|ing) (\w+ ){0,4}tasks?|code changes?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Implementing();

    [GeneratedRegex(@"\b(designs?|designed)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Design();

    [GeneratedRegex(
        @"\b(tasks?|tasks\.md|specs?|specifications?|requirements|stor(y|ies)|tickets?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Tasks();
}
