using System.CommandLine;
using Ashlar.Cli;
using Ashlar.Cli.Options;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Workspaces;

if (OpenFiles.TooFew() is { } few)
{
    OpenFiles.Say(few);
    return 2;
}

if (args is [OwnProgram.FilterCommand, var store])
{
    using var questions = new BufferedStream(Console.OpenStandardInput(), 1 << 16);
    using var answers = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
    new LargeFileFilter(new LargeFileStore(store)).Answer(questions, answers);
    return 0;
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
