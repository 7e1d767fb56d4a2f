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

    /// <summary>The gates in the order in which they are named.</summary>
    public IReadOnlyList<GateSetting> Gates => gates;

    /// <summary>Reads one block.</summary>
    public void Read(ProseBlock block)
    {
        var inSection = block.Headings.Any(heading => Section().IsIn(heading));
        var isReference = block.Headings.Any(heading => Reference().IsIn(heading));
        if (isReference)
        {
            return;
        }

        if (block.Fence is { } language)
        {
            if (inSection && language is "" or "bash" or "sh" or "shell" or "console")
            {
                Add(block.Text.Trim().TrimStart('$', ' '), block.Line);
            }

            return;
        }

        if (inSection || Step().IsIn(block.Text))
        {
            foreach (Match code in Code().AllIn(block.Text))
            {
                Add(code.Groups[1].Value.Trim(), block.Line + block.Text.AsSpan(0, code.Index).Count('\n'));
            }
        }
    }

    private void Add(string command, int line)
    {
        if (GateCommandProse.Read(command) is not { } gate || gates.Exists(known => known.Run == gate.Run))
        {
            return;
        }

        var name = gate.Name;
        for (var number = 2; gates.Exists(known => known.Name == name); number++)
        {
            name = $"{gate.Name}-{number}";
        }

        gates.Add(new GateSetting(name, gate.Run) { SourcePath = path, SourceLine = line });
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

    [GeneratedRegex("`([^`\n]{2,300})`", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Code();
}
