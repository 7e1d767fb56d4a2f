using System.Text;

namespace Ashlar.Core.Work;

/// <summary>Finds acceptance criteria in a text that is not a task list.</summary>
internal static class AcceptanceText
{
    /// <summary>The bullets and boxes under an acceptance heading or label, without their list marks.</summary>
    public static IReadOnlyList<string> Find(string text)
    {
        var source = SourceLines.Split(Encoding.UTF8.GetBytes(text));
        var criteria = new List<string>();
        var inside = false;
        for (var i = 0; i < source.Count; i++)
        {
            var line = source[i];
            if (line.Hidden || line.Blank)
            {
                continue;
            }

            if (HeadingLine.Parse(line.Text) is { } heading)
            {
                inside = CriteriaTitle.IsAcceptance(heading.Title);
            }
            else if (LabelLine.Parse(line.Text) is { } label && !(inside && BoxLine.IsListItem(line.Text)))
            {
                inside = CriteriaTitle.IsAcceptance(label.Name);
                if (inside && label.Value.Length > 0)
                {
                    criteria.Add(label.Value);
                }
            }
            else if ((inside && BoxLine.IsListItem(line.Text)) || CriteriaTitle.IsCounted(BoxLine.SkipListMarker(line.Text).ToString()))
            {
                criteria.Add(BoxLine.Parse(line.Text) is { } box ? box.Rest.Trim() : BoxLine.SkipListMarker(line.Text).ToString().Trim());
            }
        }

        return criteria;
    }
}
