using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Ashlar.Core.Agents;

/// <summary>A YAML value, read from parser events: no reflection, no conversion, duplicate keys kept.</summary>
/// <param name="Line">Its line in the text that was parsed, from 1.</param>
internal sealed record YamlValue(int Line)
{
    private const int DeepestNesting = 24;

    /// <summary>The text of a scalar; null for lists, maps and the empty value.</summary>
    public string? Text { get; init; }

    /// <summary>The entries of a list.</summary>
    public IReadOnlyList<YamlValue>? List { get; init; }

    /// <summary>The entries of a map in their order; a key may stand twice.</summary>
    public IReadOnlyList<(string Key, int Line, YamlValue Value)>? Map { get; init; }

    /// <summary>Whether nothing is there: an empty plain scalar, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => Text is null && List is null && Map is null;

    /// <summary>The value of a key of a map, or null.</summary>
    public YamlValue? this[string key]
    {
        get
        {
            var entry = Map?.FirstOrDefault(item => item.Key == key);
            return entry?.Value;
        }
    }

    /// <summary>Reads one document whose root is a map.</summary>
    /// <exception cref="YamlException">It is not valid YAML, holds more than one document, an alias, or is nested too deeply.</exception>
    public static YamlValue Read(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            return new YamlValue(1) { Map = [] };
        }

        parser.Consume<DocumentStart>();
        var value = ReadValue(parser, 0);
        parser.Consume<DocumentEnd>();
        parser.Consume<StreamEnd>();
        return value;
    }

    private static YamlValue ReadValue(Parser parser, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new YamlException("Nested too deeply.");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            var isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
            return new YamlValue((int)scalar.Start.Line) { Text = isNull && scalar.Style == ScalarStyle.Plain ? null : scalar.Value };
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = new List<YamlValue>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadValue(parser, depth + 1));
            }

            return new YamlValue((int)sequence.Start.Line) { List = items };
        }

        var map = parser.Consume<MappingStart>();
        var entries = new List<(string, int, YamlValue)>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            entries.Add((key.Value, (int)key.Start.Line, ReadValue(parser, depth + 1)));
        }

        return new YamlValue((int)map.Start.Line) { Map = entries };
    }
}
