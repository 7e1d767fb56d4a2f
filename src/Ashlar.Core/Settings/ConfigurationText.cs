using System.Text;

namespace Ashlar.Core.Settings;

/// <summary>The configuration as a file's content.</summary>
public static class ConfigurationText
{
    /// <summary>Where the file lies, relative to the repository root.</summary>
    public const string DefaultPath = ".ashlar/config.yaml";

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="content">UTF-8, with or without BOM; empty for no file.</param>
    /// <param name="path">The file relative to the repository root, for lines and problems.</param>
    /// <returns>The configuration, and all that is wrong with it; with problems the configuration is the default.</returns>
    public static ConfigurationReading Read(ReadOnlySpan<byte> content, string path = DefaultPath)
    {
        if (content.Trim(" \r\n\t"u8).IsEmpty)
        {
            return new ConfigurationReading(Configuration.Default, []);
        }

        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Broken(new Problem("config.syntax", "The file is not UTF-8") { Path = path, Remedy = "Save it as UTF-8" });
        }

        return Parse(text, path);
    }

    /// <summary>Reads a file's bytes, for callers that cannot continue with problems.</summary>
    /// <exception cref="ProblemException">Something is wrong with it; all of it is named. Exit status 2.</exception>
    public static Configuration ReadOrThrow(ReadOnlySpan<byte> content, string path = DefaultPath)
    {
        var reading = Read(content, path);
        return reading.Problems.Count == 0 ? reading.Configuration : throw new ProblemException(reading.Problems);
    }

    // Apart from Read, so that a run without a file never loads the YAML parser.
    private static ConfigurationReading Parse(string text, string path)
    {
        var (tree, problem) = YamlTree.Parse(text, path);
        if (problem is not null)
        {
            return Broken(problem);
        }

        if (tree is null or YamlTree.Scalar { IsNull: true })
        {
            return new ConfigurationReading(Configuration.Default with { Path = path }, []);
        }

        var check = new ShapeCheck(path);
        check.Check(tree, ConfigurationShape.Root, "", "model: anthropic/claude-sonnet-4-5");
        if (check.Problems.Count > 0)
        {
            return Broken([.. check.Problems.OrderBy(found => found.Line).ThenBy(found => found.Column)]);
        }

        check.Lines.Remove("");
        var configuration = new ConfigurationTree((YamlTree.Map)tree, path).Configuration() with { Lines = check.Lines };
        var twice = TwiceNamedGates(configuration, path);
        return twice.Count > 0 ? Broken([.. twice]) : new ConfigurationReading(configuration, []);
    }

    private static List<Problem> TwiceNamedGates(Configuration configuration, string path) =>
        [
            .. (configuration.Gates ?? [])
                .GroupBy(gate => gate.Name, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
                .Select(group => new Problem("config.duplicate-key", $"Two gates are named `{group.Key}`")
                {
                    Path = path,
                    Line = group.Last().SourceLine,
                    Remedy = "Give each gate a name of its own",
                }),
        ];

    private static ConfigurationReading Broken(params IReadOnlyList<Problem> problems) => new(Configuration.Default, problems);
}

/// <summary>The outcome of reading a configuration file.</summary>
/// <param name="Configuration">What it says; the default where there are problems.</param>
/// <param name="Problems">All that is wrong, in file order; empty when it holds.</param>
public sealed record ConfigurationReading(Configuration Configuration, IReadOnlyList<Problem> Problems);
