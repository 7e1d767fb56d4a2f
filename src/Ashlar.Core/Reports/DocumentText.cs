using System.Text;

namespace Ashlar.Core.Reports;

/// <summary>Builds a document of headings, labelled values, lists and code, as plain text or as Markdown.</summary>
/// <param name="markdown">Whether it is Markdown; else plain text.</param>
internal sealed class DocumentText(bool markdown)
{
    private readonly StringBuilder text = new();

    /// <summary>The document's first line.</summary>
    public void Title(string title) => text.Append(markdown ? "## " : "").Append(Line(title)).Append('\n');

    /// <summary>A part's heading.</summary>
    public void Part(string heading) =>
        text.Append('\n').Append(markdown ? $"### {Line(heading)}" : $"--- {Line(heading)} ---").Append('\n');

    /// <summary>A label and its value on one line; the value's further lines follow indented.</summary>
    public void Field(string label, string value)
    {
        var lines = LineText.Lines(ShownText.Clean(value).Trim());
        text.Append('\n').Append(Label(label)).Append(' ').Append(lines[0]).Append('\n');
        foreach (var line in lines.Skip(1))
        {
            text.Append("  ").Append(line).Append('\n');
        }
    }

    /// <summary>A label and a list under it; nothing at all for an empty list.</summary>
    public void List(string label, IEnumerable<string> items, bool numbered = false)
    {
        var number = 0;
        foreach (var item in items)
        {
            if (number++ == 0)
            {
                text.Append('\n').Append(Label(label)).Append('\n').Append(markdown ? "\n" : "");
            }

            text.Append(numbered ? $"{number}. " : "- ").Append(Indented(item)).Append('\n');
        }
    }

    /// <summary>A label and code under it.</summary>
    public void Code(string label, string code)
    {
        var clean = ShownText.Clean(code).Trim('\n', '\r');
        var fence = "```";
        while (clean.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        text.Append('\n').Append(Label(label)).Append('\n').Append(markdown ? "\n" : "");
        text.Append(fence).Append('\n').Append(clean).Append('\n').Append(fence).Append('\n');
    }

    /// <summary>The document, ending in one line feed.</summary>
    public override string ToString() => text.ToString();

    private static string Line(string value) => ShownText.Line(value);

    private static string Indented(string value) => string.Join("\n  ", LineText.Lines(ShownText.Clean(value).Trim()));

    private string Label(string label) => markdown ? $"**{Line(label)}:**" : $"{Line(label)}:";
}
