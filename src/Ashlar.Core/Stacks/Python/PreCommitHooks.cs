using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;
using YamlDotNet.RepresentationModel;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Hooks of <c>.pre-commit-config.yaml</c> that run a tool which Ashlar knows.</summary>
internal static class PreCommitHooks
{
    /// <summary>The file.</summary>
    public const string File = ".pre-commit-config.yaml";

    private static readonly Dictionary<string, string> Tools = new(StringComparer.Ordinal)
    {
        ["black"] = "black",
        ["black-jupyter"] = "black",
        ["isort"] = "isort",
        ["ruff"] = "ruff",
        ["ruff-check"] = "ruff",
        ["ruff-format"] = "ruff-format",
        ["flake8"] = "flake8",
        ["mypy"] = "mypy",
        ["pyright"] = "pyright",
    };

    /// <summary>The hooks in order; empty without a file that can be read.</summary>
    public static IReadOnlyList<PreCommitHook> Of(RepositoryFiles files)
    {
        var root = files.Text(File) is { } text ? YamlText.Root(text) : null;
        var hooks = new List<PreCommitHook>();
        foreach (var repository in YamlText.Entries(YamlText.Child(root, "repos")))
        {
            foreach (var hook in YamlText.Entries(YamlText.Child(repository, "hooks")))
            {
                if (One(hook, root!, files.Stacks) is { } known)
                {
                    hooks.Add(known);
                }
            }
        }

        return hooks;
    }

    private static PreCommitHook? One(YamlNode hook, YamlNode root, StackSet stacks)
    {
        if (YamlText.Child(hook, "id") is not YamlScalarNode { Value: { } id } node || IsManual(hook))
        {
            return null;
        }

        // A hook of the repository's own names its command.
        var entry = YamlText.Text(YamlText.Child(hook, "entry"));
        var tool = entry is null ? Tools.GetValueOrDefault(id) : Named(stacks.Parse(entry));
        return tool is null
            ? null
            : new PreCommitHook(tool, (int)node.Start.Line)
            {
                Arguments =
                [
                    .. entry is null ? [] : Words(stacks.Parse(entry)),
                    .. YamlText.Child(hook, "args") is { } given
                        ? YamlText.Entries(given).Select(YamlText.Text).OfType<string>()
                        : Default(id, entry),
                ],
                Files = [.. Patterns(hook, "files"), .. Patterns(root, "files")],
                Excluded = [.. Patterns(hook, "exclude"), .. Patterns(root, "exclude")],
                Types = [.. Entries(hook, "types"), .. Entries(hook, "types_or")],
                GetsFiles = YamlText.Text(YamlText.Child(hook, "pass_filenames")) != "false",
            };
    }

    /// <summary>What the hook of the tool's own mirror gives it where <c>args</c> is left out.</summary>
    private static string[] Default(string id, string? entry) =>
        id == "mypy" && entry is null ? ["--ignore-missing-imports", "--scripts-are-modules"] : [];

    private static string? Named(GateCommand command) =>
        command.Tool.Name == PythonTools.RuffFormat ? "ruff-format" : Tools.GetValueOrDefault(command.Tool.Name);

    private static IEnumerable<string> Words(GateCommand entry)
    {
        var words = entry.Words.Skip(1).ToList();
        return words is ["check", ..] ? words.Skip(1) : words;
    }

    private static bool IsManual(YamlNode hook) =>
        YamlText.Entries(YamlText.Child(hook, "stages")).Select(YamlText.Text).ToList() is { Count: > 0 } stages
        && stages.TrueForAll(stage => stage == "manual");

    private static IEnumerable<string> Patterns(YamlNode node, string key) =>
        YamlText.Text(YamlText.Child(node, key)) is { Length: > 0 } pattern and not "^$" ? [pattern] : [];

    private static IEnumerable<string> Entries(YamlNode node, string key) =>
        YamlText.Entries(YamlText.Child(node, key)).Select(YamlText.Text).OfType<string>();
}
