using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Ashlar.Core.Settings;

/// <summary>A YAML document as a tree that knows its places and keeps duplicate keys, so that all problems can be reported together.</summary>
internal abstract record YamlTree(int Line, int Column)
{
    /// <summary>A scalar; <paramref name="Plain"/> when it is written without quotes.</summary>
    internal sealed record Scalar(string Value, bool Plain, int Line, int Column) : YamlTree(Line, Column)
    {
        public bool IsNull => Plain && Value is "" or "~" or "null";
    }

    /// <summary>A list.</summary>
    internal sealed record List(IReadOnlyList<YamlTree> Items, int Line, int Column) : YamlTree(Line, Column);

    /// <summary>A map; keys may repeat.</summary>
    internal sealed record Map(IReadOnlyList<(Scalar Key, YamlTree Value)> Entries, int Line, int Column) : YamlTree(Line, Column);

    /// <summary>Parses one document.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="path">For problems.</param>
    /// <returns>The tree, null for an empty document; or the one problem that stopped the parser.</returns>
    public static (YamlTree? Tree, Problem? Problem) Parse(string text, string path)
    {
        try
        {
            var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                return (null, null);
            }

            parser.Consume<DocumentStart>();
            var tree = Node(parser, depth: 0);
            parser.Consume<DocumentEnd>();
            return parser.Accept<DocumentStart>(out var second)
                ? (null, Syntax("The file holds more than one YAML document", path, second.Start))
                : (tree, null);
        }
        catch (YamlException exception)
        {
            return (null, Syntax($"This is not valid YAML: {exception.Message.TrimEnd('.')}", path, exception.Start));
        }
    }

    private static YamlTree Node(Parser parser, int depth)
    {
        if (depth > 20)
        {
            throw new SemanticErrorException(parser.Current!.Start, parser.Current.End, "nested deeper than 20 levels");
        }

        if (parser.TryConsume<YamlDotNet.Core.Events.Scalar>(out var scalar))
        {
            return new Scalar(scalar.Value, scalar.Style == ScalarStyle.Plain, (int)scalar.Start.Line, (int)scalar.Start.Column);
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = new List<YamlTree>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Node(parser, depth + 1));
            }

            return new List(items, (int)sequence.Start.Line, (int)sequence.Start.Column);
        }

        if (parser.TryConsume<MappingStart>(out var mapping))
        {
            var entries = new List<(Scalar, YamlTree)>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var start = parser.Current!;
                if (Node(parser, depth + 1) is not Scalar key)
                {
                    throw new SemanticErrorException(start.Start, start.End, "a key must be a word");
                }

                entries.Add((key, Node(parser, depth + 1)));
            }

            return new Map(entries, (int)mapping.Start.Line, (int)mapping.Start.Column);
        }

        var current = parser.Current!;
        throw new SemanticErrorException(current.Start, current.End, "anchors and aliases are not used here; write the value out");
    }

    private static Problem Syntax(string message, string path, Mark start) =>
        new("config.syntax", message)
        {
            Path = path,
            Line = (int)start.Line,
            Column = (int)start.Column,
            Remedy = "Correct the file at this place; `ashlar explain config.syntax` shows the usual causes",
        };
}
