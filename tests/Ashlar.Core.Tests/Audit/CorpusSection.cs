namespace Ashlar.Core.Tests.Audit;

/// <summary>A section of a corpus file: keys, then steps.</summary>
internal sealed class CorpusSection(string name)
{
    private static readonly string[] Verbs = ["create", "append", "change", "delete", "move", "work"];

    private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);
    private readonly List<CorpusStep> steps = [];
    private string? last;

    public string Name { get; } = name;

    public IReadOnlyList<CorpusStep> Steps => steps;

    public string? Key(string key) => keys.GetValueOrDefault(key);

    /// <summary>Takes over a line of the file.</summary>
    public void Add(string line)
    {
        var verb = line.Split(' ')[0];
        if (Verbs.Contains(verb, StringComparer.Ordinal))
        {
            steps.Add(new CorpusStep(Name, verb, line[verb.Length..].Trim()));
        }
        else if (steps.Count > 0)
        {
            steps[^1].Lines.Add(line);
        }
        else if (line.StartsWith(' '))
        {
            keys[last!] += "\n" + line;
        }
        else if (line.Split(": ", 2) is [var key, var value])
        {
            last = key;
            keys[key] = value;
        }
    }
}
