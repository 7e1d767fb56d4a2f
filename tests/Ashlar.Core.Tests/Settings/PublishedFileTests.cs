using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ashlar.Core.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Settings;

/// <summary>With <c>ASHLAR_WRITE_DOCS=1</c> in the environment these tests write the published files instead of comparing them.</summary>
public sealed partial class PublishedFileTests
{
    private static readonly string[] FileEndings =
    [
        ".md",
        ".json",
        ".jsonl",
        ".toml",
        ".yaml",
        ".yml",
        ".txt",
        ".env",
        ".py",
        ".cs",
        ".xml",
        ".lock",
        ".db",
    ];

    // Types of journal entries and sections of tools' own files look like codes.
    private static readonly string[] NoCodes =
    [
        "config.worktree",
        "workspace.lints",
        "documents.add",
        "setup.cfg",
        "tests.failing",
        "tests.passing",
        "tests.skipped",
        "tests.total",
        "run.started",
        "setup.finished",
        "baseline.finished",
        "task.reopened",
        "task.started",
        "turn.requested",
        "turn.received",
        "command.started",
        "change.reverted",
        "deviation.noted",
        "conversation.compacted",
        "provider.waiting",
        "gate.finished",
        "iteration.finished",
        "report.submitted",
        "report.verified",
        "review.requested",
        "review.received",
        "escalation.raised",
        "escalation.answered",
        "effect.intended",
        "effect.finished",
        "commit.created",
        "task.completed",
        "task.failed",
        "task.skipped",
        "limit.reached",
        "run.waiting",
        "run.resumed",
        "run.finished",
    ];

    [Fact]
    public void The_published_schema_is_what_the_reader_accepts() => Compare("docs/config.schema.json", ConfigurationSchema.Text());

    [Fact]
    public void The_schema_is_valid_JSON_and_knows_every_key()
    {
        using var schema = JsonDocument.Parse(ConfigurationSchema.Text());

        Assert.Equal(
            "model aliases fallback prices windows agents documents exec setup share services network gates scope env secrets mcp limits review pipeline proof agree known owed ignore_rules commit application notify",
            string.Join(' ', schema.RootElement.GetProperty("properties").EnumerateObject().Select(property => property.Name))
        );
    }

    [Fact]
    public void The_page_on_configuration_names_every_key_and_its_example_holds()
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs/configuration.md"));
        var example = page.Split("```yaml\n")[1].Split("```")[0];
        using var schema = JsonDocument.Parse(ConfigurationSchema.Text());

        Assert.All(
            schema.RootElement.GetProperty("properties").EnumerateObject(),
            key => Assert.Contains($"| `{key.Name}` |", page, StringComparison.Ordinal)
        );
        Assert.Equal([], ConfigurationText.Read(Encoding.UTF8.GetBytes(example)).Problems);
    }

    [Fact]
    public void The_published_list_of_codes_is_the_one_that_explain_shows() => Compare("docs/errors.md", ErrorCatalog.Markdown());

    [Fact]
    public void The_list_of_codes_is_sorted_and_has_no_code_twice()
    {
        var codes = ErrorCatalog.All.Select(known => known.Code).ToList();

        Assert.Equal(codes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), codes);
    }

    [Fact]
    public void Every_code_in_the_source_is_on_the_list_and_every_listed_code_is_used()
    {
        var areas = ErrorCatalog.All.Select(known => known.Code.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (
            var (path, text) in SourceTree.Code("src").Where(file => !file.Path.EndsWith("/ErrorCatalog.cs", StringComparison.Ordinal))
        )
        {
            used.UnionWith(NewProblem().Matches(text).Select(match => match.Groups[1].Value));
            used.UnionWith(
                CodeLiteral()
                    .Matches(text)
                    .Select(match => match.Groups[1].Value)
                    .Where(code => areas.Contains(code.Split('.')[0]) && IsCode(code))
            );
        }

        var listed = ErrorCatalog.All.Select(known => known.Code).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], used.Except(listed, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal([], listed.Except(used, StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    /// <summary>Tables of pyproject.toml look like codes of tools; only those on the list are some.</summary>
    private static bool IsCode(string literal) =>
        !NoCodes.Contains(literal, StringComparer.Ordinal)
        && (!literal.StartsWith("tool.", StringComparison.Ordinal) || ErrorCatalog.All.Any(known => known.Code == literal))
        && !FileEndings.Any(ending => literal.EndsWith(ending, StringComparison.Ordinal));

    private static void Compare(string path, string expected)
    {
        var file = Path.Combine(SourceTree.Root, path);
        if (Environment.GetEnvironmentVariable("ASHLAR_WRITE_DOCS") is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
    }

    [GeneratedRegex("new Problem\\(\\s*\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex NewProblem();

    [GeneratedRegex("\"([a-z]+(?:-[a-z]+)*\\.[a-z]+(?:-[a-z0-9]+)*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex CodeLiteral();
}
