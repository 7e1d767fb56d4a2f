using System.Globalization;

namespace Ashlar.Core.Settings;

/// <summary>Makes a configuration of a tree that <see cref="ShapeCheck"/> found nothing wrong with.</summary>
internal sealed class ConfigurationTree(YamlTree.Map root, string path)
{
    /// <summary>The configuration.</summary>
    public Configuration Configuration()
    {
        var defaults = Settings.Configuration.Default;
        return new Configuration
        {
            Path = path,
            Model = Text(root, "model"),
            Aliases = Texts(root, "aliases"),
            Fallback = List(root, "fallback") ?? [],
            Prices = Entries(root, "prices").ToDictionary(entry => entry.Key, entry => Price(entry.Value), StringComparer.Ordinal),
            Windows = Texts(root, "windows")
                .ToDictionary(
                    entry => entry.Key,
                    entry => (int)Math.Min(int.MaxValue, decimal.Parse(entry.Value, CultureInfo.InvariantCulture)),
                    StringComparer.Ordinal
                ),
            Agents = List(root, "agents") ?? defaults.Agents,
            Documents =
                Section(
                    root,
                    "documents",
                    map => new DocumentSettings { Add = List(map, "add") ?? [], Optional = List(map, "optional") ?? [] }
                ) ?? defaults.Documents,
            Exec = Text(root, "exec"),
            Setup = Items(root, "setup")?.Select(Setup).ToList() ?? [],
            Share = List(root, "share"),
            Services = List(root, "services") ?? [],
            Network = List(root, "network") ?? [],
            Known = List(root, "known") ?? [],
            IgnoreRules = List(root, "ignore_rules") ?? [],
            Owed = List(root, "owed") ?? [],
            Gates = Items(root, "gates")?.Select(item => Gate((YamlTree.Map)item)).ToList(),
            Scope = Section(root, "scope", Scope) ?? defaults.Scope,
            Environment = Variables(root, "env"),
            Secrets = Text(root, "secrets") is "strict" ? SecretHandling.Strict : SecretHandling.Masked,
            Servers = Entries(root, "mcp")
                .Where(entry => entry.Value is YamlTree.Map)
                .ToDictionary(entry => entry.Key, entry => Server((YamlTree.Map)entry.Value), StringComparer.Ordinal),
            Limits = Section(root, "limits", Limits) ?? defaults.Limits,
            Review = Section(root, "review", Review) ?? defaults.Review,
            Pipeline = List(root, "pipeline") ?? [],
            Agree = Text(root, "agree") switch
            {
                "human" => Agreeing.Human,
                "none" => Agreeing.None,
                _ => Agreeing.TechLead,
            },
            Proof = Section(root, "proof", Proof) ?? defaults.Proof with { Level = Text(root, "proof") },
            Commit = Section(root, "commit", Commit) ?? defaults.Commit,
            Application = Section(root, "application", map => new ApplicationSettings(Text(map, "run")!, Text(map, "ready"))),
            Notify = Text(root, "notify"),
        };
    }

    private GateSetting Gate(YamlTree.Map map) =>
        new(Text(map, "name")!, Text(map, "run")!)
        {
            Fix = Text(map, "fix"),
            Known = Text(map, "known") is "true",
            Results = Section(map, "results", _ => "junit") ?? Text(map, "results"),
            ResultFiles = Section(map, "results", files => Text(files, "junit")!),
            Each = Text(map, "each") switch
            {
                "iteration" => GateRhythm.Iteration,
                "run" => GateRhythm.Run,
                _ => GateRhythm.Task,
            },
            When = List(map, "when") ?? [],
            Timeout = Text(map, "timeout") is { } timeout ? TextKinds.Duration(timeout)!.Value : TimeSpan.FromMinutes(15),
            Environment = Variables(map, "env"),
            Network = List(map, "network") ?? [],
            SourcePath = path,
            SourceLine = map.Line,
        };

    private static ServerSettings Server(YamlTree.Map map)
    {
        var defaults = new ServerSettings();
        return new ServerSettings
        {
            Network = List(map, "network") ?? [],
            Environment = Variables(map, "env"),
            CallTime = Text(map, "timeout") is { } call ? TextKinds.Duration(call)!.Value : defaults.CallTime,
            StartTime = Text(map, "start") is { } start ? TextKinds.Duration(start)!.Value : defaults.StartTime,
        };
    }

    private static ModelPrice Price(YamlTree tree)
    {
        var map = (YamlTree.Map)tree;
        return new ModelPrice(Number(map, "input")!.Value, Number(map, "output")!.Value, Number(map, "cached"));
    }

    private static SetupCommand Setup(YamlTree item) =>
        item is YamlTree.Map map
            ? new SetupCommand(Text(map, "run")!, List(map, "network") ?? [])
            : new SetupCommand(((YamlTree.Scalar)item).Value, []);

    private static ScopeSettings Scope(YamlTree.Map map) =>
        new()
        {
            Allow = Globs(map, "allow"),
            Deny = Globs(map, "deny"),
            Hide = Globs(map, "hide"),
            Frozen = Globs(map, "frozen"),
        };

    private static RunLimits Limits(YamlTree.Map map) =>
        new()
        {
            Turns = (int?)Number(map, "turns") ?? new RunLimits().Turns,
            Iterations = (int?)Number(map, "iterations") ?? new RunLimits().Iterations,
            Output = (int)Math.Min(int.MaxValue, Number(map, "output") ?? RunLimits.StandardOutput),
            Cost = Number(map, "cost"),
            TaskCost = Number(map, "task_cost"),
            AgentCosts = Texts(map, "agent_cost") is { Count: > 0 } costs
                ? costs.ToDictionary(cost => cost.Key, cost => Parsed(cost.Value), StringComparer.Ordinal)
                : new RunLimits().AgentCosts,
            Time = Number(map, "minutes") is { } minutes ? TimeSpan.FromMinutes((double)minutes) : null,
        };

    private static ReviewSettings Review(YamlTree.Map map) =>
        new() { By = Text(map, "by") ?? new ReviewSettings().By, Rounds = (int?)Number(map, "rounds") ?? new ReviewSettings().Rounds };

    private static ProofSettings Proof(YamlTree.Map map)
    {
        var defaults = new ProofSettings();
        return new ProofSettings
        {
            Level = Text(map, "level"),
            Seconds = (int?)Number(map, "seconds") ?? defaults.Seconds,
            Units = (int?)Number(map, "units") ?? defaults.Units,
        };
    }

    private static CommitSettings Commit(YamlTree.Map map) =>
        new()
        {
            Branch = Text(map, "branch"),
            Each = Text(map, "each") switch
            {
                "task" => CommitRhythm.Task,
                "iteration" => CommitRhythm.Iteration,
                _ => null,
            },
            Sign = Text(map, "sign") is "true",
            Push = Text(map, "push") is "true",
            Remote = Text(map, "remote") ?? "origin",
            PullRequest = Text(map, "pull_request") is "true",
        };

    private static Dictionary<string, EnvironmentValue> Variables(YamlTree.Map map, string key) =>
        Entries(map, key)
            .ToDictionary(
                entry => entry.Key,
                entry =>
                    entry.Value is YamlTree.Map secret
                        ? new EnvironmentValue(null, Text(secret, "secret"))
                        : new EnvironmentValue(entry.Value is YamlTree.Scalar { IsNull: false } scalar ? scalar.Value : "", null),
                StringComparer.Ordinal
            );

    private static List<ScopeGlob> Globs(YamlTree.Map map, string key) =>
        Items(map, key)?.Select(item => new ScopeGlob(((YamlTree.Scalar)item).Value, item.Line)).ToList() ?? [];

    private static T? Section<T>(YamlTree.Map map, string key, Func<YamlTree.Map, T> make)
        where T : class => Find(map, key) is YamlTree.Map section ? make(section) : null;

    private static Dictionary<string, string> Texts(YamlTree.Map map, string key) =>
        Entries(map, key).ToDictionary(entry => entry.Key, entry => ((YamlTree.Scalar)entry.Value).Value, StringComparer.Ordinal);

    private static IEnumerable<(string Key, YamlTree Value)> Entries(YamlTree.Map map, string key) =>
        Find(map, key) is YamlTree.Map entries ? entries.Entries.Select(entry => (entry.Key.Value, entry.Value)) : [];

    private static IReadOnlyList<YamlTree>? Items(YamlTree.Map map, string key) => (Find(map, key) as YamlTree.List)?.Items;

    private static List<string>? List(YamlTree.Map map, string key) =>
        Items(map, key)?.Select(item => ((YamlTree.Scalar)item).Value).ToList();

    private static decimal? Number(YamlTree.Map map, string key) => Text(map, key) is { } text ? Parsed(text) : null;

    private static decimal Parsed(string text) =>
        decimal.Parse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static string? Text(YamlTree.Map map, string key) =>
        Find(map, key) is YamlTree.Scalar { IsNull: false } scalar ? scalar.Value : null;

    private static YamlTree? Find(YamlTree.Map map, string key) =>
        map.Entries.FirstOrDefault(entry => string.Equals(entry.Key.Value, key, StringComparison.Ordinal)).Value;
}
