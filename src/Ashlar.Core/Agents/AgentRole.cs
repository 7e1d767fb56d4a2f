using System.Text.RegularExpressions;

namespace Ashlar.Core.Agents;

/// <summary>What kind of work a definition is for, read from its name and the first words of its description.</summary>
internal static partial class AgentRole
{
    /// <summary>Whether it implements: writes product code after a task, spec or design. Reviewers, testers, planners and writers of documents do not.</summary>
    public static bool Implements(AgentDefinition agent)
    {
        var name = agent.Name.Replace('_', '-').Replace(' ', '-').ToLowerInvariant();
        if (OtherName().IsIn(name))
        {
            return false;
        }

        var lead = Lead(agent.Description);
        return ImplementerName().IsIn(name) || ImplementerName().IsIn(StemOf(agent))
            ? !LeadsElsewhere(lead) || Implementing().IsIn(lead)
            : Implementing().IsIn(lead) && !LeadsElsewhere(lead);
    }

    /// <summary>The description without its examples.</summary>
    public static string Lead(string description)
    {
        var examples = Examples().FirstIn(description);
        return examples.Success ? description[..examples.Index] : description;
    }

    /// <summary>Whether one of the first words that say what it does is another kind of work.</summary>
    private static bool LeadsElsewhere(string lead)
    {
        var words = lead.Split([' ', '\n', '\t', ',', '.', ':', '-', '/'], 16, StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words.Take(15))
        {
            if (Preamble.Contains(word.ToLowerInvariant(), StringComparer.Ordinal))
            {
                continue;
            }

            return OtherWork.Any(work => word.StartsWith(work, StringComparison.OrdinalIgnoreCase));
        }

        return false;
    }

    private static readonly string[] Preamble =
    [
        "use",
        "used",
        "this",
        "the",
        "agent",
        "proactively",
        "immediately",
        "to",
        "when",
        "for",
        "after",
        "you",
        "need",
        "user",
        "wants",
        "asks",
        "a",
        "an",
        "expert",
        "in",
        "specialist",
        "specialized",
    ];

    private static readonly string[] OtherWork =
    [
        "review",
        "verif",
        "audit",
        "test",
        "validat",
        "plan",
        "research",
        "analy",
        "design",
        "document",
        "orchestrat",
        "coordinat",
        "debug",
        "critique",
        "check",
        "inspect",
        "investigat",
    ];

    private static string StemOf(AgentDefinition agent) => DefinitionPath.StemOf(agent.Path).ToLowerInvariant();

    [GeneratedRegex(@"<example>|\bexamples?:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Examples();

    [GeneratedRegex(
        @"(^|-)(implement\w*|developer|dev|engineer|coder|programmer|builder|executor|fixer|expert|pro|specialist)(-|$)",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex ImplementerName();

    [GeneratedRegex(
        @"(^|-)(verif\w*|review\w*|test\w*|tester|qa|audit\w*|plan\w*|architect\w*|design\w*|research\w*|analy\w*|writer|doc|docs|document\w*|orchestrat\w*|coordinat\w*|lead|manager|owner|master|validat\w*|critic|shaper|initiali[sz]er|creator|explor\w*|debug\w*|checker|scout|librarian|summari\w*|devops|release\w*)(-|$)",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex OtherName();

    [GeneratedRegex(
        @"\b(implement(s|ing|ation|er|ations)?|write(s)? (\w+ ){0,3}code|writ(e|es|ing) production|build(s|ing)? (\w+ ){0,3}(feature|application|app|api|service|endpoint|component)s?|develop(s|ing|er|ment)?|engineer|coding|execut(e|es|ing) (\w+ ){0,3}tasks?|production-ready code|complet(e|es|ing) (\w+ ){0,3}tasks?|work(s|ing)? (through|off) (\w+ ){0,3}tasks?|carr(y|ies|ying) out (\w+ ){0,3}tasks?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Implementing();
}
