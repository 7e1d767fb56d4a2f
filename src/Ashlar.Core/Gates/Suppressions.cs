using System.Text.RegularExpressions;
using Ashlar.Core.Gates.Placeholders;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Node;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>Comments that silence a tool, for the tools that judge this run.</summary>
internal static partial class Suppressions
{
    /// <summary>One finding for each silencing comment that the change adds and a gate reads.</summary>
    public static IEnumerable<Finding> Added(IReadOnlyList<ChangedFile> change, IReadOnlyList<GateSetting> gates)
    {
        var read = Read(gates);
        foreach (var file in change.Where(file => file.After is not null))
        {
            var before = CommentText
                .Of(file.Path, file.Before ?? "")
                .Where(comment => Silences(comment.Text, read))
                .CountBy(comment => comment.Text, StringComparer.Ordinal)
                .ToDictionary(StringComparer.Ordinal);
            foreach (var comment in CommentText.Of(file.Path, file.After!).Where(comment => Silences(comment.Text, read)))
            {
                var left = before.GetValueOrDefault(comment.Text);
                before[comment.Text] = left - 1;
                if (left <= 0)
                {
                    yield return new Finding(
                        $"suppression:{file.Path}:{comment.Text}",
                        $"{file.Path}:{comment.Line}  comment added that silences a gate: \"{comment.Text}\""
                    )
                    {
                        Path = file.Path,
                        Line = comment.Line,
                        Rule = "suppression",
                        Way = WayOut.Justify,
                    };
                }
            }
        }
    }

    private static HashSet<string> Read(IReadOnlyList<GateSetting> gates)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var gate in gates)
        {
            var command = GateCommand.Parse(gate.Run);
            var tools = gate.Run + " " + gate.Results;
            Add(
                command.Tool.Name is PythonTools.Flake8 or PythonTools.Ruff || tools.Contains("pylint", StringComparison.Ordinal),
                "noqa",
                "pylint:"
            );
            Add(command.Tool.Name == PythonTools.Mypy || tools.Contains("pyright", StringComparison.Ordinal), "type:", "mypy:", "pyright:");
            Add(command.Tool.Name is PythonTools.Black or PythonTools.Ruff or PythonTools.RuffFormat, "fmt:");
            Add(command.Tool.Name == PythonTools.Isort, "isort:");
            Add(command.Tool.Name == NodeTools.Eslint || tools.Contains("lint", StringComparison.Ordinal), "eslint-disable");
            Add(
                command.Tool.Name == NodeTools.Tsc
                    || tools.Contains("tsc", StringComparison.Ordinal)
                    || tools.Contains("type", StringComparison.Ordinal),
                "@ts-"
            );
            Add(tools.Contains("bandit", StringComparison.Ordinal) || command.Tool.Name == PythonTools.Ruff, "nosec");
            Add(tools.Contains("cov", StringComparison.Ordinal), "pragma:", "istanbul", "c8 ignore");
            Add(tools.Contains("golangci", StringComparison.Ordinal), "nolint");
        }

        return words;

        void Add(bool when, params ReadOnlySpan<string> more)
        {
            foreach (var word in when ? more : [])
            {
                words.Add(word);
            }
        }
    }

    private static bool Silences(string comment, HashSet<string> read) =>
        Mark().FirstIn(comment) is { Success: true } match
        && read.Any(word => match.Value.Contains(word, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(
        @"\b(?i:noqa)\b|\btype:\s*ignore|\bmypy:\s*\S+|\bpyright:\s*\S+|\bpylint:\s*disable|\bfmt:\s*(?:off|skip)|\bisort:\s*skip|\beslint-disable[\w-]*|@ts-(?:ignore|nocheck|expect-error)|\bnosec\b|\bpragma:\s*no cover|\bistanbul ignore|\bc8 ignore|\bnolint\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Mark();
}
