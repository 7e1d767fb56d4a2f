using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ashlar.Core.Stacks.Files;

/// <summary>YAML files of a repository, as a tree.</summary>
internal static class YamlText
{
    /// <summary>The first document; null for a text that is not YAML, is empty or too deep.</summary>
    public static YamlNode? Root(string text)
    {
        try
        {
            if (IsTooDeep(text))
            {
                return null;
            }

            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents.Count == 0 ? null : yaml.Documents[0].RootNode;
        }
        catch (YamlException)
        {
            return null;
        }
    }

    /// <summary>The value of a key; null for none.</summary>
    public static YamlNode? Child(YamlNode? node, string name) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;

    /// <summary>The values of a mapping.</summary>
    public static IEnumerable<YamlNode> Children(YamlNode? node) => node is YamlMappingNode map ? map.Children.Values : [];

    /// <summary>The entries of a list.</summary>
    public static IEnumerable<YamlNode> Entries(YamlNode? node) => node is YamlSequenceNode list ? list.Children : [];

    /// <summary>The text of a scalar; null for anything else.</summary>
    public static string? Text(YamlNode? node) => (node as YamlScalarNode)?.Value;

    /// <summary>The document model is built recursively; a hostile file must not exhaust the stack.</summary>
    private static bool IsTooDeep(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current?.NestingIncrease ?? 0;
            if (depth > 60)
            {
                return true;
            }
        }

        return false;
    }
}
