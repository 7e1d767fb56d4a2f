using System.Text.RegularExpressions;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Policies;

/// <summary>Reads how a prompt wants work recorded: iteration log, commits, handoff, screenshots, escalations.</summary>
internal sealed partial class RhythmProse(string path)
{
    private readonly List<EscalationRule> escalations = [];
    private readonly List<string> sections = [];

    /// <summary>Rules for what was understood.</summary>
    public List<PolicyRule> Rules { get; } = [];

    /// <summary>When to stop and ask.</summary>
    public IReadOnlyList<EscalationRule> Escalations => escalations;

    /// <summary>Whether a log is asked for.</summary>
    public bool WantsLog { get; private set; }

    /// <summary>Where the log is wanted.</summary>
    public string? Log { get; private set; }

    /// <summary>How often to commit.</summary>
    public CommitRhythm? Commit { get; private set; }

    /// <summary>Whether work is handed over with <c>commit_and_push</c>.</summary>
    public bool Handoff { get; private set; }

    /// <summary>What a pull request is to tell besides, as titles.</summary>
    public IReadOnlyList<string> Sections => sections;

    /// <summary>Where screenshots go.</summary>
    public string? Screenshots { get; private set; }

    /// <summary>Reads one sentence.</summary>
    public void Read(Sentence sentence)
    {
        ReadLog(sentence);
        var text = sentence.Text;
        var commits = Commit is null && !NoOrderToCommit().IsIn(text);
        if (commits && CommitCycle().IsIn(text))
        {
            Commit = CommitRhythm.Iteration;
            Add("commit", "iteration", sentence);
        }
        else if (commits && CommitTask().IsIn(text))
        {
            Commit = CommitRhythm.Task;
            Add("commit", "task", sentence);
        }

        if (!Handoff && text.Contains("commit_and_push", StringComparison.Ordinal))
        {
            Handoff = true;
            Add("handoff", "commit_and_push", sentence);
        }

        if (PullRequest().FirstIn(text) is { Success: true } asked)
        {
            foreach (var topic in Topics().SplitIn(asked.Groups[1].Value).Select(topic => topic.Trim()).Where(topic => topic.Length > 2))
            {
                sections.Add(char.ToUpperInvariant(topic[0]) + topic[1..]);
                Add("pull-request", sections[^1], sentence);
            }
        }

        if (Screenshots is null && Screenshot().IsIn(text) && Sentence.PathsIn(text) is [var folder, ..])
        {
            Screenshots = folder;
            Add("evidence", folder, sentence);
        }

        if (Escalation().IsIn(text))
        {
            escalations.Add(new EscalationRule(KindOf(text), text, path, sentence.Line));
            Rules.Add(
                new PolicyRule("escalation", KindOf(text), false)
                {
                    Path = path,
                    Line = sentence.Line,
                    Words = text,
                }
            );
        }
    }

    private void ReadLog(Sentence sentence)
    {
        if (!LogWords().IsIn(sentence.Text))
        {
            return;
        }

        // Asked to read one that is there is not asked to keep one.
        if (!WantsLog && KeepsLog().IsIn(sentence.Text))
        {
            WantsLog = true;
        }

        if (
            Log is null
            && Sentence.PathsIn(sentence.Text).FirstOrDefault(item => item.EndsWith(".md", StringComparison.OrdinalIgnoreCase)) is { } file
        )
        {
            (WantsLog, Log) = (true, file);
            Add("iteration-log", file, sentence);
        }
    }

    private void Add(string kind, string value, Sentence sentence) =>
        Rules.Add(
            new PolicyRule(kind, value, true)
            {
                Path = path,
                Line = sentence.Line,
                Words = sentence.Text,
            }
        );

    private static string KindOf(string text) =>
        Interface().IsIn(text) ? "interface-deviation"
        : Contract().IsIn(text) ? "contract-deviation"
        : ScopeWords().IsIn(text) ? "scope-extension"
        : Outside().IsIn(text) ? "blocker"
        : "question";

    [GeneratedRegex(
        @"\b(?:summari[sz]e|include|note|list|describe|document|add)\s+([^;:.]{3,160}?)\s+in (?:the |each |every |your )?(?:PR|pull request)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex PullRequest();

    [GeneratedRegex(@",\s*(?:and\s+)?|\s+and\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Topics();

    [GeneratedRegex(@"\biteration[ -]log\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LogWords();

    [GeneratedRegex(
        @"\b(?:create|resume|append|add|update|maintain|keep|write|record|log)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex KeepsLog();

    [GeneratedRegex(
        @"\bcommit(?:s|ting)?\b[^.]{0,40}\b(?:after|on|at) (?:each|every)\b[^.]{0,40}\b(?:cycle|iteration|test run|gate run|green)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex CommitCycle();

    [GeneratedRegex(
        @"\bcommit(?:s|ting)?\b[^.]{0,40}\b(?:after|on|per|for) (?:each |every )?(?:completed )?task\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex CommitTask();

    // Denied, left open, or said of somebody else.
    [GeneratedRegex(
        @"(?:\b(?:not|never|avoid|without|if|unless|optional(?:ly)?|some|others?|might|could|may|instead of|rather than)\b|n['’]t\b)[^.;]*\bcommit",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex NoOrderToCommit();

    [GeneratedRegex(
        @"\b(?:store|save|put|place)\b[^.]{0,120}\bscreenshots?\b|\bscreenshots?\b[^.]{0,120}\b(?:store|save|put|place)\w*\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Screenshot();

    [GeneratedRegex(
        @"(?-i:\bSTOP\b)|\bescalat(?:e|es)\b|\bescalation(?: (?:is|to|when|if)\b|:)|\bask for clarification\b|\bwait for guidance\b|\brequires? human (?:approval|review)\b|\bask (?:the user|a person|a human)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Escalation();

    [GeneratedRegex(@"\binterfaces?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Interface();

    [GeneratedRegex(@"\bcontracts?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Contract();

    [GeneratedRegex(@"\bscope\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ScopeWords();

    [GeneratedRegex(@"\b(?:external|dependenc(?:y|ies)|blocked|blocker)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Outside();
}
