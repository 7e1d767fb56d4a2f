using System.CommandLine;
using System.CommandLine.Parsing;
using Ashlar.Core;

namespace Ashlar.Cli;

/// <summary>What is wrong with a command line, before a command runs.</summary>
internal static class UsageErrors
{
    /// <summary>The problems; empty where the command can run.</summary>
    public static IReadOnlyList<Problem> Of(ParseResult parse)
    {
        var command = Path(parse.CommandResult);
        return
        [
            .. parse
                .Errors.Select(Text)
                .Concat(Unknown(parse))
                .Distinct(StringComparer.Ordinal)
                .Select(text => new Problem("cli.usage", ShownText.Line(text).TrimEnd('.')) { Remedy = $"Run `{command} --help`" }),
        ];
    }

    // "ashlar tasks list", as it is typed.
    private static string Path(CommandResult result) =>
        result.Command is RootCommand ? "ashlar"
        : result.Parent is CommandResult above ? $"{Path(above)} {result.Command.Name}"
        : $"ashlar {result.Command.Name}";

    private static string Text(ParseError error) =>
        error.SymbolResult switch
        {
            OptionResult { Option: var option, Tokens: [{ Value: var value }] } when Wanted(option.ValueType) is { } wanted =>
                $"{option.Name} takes {wanted}, not '{value}'",
            _ => error.Message,
        };

    private static string? Wanted(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(int) ? "a whole number"
            : plain == typeof(decimal) || plain == typeof(double) ? "a number"
            : null;
    }

    /// <summary>Words that look like options and were taken for arguments; behind <c>--</c> they are meant.</summary>
    private static IEnumerable<string> Unknown(ParseResult parse)
    {
        var before = parse.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToList();
        return parse
            .CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Where(token => token.Value.Length > 1 && token.Value[0] == '-' && before.Any(one => one.Value == token.Value))
            .Select(token => $"there is no option {token.Value}");
    }
}
