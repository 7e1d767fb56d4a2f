using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Ashlar.Core.Tools;

/// <summary>The readable part of a web page as Markdown: headings, paragraphs, lists, links, code, tables by rows.</summary>
internal sealed class HtmlMarkdown
{
    private const int DeepestElement = 200;

    private static readonly HashSet<string> left = new(
        "SCRIPT STYLE NOSCRIPT TEMPLATE SVG NAV FOOTER IFRAME FORM BUTTON HEAD ASIDE".Split(' '),
        StringComparer.Ordinal
    );

    private readonly StringBuilder text = new();
    private readonly Uri address;
    private int hidden;

    private HtmlMarkdown(Uri address) => this.address = address;

    /// <summary>Converts a page; links become absolute by its address.</summary>
    public static string Convert(string html, Uri address)
    {
        var document = new HtmlParser().ParseDocument(html);
        var markdown = new HtmlMarkdown(address);
        if (!string.IsNullOrWhiteSpace(document.Title))
        {
            _ = markdown.text.Append("# ").Append(document.Title.Trim()).Append("\n\n");
        }

        INode? main = document.QuerySelector("main") ?? document.QuerySelector("article") ?? (INode?)document.Body;
        if (main is not null)
        {
            markdown.Children(main, 0, 0);
        }

        var note = markdown.hidden == 0 ? "" : $"\n\n({markdown.hidden} parts of the page that a person does not see are left out.)";
        return Tidy(ShownText.Visible(markdown.text.ToString())) + note;
    }

    private void Children(INode node, int depth, int list)
    {
        foreach (var child in node.ChildNodes)
        {
            Visit(child, depth + 1, list);
        }
    }

    private void Visit(INode node, int depth, int list)
    {
        if (depth > DeepestElement)
        {
            return;
        }

        if (node is IText words)
        {
            Words(words.Data);
        }
        else if (node is IElement element && !left.Contains(element.TagName))
        {
            if (HiddenElement.Is(element))
            {
                hidden++;
                return;
            }

            Element(element, depth, list);
        }
    }

    private void Element(IElement element, int depth, int list)
    {
        switch (element.TagName)
        {
            case "H1" or "H2" or "H3" or "H4" or "H5" or "H6":
                Block(() =>
                {
                    _ = text.Append('#', element.TagName[1] - '0').Append(' ');
                    Children(element, depth, list);
                });
                break;
            case "PRE":
                Block(() => text.Append("```\n").Append(SeenText(element).Trim('\n')).Append("\n```"));
                break;
            case "CODE" or "KBD" or "SAMP":
                _ = text.Append('`').Append(SeenText(element)).Append('`');
                break;
            case "BR":
                _ = text.Append('\n');
                break;
            case "UL" or "OL":
                Block(() => Children(element, depth, list + 1));
                break;
            case "LI":
                _ = text.Append('\n').Append(' ', 2 * Math.Max(0, list - 1)).Append("- ");
                Children(element, depth, list);
                break;
            case "TR":
                _ = text.Append('\n');
                Children(element, depth, list);
                break;
            case "TD" or "TH":
                _ = text.Append("| ");
                Children(element, depth, list);
                _ = text.Append(' ');
                break;
            case "A" when element is IHtmlAnchorElement anchor:
                Link(anchor, depth, list);
                break;
            case "P"
            or "DIV"
            or "SECTION"
            or "ARTICLE"
            or "BLOCKQUOTE"
            or "TABLE"
            or "DL"
            or "DT"
            or "DD"
            or "FIGURE"
            or "HEADER"
            or "MAIN":
                Block(() => Children(element, depth, list));
                break;
            default:
                Children(element, depth, list);
                break;
        }
    }

    /// <summary>The text of an element with its line ends, without what nobody sees.</summary>
    private string SeenText(INode node)
    {
        var seen = new StringBuilder();
        var open = new Stack<INode>([node]);
        while (open.TryPop(out var next))
        {
            if (next is IText words)
            {
                _ = seen.Append(words.Data);
            }
            else if (next is IElement element && next != node && (left.Contains(element.TagName) || HiddenElement.Is(element)))
            {
                hidden++;
            }
            else
            {
                foreach (var child in next.ChildNodes.Reverse())
                {
                    open.Push(child);
                }
            }
        }

        return seen.ToString();
    }

    private void Link(IHtmlAnchorElement anchor, int depth, int list)
    {
        var target = anchor.GetAttribute("href");
        if (
            string.IsNullOrWhiteSpace(target)
            || target.StartsWith('#')
            || !Uri.TryCreate(address, target, out var absolute)
            || absolute.Scheme is not ("http" or "https")
        )
        {
            Children(anchor, depth, list);
            return;
        }

        _ = text.Append('[');
        Children(anchor, depth, list);
        _ = text.Append("](").Append(absolute).Append(')');
    }

    private void Block(Action inner)
    {
        _ = text.Append("\n\n");
        inner();
        _ = text.Append("\n\n");
    }

    private void Words(string data)
    {
        var space = text.Length == 0 || char.IsWhiteSpace(text[^1]);
        foreach (var letter in data)
        {
            if (!char.IsWhiteSpace(letter))
            {
                _ = text.Append(letter);
                space = false;
            }
            else if (!space)
            {
                _ = text.Append(' ');
                space = true;
            }
        }
    }

    private static string Tidy(string markdown)
    {
        var tidy = new StringBuilder(markdown.Length);
        var empty = 2;
        foreach (var line in markdown.Split('\n'))
        {
            var trimmed = line.TrimEnd();
            empty = trimmed.Length == 0 ? empty + 1 : 0;
            if (empty < 2)
            {
                _ = tidy.Append(trimmed).Append('\n');
            }
        }

        return tidy.ToString().Trim('\n');
    }
}
