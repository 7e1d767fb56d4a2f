using System.Text.RegularExpressions;
using Ashlar.Core.Gates.Placeholders;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Node;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>Comments, attributes and directives that silence a tool, for the tools that judge this run.</summary>
internal static partial class Suppressions
{
    /// <summary>One finding for each silencing comment that the change adds and a gate reads.</summary>
    public static IEnumerable<Finding> Added(IReadOnlyList<ChangedFile> change, IReadOnlyList<GateSetting> gates)
    {
        var read = Read(gates);
        foreach (var file in change.Where(file => file.After is not null))
        {
            var before = Marks(file.Path, file.Before ?? "", read)
                .CountBy(mark => mark.Text, StringComparer.Ordinal)
                .ToDictionary(StringComparer.Ordinal);
            foreach (var comment in Marks(file.Path, file.After!, read))
            {
                var left = before.GetValueOrDefault(comment.Text);
                before[comment.Text] = left - 1;
                if (left <= 0)
                {
                    yield return new Finding(
                        $"suppression:{file.Path}:{comment.Text}",
                        $"{file.Path}:{comment.Line}  {(IsCode(file.Path, comment.Text) ? "line" : "comment")} added that silences a gate: \"{comment.Text}\""
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
            var command = StackCatalog.All.Parse(gate.Run);
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
            Add(
                Has("cov") || Has("collect") || Has("tarpaulin"),
                "pragma:",
                "istanbul",
                "c8 ignore",
                ":nocov:",
                "coverage",
                "LCOV_EXCL",
                "tarpaulin"
            );
            Add(Has("golangci"), "nolint");
            Add(Has("staticcheck"), "lint:");
            Add(Has("rubocop"), "rubocop:");
            Add(Has("standard"), "standard:");
            Add(Has("clippy") || Has("warnings"), "allow", "expect");
            Add(Has("fmt"), "rustfmt");
            Add(Has("dotnet") || Has("msbuild"), "pragma warning", "SuppressMessage", "nullable");
            Add(
                Has("gradle") || Has("mvn") || Has("detekt") || Has("ktlint") || Has("javac"),
                "@Suppress",
                "NOPMD",
                "CHECKSTYLE",
                "NOSONAR"
            );
            Add(Has("phpstan"), "phpstan-ignore");
            Add(Has("phpcs"), "phpcs:");
            Add(Has("psalm"), "psalm-suppress");
            Add(Has("clang-tidy") || Has("cpplint"), "NOLINT");
            Add(Has("cppcheck"), "cppcheck-suppress");
            Add(Has("Werror") || Has("cmake") || Has("make"), "diagnostic");

            bool Has(string word) => tools.Contains(word, StringComparison.Ordinal);
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

    /// <summary>The lines of a text that silence one of the tools.</summary>
    private static List<Comment> Marks(string path, string text, HashSet<string> read)
    {
        var marks = CommentText.Of(path, text).Where(comment => Silences(Mark(), comment.Text, read)).ToList();
        if (Code(path) is { } code)
        {
            marks.AddRange(
                text.ReplaceLineEndings("\n")
                    .Split('\n')
                    .Select((line, index) => new Comment(index + 1, line.Trim()))
                    .Where(line => Silences(code, line.Text, read))
            );
        }

        return marks;
    }

    private static bool Silences(Regex mark, string text, HashSet<string> read) =>
        mark.FirstIn(text) is { Success: true } match && read.Any(word => match.Value.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool IsCode(string path, string line) => Code(path)?.IsIn(line) is true;

    /// <summary>How a language silences its tools in code.</summary>
    private static Regex? Code(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".cs" => CSharp(),
            ".rs" => Rust(),
            ".java" or ".kt" or ".kts" or ".groovy" or ".scala" => Jvm(),
            ".c" or ".h" or ".cc" or ".cpp" or ".cxx" or ".hpp" or ".hh" => Native(),
            _ => null,
        };

    [GeneratedRegex(
        @"^#\s*(?:pragma\s+warning\s+disable|nullable\s+disable)|\[[^\]]*\b(?:SuppressMessage|UnconditionalSuppressMessage|ExcludeFromCodeCoverage)\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex CSharp();

    [GeneratedRegex(
        @"#!?\[\s*(?:cfg_attr\s*\(.*,\s*)?(?:(?:allow|expect)\s*\(|rustfmt::skip|rustfmt_skip|coverage\s*\(\s*off|tarpaulin::skip)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Rust();

    [GeneratedRegex(@"@(?:file:)?Suppress(?:Warnings|FBWarnings|Lint)?\b", RegexOptions.None, 1000)]
    private static partial Regex Jvm();

    [GeneratedRegex(@"#\s*pragma\s+(?:GCC|clang)\s+diagnostic\s+ignored|_Pragma\(.*diagnostic ignored", RegexOptions.None, 1000)]
    private static partial Regex Native();

    [GeneratedRegex(
        @"\b(?i:noqa)\b|\btype:\s*ignore|\bmypy:\s*\S+|\bpyright:\s*\S+|\bpylint:\s*disable|\bfmt:\s*(?:off|skip)|\bisort:\s*skip|\beslint-disable[\w-]*|@ts-(?:ignore|nocheck|expect-error)|\bnosec\b|\bpragma:\s*no cover|\bistanbul ignore|\bc8 ignore|\bnolint\b|\blint:(?:file-)?ignore|\brubocop:(?:disable|todo)|\bstandard:disable|:nocov:|\bNOPMD\b|\bCHECKSTYLE[.:\w ]*OFF|\bNOSONAR\b|@?\bphpstan-ignore|\bphpcs:(?:ignore|disable)|@psalm-suppress|@codeCoverageIgnore|\bNOLINT\w*|\bcppcheck-suppress|\bLCOV_EXCL_\w+",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Mark();
}
