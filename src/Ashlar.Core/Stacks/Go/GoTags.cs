using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Go;

/// <summary>Tests that Go builds only with a tag: where every test of a module is behind one, the project's own line says which.</summary>
internal static partial class GoTags
{
    // What holds on the machines on which gates run.
    private static readonly string[] Given = ["linux", "unix", "cgo", "gc", "amd64", "arm64"];
    private static readonly string[] Test = ["test", "tests", "check"];

    /// <summary>
    /// The line with which a module's tests are built and run, in its folder; null where they need no tag, or where no line of the project says one.
    /// </summary>
    /// <param name="files">The repository.</param>
    /// <param name="folder">The module's folder.</param>
    /// <param name="tests">Its test files.</param>
    public static string? Line(RepositoryFiles files, string folder, IReadOnlyList<string> tests)
    {
        var constraints = tests.Select(path => Constraint(files.Text(path) ?? "")).ToList();
        if (constraints.Count == 0 || constraints.Exists(constraint => constraint is null || Holds(constraint, [])))
        {
            return null;
        }

        return Told(files)
            .Where(command => command.Tool.Name == GoStack.Test && FolderOf(command) == folder)
            .Select(command => (Command: command, Tags: Tags(command)))
            .Where(told => constraints.Exists(constraint => Holds(constraint!, told.Tags)))
            .Select(told => $"{Variables(told.Command)}go test {Written(told.Command, told.Tags)} {Patterns(told.Command)}")
            .FirstOrDefault();
    }

    /// <summary>What the targets of recipes, workflows and all other lines of the project run, those of tests first.</summary>
    private static IEnumerable<GateCommand> Told(RepositoryFiles files) =>
        files
            .Stacks.SelectMany(stack => stack.Targets(files, "", name => Test.Contains(name, StringComparer.Ordinal)))
            .SelectMany(lines => lines)
            .SelectMany(told => ReachedCommands.Of(told.Line, files))
            .Concat(ToldLine.Of(files).SelectMany(told => told.Reached(files)));

    /// <summary>The folder in which Go itself runs: <c>go -C tools test</c> enters one.</summary>
    private static string FolderOf(GateCommand command) =>
        Enters().FirstIn(command.Line[command.ToolStart..]) is { Success: true } enters
            ? RepositoryPath.Normal($"{command.Folder}/{enters.Groups[1].Value}")
            : command.Folder;

    /// <summary>What a line builds with, by its option or by the variable that Go takes options from.</summary>
    private static IReadOnlyList<string> Tags(GateCommand command)
    {
        var words = command.Words;
        var at = words.Index().FirstOrDefault(word => Option().IsIn(word.Item));
        var written =
            at.Item is null ? Variable().FirstIn(command.Line).Groups[1].Value
            : at.Item.Contains('=', StringComparison.Ordinal) ? at.Item[(at.Item.IndexOf('=', StringComparison.Ordinal) + 1)..]
            : words.ElementAtOrDefault(at.Index + 1) ?? "";
        return [.. written.Trim('"', '\'').Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Where(tag => Tag().IsIn(tag))];
    }

    /// <summary>The option as the line has it, so that it is known again.</summary>
    private static string Written(GateCommand command, IReadOnlyList<string> tags) =>
        command.Words.FirstOrDefault(word => Option().IsIn(word) && word.Contains('=', StringComparison.Ordinal)) is { } whole
            ? ShellWords.Quote(whole)
            : $"-tags {ShellWords.Quote(string.Join(',', tags))}";

    /// <summary>What the line gives the command, but options for Go, each with a space behind it.</summary>
    private static string Variables(GateCommand command) =>
        ShellWords.Commands(command.Line).FirstOrDefault(words => words[0].Start <= command.ToolStart && command.ToolStart < words[^1].End)
            is { } own
            ? string.Concat(
                own.Take(GateWrapper.Assignments(own, 0))
                    .Select(word => command.Line[word.Start..word.End])
                    .Where(text => !text.StartsWith("GO", StringComparison.Ordinal) && !OpenVariables.IsOpen(text))
                    .Select(text => text + " ")
            )
            : "";

    private static string Patterns(GateCommand command) =>
        command
            .Words.Where(word => word.StartsWith("./", StringComparison.Ordinal) && !word.Contains('$', StringComparison.Ordinal))
            .ToList()
            is { Count: > 0 } patterns
            ? string.Join(' ', patterns.Select(ShellWords.Quote))
            : "./...";

    /// <summary>The constraint under which a file is built, as <c>//go:build</c> says it; null for none.</summary>
    private static string? Constraint(string text)
    {
        var head = text.Split("\npackage ", 2)[0];
        if (Build().FirstIn(head) is { Success: true } build)
        {
            return build.Groups[1].Value;
        }

        // Before Go 1.17: lines are all to hold, of the words in a line one, of what commas join all.
        var lines = Old().AllIn(head).Select(match => match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        return lines.Count == 0 ? null : string.Join(" && ", lines.Select(words => $"({string.Join(" || ", words.Select(All))})"));
    }

    private static string All(string word) => $"({word.Replace(",", " && ", StringComparison.Ordinal)})";

    /// <summary>Whether a constraint holds with tags; one that cannot be read does.</summary>
    internal static bool Holds(string constraint, IReadOnlyList<string> tags)
    {
        var text = Word()
            .ReplaceIn(
                constraint,
                match =>
                    tags.Contains(match.Value, StringComparer.Ordinal)
                    || Given.Contains(match.Value, StringComparer.Ordinal)
                    || match.Value.StartsWith("go1", StringComparison.Ordinal)
                        ? "1"
                        : "0"
            )
            .Replace(" ", "", StringComparison.Ordinal);
        for (var round = 0; round < 100 && text.Length > 1; round++)
        {
            var before = text;
            text = text.Replace("!0", "1", StringComparison.Ordinal)
                .Replace("!1", "0", StringComparison.Ordinal)
                .Replace("(0)", "0", StringComparison.Ordinal)
                .Replace("(1)", "1", StringComparison.Ordinal);
            text = And().ReplaceIn(text, match => match.Value == "1&&1" ? "1" : "0");
            // An "or" waits for each "and" and "not" beside it.
            if (text == before && Or().FirstIn(text) is { Success: true } either)
            {
                var value = either.Value.Contains('1', StringComparison.Ordinal) ? "1" : "0";
                text = text[..either.Index] + value + text[(either.Index + either.Length)..];
            }

            if (text == before)
            {
                return true;
            }
        }

        return text != "0";
    }

    [GeneratedRegex(@"^//go:build[ \t]+([^\n]{1,500})$", RegexOptions.Multiline, 1000)]
    private static partial Regex Build();

    [GeneratedRegex(@"^//[ \t]*\+build[ \t]+([^\n]{1,500})$", RegexOptions.Multiline, 1000)]
    private static partial Regex Old();

    [GeneratedRegex(@"[\w.]+", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"[01]&&[01]", RegexOptions.None, 1000)]
    private static partial Regex And();

    [GeneratedRegex(@"(?<![&!])[01]\|\|[01](?!&&)", RegexOptions.None, 1000)]
    private static partial Regex Or();

    [GeneratedRegex(@"^--?tags(?:=.*)?$", RegexOptions.None, 1000)]
    private static partial Regex Option();

    [GeneratedRegex(@"\bGOFLAGS=[""']?[^""'\s]*?-tags=([\w.,]+)", RegexOptions.None, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^[\w.]+$", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^\S*go\s+-C[ =](\S+)\s", RegexOptions.None, 1000)]
    private static partial Regex Enters();
}
