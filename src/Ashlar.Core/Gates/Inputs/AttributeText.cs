using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Inputs;

/// <summary><c>.gitattributes</c>: what makes a checkout hold something else than people see in a diff.</summary>
internal static class AttributeText
{
    /// <summary>The findings for lines that a change adds.</summary>
    public static IEnumerable<Finding> Added(IReadOnlyList<ChangedFile> change, Integrity.IntegrityAllowance allowance)
    {
        foreach (
            var file in change.Where(file =>
                JudgingTools.Name(file.Path) == ".gitattributes" && file.After is not null && !allowance.NamesFile(file.Path)
            )
        )
        {
            var lines = ChangedFile.Lines(file.After);
            foreach (var number in file.AddedLines())
            {
                var words = lines[number - 1].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
                if (words.Length > 1 && words[0][0] != '#' && words.Skip(1).FirstOrDefault(Converts) is { } what)
                {
                    yield return new Finding(
                        $"judge:{file.Path}:{what}",
                        $"{file.Path}:{number}  `{what}` makes a checkout hold something else than a diff shows"
                    )
                    {
                        Path = file.Path,
                        Line = number,
                        Rule = "judge-input",
                        Way = WayOut.Justify,
                    };
                }
            }
        }
    }

    private static bool Converts(string word)
    {
        var name = word.TrimStart('-', '!').Split('=')[0];
        return name is "working-tree-encoding" or "ident" || (name == "filter" && word is not ("filter=lfs" or "-filter" or "!filter"));
    }
}
