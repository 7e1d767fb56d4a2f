using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Gates;

/// <summary>Changes of configuration files that let gates see less.</summary>
internal static partial class ConfigurationWeakening
{
    private static readonly string[] ListKeys =
    [
        "ignore",
        "extend-ignore",
        "extend_ignore",
        "exclude",
        "extend-exclude",
        "extend_exclude",
        "per-file-ignores",
        "per_file_ignores",
        "extend_skip",
        "skip",
        "skip_glob",
        "extend_skip_glob",
        "force-exclude",
        "collect_ignore",
        "norecursedirs",
        "omit",
        "exclude_lines",
        "exclude_also",
        "disable_error_code",
        "disable",
    ];

    private static readonly string[] LowerKeys = ["fail_under", "fail-under"];

    private static readonly string[] HigherKeys =
    [
        "max-line-length",
        "max_line_length",
        "line-length",
        "line_length",
        "max-complexity",
        "max_complexity",
    ];

    private static readonly string[] TrueKeys =
    [
        "ignore_errors",
        "ignore_missing_imports",
        "skip_empty",
        "allow_untyped_defs",
        "allow_any_generics",
    ];

    private static readonly string[] FalseKeys =
    [
        "strict",
        "disallow_untyped_defs",
        "check_untyped_defs",
        "warn_return_any",
        "xfail_strict",
        "no_implicit_optional",
        "warn_unreachable",
    ];

    /// <summary>Keys that a task's tests may need and that keep no test from running.</summary>
    private static readonly string[] Harmless =
    [
        "markers",
        "asyncio_mode",
        "asyncio_default_fixture_loop_scope",
        "pythonpath",
        "minversion",
        "required_plugins",
    ];

    private static readonly string[] JudgeSections =
    [
        "tool.pytest",
        "tool.coverage",
        "tool.black",
        "tool.isort",
        "tool.ruff",
        "tool.mypy",
        "tool.flake8",
        "tool.pylint",
        "tool.bandit",
        "tool.pyright",
        "tool:pytest",
        "pytest",
        "flake8",
        "mypy",
        "isort",
        "coverage",
        "black",
        "pylint",
    ];

    /// <summary>Whether the parts of the file that judge differ from the base.</summary>
    public static bool Judges(ChangedFile file)
    {
        var name = file.Path[(file.Path.LastIndexOf('/') + 1)..];
        return name switch
        {
            "pyproject.toml" or "setup.cfg" => Part(file.Before) != Part(file.After),
            "package.json" => PackagePart(file.Before) != PackagePart(file.After),
            "tsconfig.json" or "Cargo.toml" or "Directory.Build.props" => false,
            _ => true,
        };
    }

    /// <summary>One finding for each change that weakens.</summary>
    public static IReadOnlyList<Finding> Of(ChangedFile file)
    {
        var name = file.Path[(file.Path.LastIndexOf('/') + 1)..];
        if (file.After is null)
        {
            return name is "package.json" or "pyproject.toml" || file.Before is null ? [] : [Weakening.Finding(file, 1, "is deleted")];
        }

        return name switch
        {
            "package.json" => [.. Package(file), .. JsonWeakening.Of(file)],
            ".eslintrc" or ".nycrc" => JsonWeakening.Of(file),
            ".npmrc" => Npmrc(file),
            "Makefile" or "noxfile.py" or ".gitlab-ci.yml" or "azure-pipelines.yml" or "Jenkinsfile" => [.. CommandWeakening.InLines(file)],
            "tox.ini" or "setup.cfg" => [.. Ini(file), .. CommandWeakening.InLines(file)],
            _ when name.EndsWith(".json", StringComparison.Ordinal) => JsonWeakening.Of(file),
            _ when ScriptFile(name) => ScriptWeakening.Of(file),
            _ when name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.Ordinal) =>
            [
                .. CommandWeakening.InLines(file),
            ],
            _ => Ini(file),
        };
    }

    private static bool ScriptFile(string name) => Path.GetExtension(name) is ".js" or ".cjs" or ".mjs" or ".ts" or ".mts" or ".cts";

    /// <summary>npm hands these options to every script.</summary>
    private static List<Finding> Npmrc(ChangedFile file)
    {
        var lines = ChangedFile.Lines(file.After);
        return
        [
            .. file.AddedLines()
                .Where(number => lines[number - 1].TrimStart().StartsWith("node-options", StringComparison.Ordinal))
                .Select(number => Weakening.Finding(file, number, $"it has `{lines[number - 1].Trim()}` more")),
        ];
    }

    private static List<Finding> Ini(ChangedFile file)
    {
        var before = IniText.Entries(file.Before ?? "").Where(IsJudge).GroupBy(Key).ToDictionary(group => group.Key, group => group.Last());
        var after = IniText.Entries(file.After!).Where(IsJudge).ToList();
        var findings = new List<Finding>();
        foreach (var entry in after)
        {
            var old = before.GetValueOrDefault(Key(entry))?.Value;
            if (entry.Value != old && Weakens(entry, old) is { } what)
            {
                findings.Add(Weakening.Finding(file, entry.Line, what));
            }
        }

        findings.AddRange(
            before
                .Values.Where(old =>
                    (LowerKeys.Contains(old.Key) || FalseKeys.Contains(old.Key)) && !after.Exists(entry => Key(entry) == Key(old))
                )
                .Select(old => Weakening.Finding(file, 1, $"{old.Key} = {old.Value} is taken out"))
        );
        return findings;
    }

    private static string? Weakens(IniEntry entry, string? old)
    {
        var key = entry.Key;
        if (key == "addopts")
        {
            return Addopts(entry.Value, old ?? "");
        }

        if (key is "testpaths" or "python_files" or "python_classes" or "python_functions")
        {
            return old is not null && Items(old).Except(Items(entry.Value), StringComparer.Ordinal).Any()
                ? $"{key} leaves out {string.Join(", ", Items(old).Except(Items(entry.Value), StringComparer.Ordinal))}"
                : null;
        }

        if (ListKeys.Contains(key, StringComparer.Ordinal))
        {
            var more = Items(entry.Value).Except(Items(old ?? ""), StringComparer.Ordinal).ToList();
            return more.Count > 0 && (old is not null || entry.Section.Length > 0) ? $"{key} has {string.Join(", ", more)} more" : null;
        }

        if (LowerKeys.Contains(key, StringComparer.Ordinal) && Number(entry.Value) < Number(old))
        {
            return $"{key} is lowered from {old} to {entry.Value}";
        }

        if (HigherKeys.Contains(key, StringComparer.Ordinal) && Number(entry.Value) > Number(old))
        {
            return $"{key} is raised from {old} to {entry.Value}";
        }

        return TrueKeys.Contains(key, StringComparer.Ordinal) && IsTrue(entry.Value) && !IsTrue(old) ? $"{key} is turned on"
            : FalseKeys.Contains(key, StringComparer.Ordinal) && IsTrue(old) && !IsTrue(entry.Value) ? $"{key} is turned off"
            : null;
    }

    private static string? Addopts(string now, string old)
    {
        if (CommandWeakening.Narrowings(now).FirstOrDefault(option => !old.Contains(option, StringComparison.Ordinal)) is { } option)
        {
            return $"addopts narrows the tests with {option}";
        }

        var (least, before) = (Number(Least().FirstIn(now).Groups[1].Value), Number(Least().FirstIn(old).Groups[1].Value));
        return least < before || (double.IsNaN(least) && !double.IsNaN(before)) ? "addopts demands less coverage"
            : CommandWeakening.Demands(old).FirstOrDefault(demand => !now.Contains(demand, StringComparison.Ordinal)) is { } lost
                ? $"addopts no longer has {lost}"
            : null;
    }

    private static List<Finding> Package(ChangedFile file)
    {
        var (before, after) = (Scripts(file.Before), Scripts(file.After));
        var gates = before.Where(script => GateCommand.Parse(script.Value).Kind != GateKind.Other).ToList();
        return
        [
            .. gates
                .Where(script => after.GetValueOrDefault(script.Key) != script.Value)
                .Where(script => CommandWeakening.Weaker(GateCommand.Parse(script.Value), after.GetValueOrDefault(script.Key)))
                .Select(script => Weakening.Finding(file, 1, $"the script \"{script.Key}\" no longer runs {script.Value}")),
            .. after
                .Where(script =>
                    !before.ContainsKey(script.Key)
                    && gates.Exists(gate => script.Key == $"pre{gate.Key}" || script.Key == $"post{gate.Key}")
                )
                .Where(script => GateCommand.Parse(script.Value).Kind == GateKind.Other)
                .Select(script => Weakening.Finding(file, 1, $"the script \"{script.Key}\" runs {script.Value} around a gate")),
        ];
    }

    private static Dictionary<string, string> Scripts(string? text)
    {
        try
        {
            using var document = JsonDocument.Parse(text ?? "{}");
            return document.RootElement.TryGetProperty("scripts", out var scripts) && scripts.ValueKind == JsonValueKind.Object
                ? scripts
                    .EnumerateObject()
                    .Where(script => script.Value.ValueKind == JsonValueKind.String)
                    .GroupBy(script => script.Name)
                    .ToDictionary(group => group.Key, group => group.Last().Value.GetString()!, StringComparer.Ordinal)
                : [];
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static string PackagePart(string? text) =>
        string.Join(
            '\n',
            Scripts(text).OrderBy(script => script.Key, StringComparer.Ordinal).Select(script => $"{script.Key}={script.Value}")
        );

    private static string Part(string? text) =>
        string.Join(
            '\n',
            IniText
                .Entries(text ?? "")
                .Where(entry => IsJudge(entry) && entry.Section.Length > 0 && !Harmless.Contains(entry.Key, StringComparer.Ordinal))
                .Select(entry => $"{entry.Section}|{entry.Key}|{entry.Value}")
        );

    private static bool IsJudge(IniEntry entry) =>
        entry.Section.Length == 0
        || entry.Section is "run" or "report" or "settings" or "testenv" or "lint" or "format" or "lint.per-file-ignores"
        || JudgeSections.Any(section =>
            entry.Section == section
            || entry.Section.StartsWith(section + ".", StringComparison.Ordinal)
            || entry.Section.StartsWith(section + "-", StringComparison.Ordinal)
            || entry.Section.StartsWith(section + ":", StringComparison.Ordinal)
        );

    private static (string, string) Key(IniEntry entry) => (entry.Section, entry.Key);

    private static string[] Items(string value) =>
        value.Split([' ', ',', '\n', '[', ']', '"', '\'', '|', '(', ')'], StringSplitOptions.RemoveEmptyEntries);

    private static bool IsTrue(string? value) => value is not null && value.Trim().ToLowerInvariant() is "true" or "1" or "yes" or "on";

    private static double Number(string? value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    [GeneratedRegex(@"--cov-fail-under[= ](\d+(?:\.\d+)?)", RegexOptions.None, 1000)]
    private static partial Regex Least();
}
