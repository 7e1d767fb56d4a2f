using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Python;

/// <summary>tox 4 in TOML: <c>env_run_base</c> and <c>env.NAME</c>, in a file of their own or below <c>tool.tox</c>.</summary>
internal static class ToxTables
{
    private const string Base = "env_run_base";

    /// <summary>The lines of the environments; without names those of <c>env_run_base</c>, which every other one inherits.</summary>
    /// <param name="text">The file.</param>
    /// <param name="isShared">Whether the file is of many tools.</param>
    /// <param name="environments">The names.</param>
    public static IEnumerable<string> Commands(string text, bool isShared, IReadOnlySet<string> environments)
    {
        var prefix = isShared ? "tool.tox." : "";
        var all = TomlText
            .Read(text)
            .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(pair => (Key: pair.Key[prefix.Length..], pair.Value))
            .ToList();
        var first = all.Find(pair => pair.Key == "env_list").Value?.Items is [{ Text: { } listed }, ..] ? listed : "py";
        foreach (var (table, name) in environments.Select(name => ($"env.{name}", name)).DefaultIfEmpty((Base, first)))
        {
            var values = new ToxValues(name, (_, _) => null);
            var folder = ToxValues.Inside(values.Put(Own(all, table, "change_dir", "changedir")?.Text ?? ""));
            values = new ToxValues(name, Lookup) { Root = RepositoryPath.Between(folder, "") };
            var variables = ToxValues.Given(Variables(all, table, values));
            foreach (var command in Own(all, table, "commands")?.Items ?? [])
            {
                var words = command.Items.SelectMany(item => Words(all, item)).Select(values.Put).Where(word => word.Length > 0);
                var line = command.Text is { } whole ? values.Put(whole) : string.Join(' ', words.Select(ShellWords.Quote));
                if (ToxValues.Plain(line) is { Length: > 0 } plain)
                {
                    yield return ShellWords.In(folder, variables + plain);
                }
            }
        }

        string? Lookup(string section, string key) => all.Find(pair => pair.Key == $"{section}.{key}").Value?.Text;
    }

    /// <summary>The names of the environments.</summary>
    public static IEnumerable<string> Environments(string text) =>
        TomlText
            .Read(text)
            .Select(pair => pair.Key.Split('.'))
            .Select(parts => parts is ["tool", "tox", .. var rest] ? rest : parts)
            .Where(parts => parts is ["env", _, _, ..])
            .Select(parts => parts[1]);

    /// <summary>What a table says, else the one that every other inherits; a key has two names.</summary>
    private static TomlValue? Own(List<(string Key, TomlValue Value)> all, string table, params string[] keys) =>
        new[] { table, Base }
            .SelectMany(place => keys.Select(key => all.Find(pair => pair.Key == $"{place}.{key}").Value))
            .FirstOrDefault(value => value is not null);

    /// <summary>The variables of a table: as one inline table, as a table of its own, or key by key.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Variables(
        List<(string Key, TomlValue Value)> all,
        string table,
        ToxValues values
    )
    {
        foreach (var place in new[] { table, Base }.Distinct(StringComparer.Ordinal))
        {
            var own = all.SelectMany(pair =>
                    pair.Key == $"{place}.set_env" || pair.Key == $"{place}.setenv" ? pair.Value.Pairs
                    : pair.Key.StartsWith($"{place}.set_env.", StringComparison.Ordinal)
                        ? [(pair.Key[$"{place}.set_env.".Length..], pair.Value)]
                    : []
                )
                .ToList();
            if (own.Count > 0)
            {
                // What is put in place by a table that is not known stays open.
                return own.Select(pair =>
                    KeyValuePair.Create(pair.Key, pair.Value.Text is { } text ? values.Put(text) : Default(pair.Value))
                );
            }
        }

        return [];
    }

    private static string Default(TomlValue value) =>
        Pair(value, "default")?.Text is { } given ? given : $"{{{Pair(value, "replace")?.Text ?? "table"}}}";

    private static TomlValue? Pair(TomlValue value, string key) => value.Pairs.FirstOrDefault(pair => pair.Key == key).Value;

    /// <summary>The words that an entry of a command stands for: itself, or what is put in place of it.</summary>
    private static IEnumerable<string> Words(List<(string Key, TomlValue Value)> all, TomlValue item) =>
        item.Text is { } word ? [word]
        : Pair(item, "replace")?.Text is "posargs" or "env" && Pair(item, "default") is { } given
            ? given.Text is { } only ? [only]
                : given.Items.Select(one => one.Text ?? "")
        : Pair(item, "replace")?.Text == "ref" && Pair(item, "of") is { } of
            ? Referred(all, string.Join('.', of.Items.Select(one => one.Text)))
        : [];

    private static IEnumerable<string> Referred(List<(string Key, TomlValue Value)> all, string key) =>
        (all.Find(pair => pair.Key == key).Value?.Items ?? []).Select(item => item.Text ?? "");
}
