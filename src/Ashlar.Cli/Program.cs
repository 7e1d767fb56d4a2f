using System.CommandLine;
using Ashlar.Cli;
using Ashlar.Core;

if (OpenFiles.TooFew() is { } few)
{
    OpenFiles.Say(few);
    return 2;
}

var globals = new GlobalOptions();
var root = Commands.CreateRoot(globals);
var parse = root.Parse(args);
if (parse.Errors.Count > 0)
{
    var command = string.Join(
        ' ',
        parse.CommandResult.Command.Name is "ashlar" ? ["ashlar"] : new[] { "ashlar", parse.CommandResult.Command.Name }
    );
    foreach (var error in parse.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal))
    {
        Console.Error.WriteLine($"ashlar: {ShownText.Line(error).TrimEnd('.')}. Run `{command} --help`.");
    }

    return 2;
}

using var termination = new Termination();
return await parse.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, termination.Token).ConfigureAwait(false);
