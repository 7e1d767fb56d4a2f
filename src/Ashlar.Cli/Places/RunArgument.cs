using System.CommandLine;

namespace Ashlar.Cli.Places;

/// <summary>The argument RUN, which may be left out: then the newest run of this repository is meant.</summary>
internal static class RunArgument
{
    /// <summary>The argument of a command that takes nothing else.</summary>
    public static Argument<string?> Create() =>
        new("RUN") { Description = "The run; left out: the newest of this repository", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Adds it to a command, and after it others that may not be left out.</summary>
    /// <returns>What reads them: the run or null, and the others in their order.</returns>
    public static Func<ParseResult, (string? Run, IReadOnlyList<string> Others)> AddWith(
        Command command,
        params (string Name, string Description)[] others
    )
    {
        // The parser fills arguments from the front, so none can be required as long as the first may be left out.
        List<Argument<string?>> all =
        [
            Create(),
            .. others.Select(other => new Argument<string?>(other.Name)
            {
                Description = other.Description,
                Arity = ArgumentArity.ZeroOrOne,
            }),
        ];
        all.ForEach(command.Arguments.Add);
        command.Validators.Add(result =>
        {
            if (result.Tokens.Count < others.Length)
            {
                result.AddError($"{string.Join(" and ", others.Select(other => other.Name))} must be given");
            }
        });
        return parse =>
        {
            var words = all.Select(parse.GetValue).OfType<string>().ToList();
            return words.Count > others.Length ? (words[0], words[1..]) : (null, words);
        };
    }
}
