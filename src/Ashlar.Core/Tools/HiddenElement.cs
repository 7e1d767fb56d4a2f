using System.Globalization;
using AngleSharp.Dom;

namespace Ashlar.Core.Tools;

/// <summary>
/// Whether a person would not see an element of a web page: by its attributes and its own style. What a style sheet or a script hides is not
/// known.
/// </summary>
internal static class HiddenElement
{
    private static readonly string[] Classes = ["sr-only", "visually-hidden", "screen-reader-text", "d-none", "invisible"];

    /// <summary>Whether it is hidden with all in it.</summary>
    public static bool Is(IElement element) =>
        element.HasAttribute("hidden")
        || string.Equals(element.GetAttribute("aria-hidden"), "true", StringComparison.OrdinalIgnoreCase)
        || string.Equals(element.GetAttribute("type"), "hidden", StringComparison.OrdinalIgnoreCase)
        || Classes.Any(element.ClassList.Contains)
        || IsFaint(element.GetAttribute("color"), element.GetAttribute("bgcolor"))
        || HidesBy(element.GetAttribute("style"));

    private static bool HidesBy(string? style)
    {
        if (string.IsNullOrEmpty(style))
        {
            return false;
        }

        var rules = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var rule in style.ToLowerInvariant().Split(';'))
        {
            var colon = rule.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                rules[rule[..colon].Trim()] = rule[(colon + 1)..].Replace("!important", "", StringComparison.Ordinal).Trim();
            }
        }

        return rules.Any(rule => Hides(rule.Key, rule.Value))
            || IsFaint(
                rules.GetValueOrDefault("color"),
                rules.GetValueOrDefault("background-color") ?? rules.GetValueOrDefault("background")
            );
    }

    private static bool Hides(string name, string value) =>
        name switch
        {
            "display" => value is "none",
            "visibility" => value is "hidden" or "collapse",
            "opacity" => Amount(value) is < 0.1,
            "font-size" => Amount(value) is < 3 && !value.EndsWith("em", StringComparison.Ordinal) || Amount(value) is < 0.2,
            "height" or "width" or "max-height" or "max-width" => Amount(value) is < 2 && !value.EndsWith("em", StringComparison.Ordinal),
            "clip" => value.StartsWith("rect(", StringComparison.Ordinal)
                && value[5..].All(letter => letter is ' ' or '0' or '1' or 'p' or 'x' or ',' or ')'),
            "clip-path" => value.Contains("inset(50%", StringComparison.Ordinal) || value.Contains("inset(100%", StringComparison.Ordinal),
            "text-indent" or "left" or "top" or "right" or "margin-left" or "margin-top" => Amount(value) is < -200,
            "transform" => value.Replace(" ", "", StringComparison.Ordinal).Contains("scale(0)", StringComparison.Ordinal),
            "color" or "-webkit-text-fill-color" => value is "transparent",
            _ => false,
        };

    /// <summary>Writing in the colour of its ground; without a ground, white is taken for that of the page.</summary>
    private static bool IsFaint(string? ink, string? ground) =>
        ink is not null && (Colour(ink) == "transparent" || Colour(ink) == Colour(ground ?? "white"));

    private static string Colour(string written) =>
        written.Trim().ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal) switch
        {
            "#fff" or "#ffffff" or "#fffffe" or "#fefefe" or "rgb(255,255,255)" or "rgba(255,255,255,1)" => "white",
            "#000" or "#000000" or "rgb(0,0,0)" => "black",
            var other => other.EndsWith(",0)", StringComparison.Ordinal) ? "transparent" : other,
        };

    private static double? Amount(string value)
    {
        var end = 0;
        while (end < value.Length && (char.IsAsciiDigit(value[end]) || value[end] is '.' or '-'))
        {
            end++;
        }

        return double.TryParse(value.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount : null;
    }
}
