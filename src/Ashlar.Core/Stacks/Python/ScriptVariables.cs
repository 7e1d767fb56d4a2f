using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Variables that a file gives to its scripts: those of a script, and those of the table, the environment or the program that it belongs to.</summary>
/// <param name="text">The file.</param>
internal sealed partial class ScriptVariables(string text)
{
    private const string Hatch = "envs.";
    private readonly IReadOnlyList<(string Key, TomlValue Value)> all = TomlText.Read(text);

    /// <summary>The variables of a script; a reference that only its program puts in place stays as it is written.</summary>
    /// <param name="table">The table of the scripts: <c>tool.poe.tasks</c>.</param>
    /// <param name="name">The script.</param>
    public IReadOnlyDictionary<string, string> Of(string table, string name)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var place in Shared(table).Append($"{table}.{name}.env"))
        {
            Add(values, place);
        }

        foreach (var file in Files(table, name))
        {
            values["envfile"] = $"{{{file}}}";
        }

        return values;
    }

    /// <summary>Variables as the shell takes them before a command.</summary>
    /// <param name="values">The variables.</param>
    /// <param name="folder">The folder in which the command runs.</param>
    public static string Given(IEnumerable<KeyValuePair<string, string>> values, string folder) =>
        ToxValues.Given(
            values.Select(pair => KeyValuePair.Create(pair.Key, Root().ReplaceIn(pair.Value, RepositoryPath.Between(folder, ""))))
        );

    /// <summary>The tables of variables that all scripts of a table have in common, those that others override first.</summary>
    private IEnumerable<string> Shared(string table)
    {
        if (table.EndsWith(".scripts", StringComparison.Ordinal) && table.Contains(Hatch, StringComparison.Ordinal))
        {
            var at = table.IndexOf(Hatch, StringComparison.Ordinal) + Hatch.Length;
            return Environments(table[..at], table[at..^".scripts".Length], 0)
                .Select(environment => $"{table[..at]}{environment}.env-vars");
        }

        return table switch
        {
            "tool.pdm.scripts" => ["tool.pdm.scripts._.env"],
            "tool.poe.tasks" => ["tool.poe.env"],
            _ when table.StartsWith("tool.pixi.", StringComparison.Ordinal) =>
            [
                "tool.pixi.activation.env",
                table[..^"tasks".Length] + "activation.env",
            ],
            _ => [],
        };
    }

    /// <summary>An environment of hatch behind those that it takes its values from: its template, or the default one.</summary>
    private IEnumerable<string> Environments(string prefix, string name, int depth)
    {
        var template = Text($"{prefix}{name}.template") ?? "default";
        return template == name || depth > 5 ? [name] : [.. Environments(prefix, template, depth + 1), name];
    }

    private string? Text(string key) => all.FirstOrDefault(pair => pair.Key == key).Value?.Text;

    private IEnumerable<string> Files(string table, string name)
    {
        var program = table switch
        {
            "tool.poe.tasks" => "tool.poe",
            "tool.pdm.scripts" => "tool.pdm.scripts._",
            _ => table,
        };
        return new[] { program, $"{table}.{name}" }
            .SelectMany(place => new[] { $"{place}.envfile", $"{place}.env_file", $"{place}.env-file" })
            .Select(Find)
            .OfType<TomlValue>()
            .SelectMany(value => value.Items.Concat(value.Pairs.Select(pair => pair.Value)).Prepend(value))
            .Select(value => value.Text)
            .OfType<string>();
    }

    /// <summary>A value by its key, also where it is within an inline table.</summary>
    private TomlValue? Find(string key)
    {
        foreach (var (written, value) in all)
        {
            if (written == key)
            {
                return value;
            }

            if (
                key.StartsWith(written + ".", StringComparison.Ordinal)
                && value.Pairs.FirstOrDefault(pair => pair.Key == key[(written.Length + 1)..]).Value is { } inner
            )
            {
                return inner;
            }
        }

        return null;
    }

    private void Add(Dictionary<string, string> values, string place)
    {
        foreach (var (key, value) in Find(place)?.Pairs ?? [])
        {
            Put(values, key, value);
        }

        foreach (var (key, value) in all.Where(pair => pair.Key.StartsWith(place + ".", StringComparison.Ordinal)))
        {
            Put(values, key[(place.Length + 1)..], value);
        }
    }

    /// <summary>A value, or what stands for it where the caller has none.</summary>
    private static void Put(Dictionary<string, string> values, string key, TomlValue value)
    {
        var name = key.EndsWith(".default", StringComparison.Ordinal) ? key[..^".default".Length] : key;
        if ((value.Text ?? value.Pairs.FirstOrDefault(pair => pair.Key == "default").Value?.Text) is { } given && Name().IsIn(name))
        {
            values[name] = given;
        }
    }

    [GeneratedRegex(@"\$\{?(?:POE_ROOT|POE_PWD|PDM_PROJECT_ROOT|PIXI_PROJECT_ROOT|PWD)\}?(?!\w)|\{root\}", RegexOptions.None, 1000)]
    private static partial Regex Root();

    [GeneratedRegex(@"^\w+$", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
