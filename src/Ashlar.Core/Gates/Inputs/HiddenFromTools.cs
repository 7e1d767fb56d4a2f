using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>
/// <c>.gitignore</c>: git continues committing what it has, while formatters, linters and searches pass over whatever is ignored. So a line
/// that hides code of the repository takes it from its judges.
/// </summary>
internal static class HiddenFromTools
{
    private const int Named = 3;

    /// <summary>The findings for a change of such files.</summary>
    /// <param name="change">The task's change.</param>
    /// <param name="allowance">What the written task allows.</param>
    /// <param name="files">The files of the tree that is judged.</param>
    public static async Task<IReadOnlyList<Finding>> AddedAsync(
        IReadOnlyList<ChangedFile> change,
        Integrity.IntegrityAllowance allowance,
        TreeFiles files
    )
    {
        var changed = change.Where(file => IsRules(file.Path) && file.After is not null && !allowance.NamesFile(file.Path)).ToList();
        if (changed.Count == 0)
        {
            return [];
        }

        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var path in files.Paths.Where(IsRules))
        {
            texts[path] = await files.TextAsync(path).ConfigureAwait(false);
        }

        var now = new IgnoreRules(folder => texts.GetValueOrDefault(Join(folder)));
        var code = files
            .Paths.Where(path =>
                (TestPaths.IsCode(path) || StackCatalog.All.IsTest(path)) && !IgnoreRules.IsCache(path) && now.Ignores(path)
            )
            .ToList();
        var findings = new List<Finding>();
        foreach (var file in changed)
        {
            var without = new IgnoreRules(folder => Join(folder) == file.Path ? file.Before : texts.GetValueOrDefault(Join(folder)));
            var hidden = code.Where(path => !without.Ignores(path)).Order(StringComparer.Ordinal).ToList();
            if (hidden.Count > 0)
            {
                var names = string.Join(", ", hidden.Take(Named).Select(ShownText.Name)) + (hidden.Count > Named ? ", …" : "");
                findings.Add(
                    new Finding(
                        $"judge:{file.Path}:hides",
                        $"{file.Path}  hides files that are in the repository from tools that read it: {names}. Take the line out. If the task really requires it, Escalate (question)."
                    )
                    {
                        Path = file.Path,
                        Rule = "judge-input",
                    }
                );
            }
        }

        return findings;
    }

    private static bool IsRules(string path) => JudgingTools.Name(path) == ".gitignore";

    private static string Join(string folder) => folder.Length == 0 ? ".gitignore" : $"{folder}/.gitignore";
}
