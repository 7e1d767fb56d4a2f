using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Files;
using YamlDotNet.RepresentationModel;

namespace Ashlar.Core.Stacks.Detection;

/// <summary>The values of a job's matrix by which folders are chosen. Versions, systems and options are not: each would run the same tests again.</summary>
internal static partial class WorkflowMatrix
{
    private const int RoundLimit = 50;

    /// <summary>The folder and the lines of a step, once for each choice of the values that stand in a path; as they are where there is none.</summary>
    /// <param name="job">The job.</param>
    /// <param name="folder">The folder, as written.</param>
    /// <param name="run">The lines, as written.</param>
    public static IEnumerable<(string Folder, string Run)> Rounds(YamlNode job, string folder, string run)
    {
        var names = Use()
            .AllIn(folder)
            .Concat(Use().AllIn(run).Where(use => IsPath(run, use)))
            .Select(use => use.Groups[1].Value)
            .ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0)
        {
            return [(folder, run)];
        }

        return Choices(YamlText.Child(YamlText.Child(job, "strategy"), "matrix"), names)
            .Select(choice => (Put(folder, choice), Put(run, choice)))
            .Distinct()
            .DefaultIfEmpty((folder, run));
    }

    /// <summary>Whether a value is a part of a path, or a folder that is entered.</summary>
    private static bool IsPath(string run, Match use)
    {
        var behind = use.Index + use.Length;
        return (behind < run.Length && run[behind] == '/')
            || (use.Index > 0 && run[use.Index - 1] == '/')
            || Enters().IsIn(run[..use.Index]);
    }

    private static IEnumerable<Dictionary<string, string>> Choices(YamlNode? matrix, IReadOnlySet<string> names)
    {
        IEnumerable<Dictionary<string, string>> choices = [new(StringComparer.Ordinal)];
        foreach (var axis in names.Select(name => name.Split('.')[0]).Distinct(StringComparer.Ordinal))
        {
            var values = YamlText.Entries(YamlText.Child(matrix, axis)).Select(value => Flat(axis, value)).ToList();
            if (values.Count > 0)
            {
                choices = choices.SelectMany(choice => values.Select(value => With(choice, value))).Take(RoundLimit).ToList();
            }
        }

        var included = YamlText
            .Entries(YamlText.Child(matrix, "include"))
            .OfType<YamlMappingNode>()
            .Select(map =>
                map.Children.Where(pair => YamlText.Text(pair.Key) is not null)
                    .Select(pair => Flat(YamlText.Text(pair.Key)!, pair.Value))
                    .Aggregate(new Dictionary<string, string>(StringComparer.Ordinal), With)
            )
            .ToList();
        // What is included adds to a choice that agrees with it, and is one by itself.
        return choices
            .SelectMany(choice =>
                included
                    .Where(one => one.Any(pair => choice.ContainsKey(pair.Key)) && one.All(pair => !Differs(choice, pair)))
                    .Select(one => With(choice, one))
                    .Prepend(choice)
            )
            .Concat(included)
            .Where(choice => names.All(choice.ContainsKey))
            .Take(RoundLimit);
    }

    private static bool Differs(Dictionary<string, string> choice, KeyValuePair<string, string> pair) =>
        choice.TryGetValue(pair.Key, out var value) && value != pair.Value;

    private static Dictionary<string, string> With(Dictionary<string, string> one, Dictionary<string, string> other)
    {
        var both = new Dictionary<string, string>(one, StringComparer.Ordinal);
        foreach (var (name, value) in other)
        {
            both[name] = value;
        }

        return both;
    }

    private static Dictionary<string, string> Flat(string name, YamlNode value)
    {
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        if (YamlText.Text(value) is { } text && !text.Contains('$', StringComparison.Ordinal))
        {
            flat[name] = text;
        }
        else if (value is YamlMappingNode map)
        {
            foreach (var (key, one) in map.Children)
            {
                if ((YamlText.Text(key), YamlText.Text(one)) is ({ } part, { } own))
                {
                    flat[$"{name}.{part}"] = own;
                }
            }
        }

        return flat;
    }

    private static string Put(string text, Dictionary<string, string> choice) =>
        Use().ReplaceIn(text, use => choice.GetValueOrDefault(use.Groups[1].Value, use.Value));

    [GeneratedRegex(@"\$\{\{\s*matrix\.([\w.-]+)\s*\}\}", RegexOptions.None, 1000)]
    private static partial Regex Use();

    [GeneratedRegex(@"\bcd\s+""?$", RegexOptions.None, 1000)]
    private static partial Regex Enters();
}
