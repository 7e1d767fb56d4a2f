using Ashlar.Core.Reports;
using Ashlar.Core.Reviews;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.Reviewing;

/// <summary>Asks the built-in tech lead, with fresh eyes and without files, whether an author may keep what it wants to keep.</summary>
/// <param name="readers">Who reads, and where.</param>
/// <param name="site">Where the author works.</param>
internal sealed class AgreementTalk(Readers readers, TaskSite site)
{
    /// <summary>What the built-in tech lead is called.</summary>
    public const string TechLead = "tech-lead";

    private const int MostObjections = 2;

    /// <summary>Asks.</summary>
    public async Task<TalkEnd<ReviewVerdict>> AskAsync(
        string name,
        Verdict verdict,
        HeldPoints held,
        IReadOnlyList<(string Key, string Words)> needing,
        CancellationToken cancellationToken
    )
    {
        var agent = site.Crew.Author with { Definition = site.Crew.Author.Definition with { Name = TechLead } };
        var room = readers.Room(agent).OpenEmpty(new ReviewTool());
        var files = held.Declared.SelectMany(row => row.Files).Concat(held.Explained.Select(row => row.Path).OfType<string>());
        var change = await readers
            .ChangeAsync(site.Base, verdict.Tree, files.ToHashSet(StringComparer.Ordinal), cancellationToken)
            .ConfigureAwait(false);
        var briefing = new AgreementBriefing(Words(), [.. needing.Select(point => point.Words)], change.Text);
        var request = new TalkRequest<ReviewVerdict>(name, AgreementPrompt.System, ReviewTool.Name, ReviewInput.Read)
        {
            ReadText = ReviewText.Parse,
            Objection = (said, _) => said.Contradiction,
            WithoutCall = _ =>
                "Your turn ended without a verdict. Nobody reads plain text here: give it with Review, approve or request_changes.",
            Objections = MostObjections,
        };
        return await readers.Talk(agent).RunAsync(request, room, AgreementPrompt.First(briefing), cancellationToken).ConfigureAwait(false);
    }

    private string Words()
    {
        List<string> words =
            site.Item.Text.Trim() == site.Item.Title.Trim() ? [site.Item.Title] : [site.Item.Title, site.Item.Text.TrimEnd()];
        return string.Join(
            '\n',
            words.Concat(site.Item.Acceptance.Where(criterion => !site.Item.Text.Contains(criterion, StringComparison.Ordinal)))
        );
    }
}
