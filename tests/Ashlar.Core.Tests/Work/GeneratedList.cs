using System.Text;

namespace Ashlar.Core.Tests.Work;

/// <summary>Makes lists of all the forms that the reader knows, from a seed.</summary>
internal static class GeneratedList
{
    private static readonly string[] Marks = ["-", "*", "+"];
    private static readonly string[] Boxes = [" ", " ", " ", "x", "X", "~"];
    private static readonly string[] Titles =
    [
        "Write tests",
        "配置を読む",
        "Fix `a[0]`",
        "Add é [link](x.md)",
        "Do it  ",
        "Run **all** tests",
    ];
    private static readonly string[] Noise =
    [
        "",
        "Some text",
        "  - a note",
        "```\n- [ ] fenced\n```",
        "<!-- - [ ] hidden -->",
        "**Goal**: work",
        "> quote",
    ];

    public static string Make(Random random)
    {
        var end = random.Next(3) switch
        {
            0 => "\n",
            1 => "\r\n",
            _ => "mixed",
        };
        var text = new StringBuilder(random.Next(4) == 0 ? "\uFEFF" : "");
        var numbered = random.Next(2) == 0;
        for (var i = 1; i <= random.Next(1, 8); i++)
        {
            if (random.Next(3) == 0)
            {
                Line(text, $"## Part {(char)('A' + i)}", end, random);
            }

            Box(text, 0, numbered ? $"{i}. " : "", end, random);
            for (var j = 1; j <= random.Next(4); j++)
            {
                Box(text, 2, numbered ? $"{i}.{j} " : "", end, random);
                if (random.Next(4) == 0)
                {
                    Box(text, 6, numbered ? $"{i}.{j}.1 " : "", end, random);
                }
            }

            Line(text, Noise[random.Next(Noise.Length)], end, random);
        }

        return random.Next(3) == 0 ? text.ToString().TrimEnd('\r', '\n') : text.ToString();
    }

    private static void Box(StringBuilder text, int indent, string id, string end, Random random)
    {
        var optional = random.Next(8) == 0 ? "*" : "";
        var title = Titles[random.Next(Titles.Length)];
        Line(
            text,
            $"{new string(' ', indent)}{Marks[random.Next(3)]} [{Boxes[random.Next(Boxes.Length)]}]{optional} {id}{title}",
            end,
            random
        );
    }

    private static void Line(StringBuilder text, string line, string end, Random random) =>
        text.Append(line).Append(end == "mixed" ? (random.Next(2) == 0 ? "\n" : "\r\n") : end);
}
