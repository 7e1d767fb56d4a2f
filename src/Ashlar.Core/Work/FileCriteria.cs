using System.Globalization;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>Criteria of a file as a whole: those that tasks refer to, as in <c>(AC: 1, 3)</c>, go to the last of these tasks.</summary>
internal static partial class FileCriteria
{
    /// <summary>Gives tasks the criteria that they refer to, and all to an only task; returns what is left.</summary>
    public static IReadOnlyList<string> Place(DraftList list)
    {
        var left = list.Acceptance.Select((text, index) => (Text: text, Number: index + 1)).ToList();
        if (left.Count == 0)
        {
            return [];
        }

        if (list.Items.Where(item => item.IsUnit).Take(2).ToList() is [var only])
        {
            only.Acceptance.AddRange(list.Acceptance);
            return [];
        }

        var owners = new Dictionary<int, TaskDraft>();
        foreach (var item in list.Items)
        {
            foreach (Match reference in Reference().AllIn(item.Title))
            {
                foreach (var number in Numbers(reference.Groups[1].Value))
                {
                    owners[number] = item;
                }
            }
        }

        foreach (var (text, number) in left.Where(criterion => owners.ContainsKey(criterion.Number)).ToList())
        {
            TaskListAssembly.LastUnit(owners[number]).Acceptance.Add(text);
        }

        return [.. left.Where(criterion => !owners.ContainsKey(criterion.Number)).Select(criterion => criterion.Text)];
    }

    private static IEnumerable<int> Numbers(string text)
    {
        foreach (Match match in Range().AllIn(text))
        {
            var from = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            var to = match.Groups[2].Success ? int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : from;
            for (var number = from; number <= Math.Min(to, from + 100); number++)
            {
                yield return number;
            }
        }
    }

    [GeneratedRegex(@"[(\[]ACs?\s*[:#]?\s*((?:[\s,;&#-]|AC|and|to|\d{1,3})+)[)\]]", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"(\d{1,3})(?:\s*(?:-|to)\s*(\d{1,3}))?", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Range();
}
