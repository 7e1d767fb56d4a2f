using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ashlar.Core;

namespace Ashlar.Providers.Shapes;

/// <summary>What of a request a refusal names: a place that stands apart in it, or a name in its words that the request really held.</summary>
internal sealed class NamedPlaces
{
    // A server may miss these although they were not sent, or know them by their other name.
    private static readonly string[] counterparts = ["max_tokens", "max_completion_tokens", "name", "content"];

    private readonly Refusal refusal;
    private readonly HashSet<string> sent;

    /// <summary>Looks at both.</summary>
    public NamedPlaces(Refusal refusal, JsonObject body)
    {
        this.refusal = refusal;
        sent = new HashSet<string>(
            RequestPlaces.Objects(body).SelectMany(place => place.Select(entry => entry.Key)),
            StringComparer.Ordinal
        );
        sent.UnionWith(counterparts);
        Message = Indices().FirstOrDefault();
    }

    /// <summary>The index of the message that is named, or null.</summary>
    public int? Message { get; }

    /// <summary>Names at places that stand apart: the last step of each that the request held.</summary>
    public IEnumerable<string> Apart()
    {
        foreach (var place in refusal.Places)
        {
            if (place.Split('.').LastOrDefault(sent.Contains) is { } name)
            {
                yield return name;
            }
        }
    }

    /// <summary>All names, surest first.</summary>
    public IEnumerable<string> All() => Apart().Concat(InWords()).Distinct(StringComparer.Ordinal);

    /// <summary>A name of several words is one wherever it stands; a plain word only in quotes or as a step of a path.</summary>
    private IEnumerable<string> InWords()
    {
        var found = new List<(int At, string Name)>();
        foreach (var name in sent)
        {
            var word = Regex.Escape(name);
            var pattern = IsPlain(name)
                ? $@"(?<=['""`‘“])(?:[\w\[\]./]*[\].])?{word}(?=['""`’”])|(?<=\w\]?[.]){word}(?=[\s:'"",)\]]|$)"
                : $@"(?<![\w-]){word}(?![\w-])";
            if (BoundedPattern.Of(pattern).FirstIn(refusal.Words) is { Success: true } match)
            {
                found.Add((match.Index + match.Length, name));
            }
        }

        // Of "tools[0].function.strict" the last step is meant, which ends last.
        return found.OrderBy(one => Path(one.At)).ThenByDescending(one => one.At).Select(one => one.Name);
    }

    /// <summary>Where the path begins that ends at an index: names of one path are told apart by their end alone.</summary>
    private int Path(int end)
    {
        var at = Math.Min(end, refusal.Words.Length) - 1;
        while (at > 0 && !char.IsWhiteSpace(refusal.Words[at - 1]))
        {
            at--;
        }

        return at;
    }

    private IEnumerable<int?> Indices()
    {
        foreach (var text in refusal.Places.Append(refusal.Words))
        {
            var match = MessageIndex.FirstIn(text);
            if (match.Success && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                yield return index;
            }
        }
    }

    private static bool IsPlain(string name) => name.All(char.IsAsciiLetterLower);

    private static readonly Regex MessageIndex = BoundedPattern.Of(
        @"\bmessages\b(?:[^\w\s]|java\.util\.\w+|Vec|\s*\[\s*){1,12}(\d{1,6})\b"
    );
}
