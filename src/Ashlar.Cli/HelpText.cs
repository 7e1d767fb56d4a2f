using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Ashlar.Cli;

/// <summary>
/// <c>--help</c>: of the program its commands in groups, a line each; of a command what it does, its usage, arguments, options and examples. Nothing is
/// wider than the terminal, or than 80 columns where there is none.
/// </summary>
/// <param name="groups">The commands by what they are for.</param>
internal sealed class HelpText(IReadOnlyList<CommandGroup> groups) : SynchronousCommandLineAction
{
    private const int Narrowest = 60;
    private const int Widest = 110;
    private const int WidthOfPipes = 80;
    private const int WidestName = 30;

    private static readonly string[] ExampleMarks = ["\n\nExamples:\n", "\n\nExample: "];

    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var width = Console.IsOutputRedirected ? WidthOfPipes : Math.Clamp(Console.WindowWidth, Narrowest, Widest);
        var command = parseResult.CommandResult.Command;
        foreach (var line in command is RootCommand ? OfProgram(command, width) : OfCommand(parseResult.CommandResult, width))
        {
            output.WriteLine(line);
        }

        return 0;
    }

    private List<string> OfProgram(Command root, int width)
    {
        List<string> lines = [.. Wrapped(root.Description ?? "", 0, width), "", "Usage: ashlar COMMAND [options]", ""];
        var column = groups.SelectMany(group => group.Commands).Max(command => command.Name.Length);
        foreach (var group in groups)
        {
            lines.AddRange([group.Title, .. Commands(group.Commands, column, width), ""]);
        }

        lines.AddRange(["Options", .. Options(root.Options, width), "", "`ashlar COMMAND --help` says more. `ashlar demo` shows a run."]);
        return lines;
    }

    private static List<string> OfCommand(System.CommandLine.Parsing.CommandResult result, int width)
    {
        var command = result.Command;
        var (summary, examples) = Cut(command);
        var above = command.Parents.OfType<Command>().Where(one => one is not RootCommand).Select(one => one.Name);
        var arguments = command.Arguments.Where(one => !one.Hidden).ToList();
        var words = command.Subcommands.Count > 0 ? ["COMMAND"] : arguments.Select(Usage);
        List<string> lines =
        [
            .. Wrapped(summary, 0, width),
            "",
            string.Join(' ', ["Usage: ashlar", .. above, command.Name, .. words, "[options]"]),
        ];
        Add("Commands", Commands(command.Subcommands, null, width));
        Add("Arguments", Rows(arguments.Select(one => (one.Name, one.Description ?? "")), null, width));
        Add("Options", Options(command.Options, width));
        Add(examples.Count == 1 ? "Example" : "Examples", examples.Select(line => $"  {line}"));
        lines.AddRange(["", "`ashlar --help` lists the options that all commands take."]);
        return lines;

        void Add(string title, IEnumerable<string> part)
        {
            var shown = part.ToList();
            lines.AddRange(shown.Count == 0 ? [] : ["", title, .. shown]);
        }
    }

    private static IEnumerable<string> Commands(IEnumerable<Command> commands, int? column, int width) =>
        Rows(commands.Select(one => (one.Name, FirstSentence(Cut(one).Summary))), column, width);

    private static IEnumerable<string> Options(IEnumerable<Option> options, int width) =>
        Rows(options.Where(one => !one.Hidden).Select(one => (Name(one), one.Description ?? "")), null, width);

    private static string Name(Option option)
    {
        var names = option
            .Aliases.Append(option.Name)
            .Distinct(StringComparer.Ordinal)
            .Where(name => name[0] == '-')
            .OrderBy(name => name.Length);
        var value = option is HelpOption or VersionOption || option.ValueType == typeof(bool) ? "" : $" {option.HelpName ?? "VALUE"}";
        return string.Join(", ", names) + value;
    }

    private static string Usage(Argument argument)
    {
        var name = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}…" : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static (string Summary, IReadOnlyList<string> Examples) Cut(Command command)
    {
        var text = command.Description ?? "";
        foreach (var mark in ExampleMarks)
        {
            var at = text.IndexOf(mark, StringComparison.Ordinal);
            if (at >= 0)
            {
                return (text[..at], [.. text[(at + mark.Length)..].Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)]);
            }
        }

        return (text, []);
    }

    private static string FirstSentence(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).Split('\n')[0].TrimEnd('.');
    }

    private static IEnumerable<string> Rows(IEnumerable<(string Name, string Text)> rows, int? column, int width)
    {
        var all = rows.ToList();
        var names = column ?? Math.Min(WidestName, all.Select(row => row.Name.Length).DefaultIfEmpty().Max());
        foreach (var (name, text) in all)
        {
            var wrapped = Wrapped(text, names + 4, width).ToList();
            if (name.Length > names)
            {
                yield return $"  {name}";
                wrapped[0] = wrapped[0].TrimStart().PadLeft(wrapped[0].TrimStart().Length + names + 4);
            }
            else
            {
                wrapped[0] = $"  {name.PadRight(names)}  {wrapped[0].TrimStart()}";
            }

            foreach (var line in wrapped)
            {
                yield return line.TrimEnd();
            }
        }
    }

    private static IEnumerable<string> Wrapped(string text, int indent, int width)
    {
        foreach (var paragraph in text.Split('\n'))
        {
            var line = new string(' ', indent);
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Length > indent && line.Length + 1 + word.Length > width)
                {
                    yield return line;
                    line = new string(' ', indent);
                }

                line += line.Length == indent ? word : $" {word}";
            }

            yield return line;
        }
    }
}

/// <summary>Commands that are for the same.</summary>
/// <param name="Title">What they are for.</param>
/// <param name="Commands">The commands, in the order in which the help lists them.</param>
internal sealed record CommandGroup(string Title, IReadOnlyList<Command> Commands);
