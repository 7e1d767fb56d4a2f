using System.Text.RegularExpressions;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Policies;

/// <summary>
/// Reads gate commands out of a section, or a step of a list, that says validate or verify. Command references elsewhere are for
/// reading, and no gates.
/// </summary>
internal sealed partial class GateProse(string path)
{
    private readonly List<GateSetting> gates = [];
    private readonly List<PolicyRule> unmet = [];
    private string intro = "";
    private ScriptFolder folder = new("");
    private bool isShown;

    /// <summary>The gates in the order in which they are named.</summary>
    public IReadOnlyList<GateSetting> Gates => gates;

    /// <summary>Sentences of such a section that name a tool which judges, and from which no gate was made.</summary>
    public IReadOnlyList<PolicyRule> Unmet => [.. unmet.Where(rule => !gates.Exists(gate => gate.SourceLine == rule.Line))];

    /// <summary>Reads one block.</summary>
    public void Read(ProseBlock block)
    {
        if (block.Fence is null)
        {
            (intro, folder, isShown) = (block.Text, new ScriptFolder(FolderOf(block.Text)), false);
        }

        if (block.Headings.Any(heading => Reference().IsIn(heading) || Restricted().IsIn(heading) || ProseHeading.IsVoid(heading)))
        {
            return;
        }

        var inSection = block.Headings.Any(heading => Section().IsIn(heading));
        if (block.Fence is { } language)
        {
            var isScript = inSection && language is "" or "bash" or "sh" or "shell" or "console";
            if (isScript && !SaysMore().IsIn(intro) && !Restricted().IsIn(LastOf(intro)))
            {
                ReadLine(block);
            }

            return;
        }

        var lead = block.Lead ?? "";
        if ((inSection || Step().IsIn(block.Text)) && !SaysMore().IsIn(lead) && !Restricted().IsIn(LastOf(lead)))
        {
            foreach (var sentence in Sentence.Of(block))
            {
                var words = Code().ReplaceIn(sentence.Text, "``");
                if (SaysMore().IsIn(words) || Restricted().IsIn(words) || OfOthers().IsIn(words))
                {
                    AddUnmet(sentence, "it says when, or that it is not to be run");
                }
                else
                {
                    ReadSentence(sentence);
                }
            }
        }
    }

    private void ReadSentence(Sentence sentence)
    {
        var codes = Code().AllIn(sentence.Text);
        var place = FolderIn(sentence.Text);
        var isOrder = Order().IsIn(sentence.Text);
        for (var at = 0; at < codes.Count; at++)
        {
            // "`black` or `ruff`" leaves a choice that is not Ashlar's.
            var before = at == 0 ? "" : sentence.Text[(codes[at - 1].Index + codes[at - 1].Length)..codes[at].Index];
            var behind = sentence.Text[
                (codes[at].Index + codes[at].Length)..(at + 1 < codes.Count ? codes[at + 1].Index : sentence.Text.Length)
            ];
            var command = codes[at].Groups[1].Value.Trim();
            var looked = ProseFolders.Behind(sentence.Text, codes[at].Index + codes[at].Length);
            if (Choice().IsIn(before) || Choice().IsIn(behind) || (!isOrder && !command.Contains(' ', StringComparison.Ordinal)))
            {
                AddUnmet(sentence, "it names a tool, and no command that is to be run");
                continue;
            }

            Add(
                GateCommandProse.Over(command, looked),
                new ScriptFolder(place is not "" || looked.Count != 1 ? place : Into(command, looked[0])),
                sentence.Line
            );
        }
    }

    private void AddUnmet(Sentence sentence, string why)
    {
        if (
            !unmet.Exists(known => known.Line == sentence.Line && known.Value == sentence.Text)
            && Code().AllIn(sentence.Text).Any(code => GateCommandProse.Read(code.Groups[1].Value.Trim()) is not null)
        )
        {
            unmet.Add(
                new PolicyRule("binding", sentence.Text, false)
                {
                    Path = path,
                    Line = sentence.Line,
                    Note = $"no gate: {why}",
                }
            );
        }
    }

    private string NameOf(string kind)
    {
        var name = kind;
        for (var number = 2; gates.Exists(known => known.Name == name); number++)
        {
            name = $"{kind}-{number}";
        }

        return name;
    }

    [GeneratedRegex(
        @"\b(?:validat(?:e|ion)|verif(?:y|ication)|quality (?:gates?|checks?)|self-verif\w*|gates|definition of done)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Section();

    [GeneratedRegex(
        @"\b(?:reference|examples?|cheat ?sheet|commands?$|patterns?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Reference();

    [GeneratedRegex(
        @"^\W*(?:validat(?:e|ion)|verif(?:y|ication)|quality (?:gates?|checks?))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Step();

    // An order to run it, or a demand that it passes; a report that it ran is neither.
    [GeneratedRegex(
        @"(?:^\W*|\b(?:must|should|always|then|and|to|[a-z]+:|[—–-]) )(?:re-?)?(?:run|execute|use|call|invoke)\b|\b(?:must|should|have to|has to) (?:all )?(?:pass|succeed|be (?:clean|green))\b|^\W*`[^`]+`(?:, `[^`]+`)*(?:,? and `[^`]+`)?\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Order();

    // A case, a time, an example or a prohibition: the command is not a gate of every task.
    [GeneratedRegex(
        @"\b(?:not|never|avoid|skip|needless\w*|unnecessary|refrain|forbidden|prohibited|no (?:need|reason|longer)|without|if|when|whenever|unless|in case|optional(?:ly)?|available|installed|except|nightly|before (?:a |each |every )?releas\w+|example|e\.g\.|for instance|such as|instead of|rather than|single test|one test|specific|were run|was run|fails?|failing|red|replace[sd]?|rename[sd]?)(?!\w)|n['’]t\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex SaysMore();

    [GeneratedRegex(@"^\W*(?:or|and/or|vs\.?|alternatively)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Choice();

    [GeneratedRegex(
        @"\b(?:from|in|inside|within)(?: the)? `?(?<folder>(?:[\w.-]+/)+[\w.-]*|[\w-]+(?=`? (?:folder|directory)\b))`?",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Place();

    [GeneratedRegex("`([^`\n]{2,300})`", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Code();
}
