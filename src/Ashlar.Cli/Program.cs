using System.CommandLine;
using Ashlar.Cli;
using Ashlar.Cli.Options;
using Ashlar.Cli.Terminal;
using Ashlar.Core;

if (OpenFiles.TooFew() is { } few)
{
    OpenFiles.Say(few);
    return 2;
}

var globals = new GlobalOptions();
var root = CommandCatalog.CreateRoot(globals);
var parse = root.Parse(args);
if (parse.Action is not HelpText && UsageErrors.Of(parse) is { Count: > 0 } errors)
{
    globals.IoOf(parse).Report(errors);
    return 2;
}

using var termination = new Termination();
return await parse.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, termination.Token).ConfigureAwait(false);
