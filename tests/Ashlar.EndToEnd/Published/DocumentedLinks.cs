using System.Text.RegularExpressions;
using Xunit;

namespace Ashlar.EndToEnd.Published;

/// <summary>Links between pages lead somewhere, and each page can be reached.</summary>
public sealed partial class DocumentedLinks
{
    [Fact]
    public void Every_link_within_the_repository_leads_to_a_file_and_a_heading()
    {
        var broken = PublishedPage
            .All()
            .SelectMany(page => Links(page).Where(link => !Leads(link)).Select(link => $"{page}: {link.Path}#{link.Heading}"));

        PublishedPage.None(broken);
    }

    [Fact]
    public void Every_page_can_be_reached_from_the_readme()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { "README.md" };
        var next = new Queue<string>(reached);
        while (next.TryDequeue(out var page))
        {
            foreach (
                var (path, _) in Links(page).Where(link => link.Path.EndsWith(".md", StringComparison.Ordinal) && reached.Add(link.Path))
            )
            {
                next.Enqueue(path);
            }
        }

        var lonely = PublishedPage.All().Where(page => !page.StartsWith("docs/decisions/", StringComparison.Ordinal)).Except(reached);
        PublishedPage.None(lonely);
    }

    [Theory]
    [InlineData("docs/no-such-page.md", "")]
    [InlineData("docs/proof.md", "no-such-heading")]
    public void One_that_leads_nowhere_would_be_seen(string path, string heading) => Assert.False(Leads((path, heading)));

    private static IEnumerable<(string Path, string Heading)> Links(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine("/", page))!;
        return Link()
            .Matches(Fence().Replace(PublishedPage.Read(page), ""))
            .Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal))
            .Select(target => target.Split('#'))
            .Select(parts =>
                (
                    parts[0].Length == 0 ? page : Path.GetRelativePath("/", Path.GetFullPath(parts[0], folder)),
                    parts.Length > 1 ? parts[1] : ""
                )
            );
    }

    private static bool Leads((string Path, string Heading) link)
    {
        var path = Path.Combine(PublishedPage.Root, link.Path);
        return (File.Exists(path) && (link.Heading.Length == 0 || Headings(File.ReadAllText(path)).Contains(link.Heading)))
            || (Directory.Exists(path) && link.Heading.Length == 0);
    }

    private static IEnumerable<string> Headings(string text) =>
        Heading()
            .Matches(Fence().Replace(text, ""))
            .Select(match => NoAnchor().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]", RegexOptions.CultureInvariant)]
    private static partial Regex NoAnchor();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Fence();
}
