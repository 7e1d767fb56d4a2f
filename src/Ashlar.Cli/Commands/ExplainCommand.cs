using System.CommandLine;
using Ashlar.Cli.Options;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Settings;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar explain CODE</c>: what an error code means and what to do.</summary>
internal static class ExplainCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var code = new Argument<string>("CODE") { Description = "A code such as config.unknown-key" };
        code.CompletionSources.Add(_ => ErrorCatalog.All.Select(known => new System.CommandLine.Completions.CompletionItem(known.Code)));
        var command = new Command("explain", "Tells what an error code means and what to do.\n\nExample: ashlar explain config.unknown-key")
        {
            code,
        };
        globals.SetAction(command, (parse, io, _) => Task.FromResult(Run(parse.GetRequiredValue(code), io)));
        return command;
    }

    private static int Run(string code, CommandIo io)
    {
        var known = ErrorCatalog.Find(code) ?? throw Unknown(code);
        if (io.Json)
        {
            io.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("code", known.Code);
                json.WriteString("meaning", known.Meaning);
                json.WriteString("remedy", known.Remedy);
                json.WriteEndObject();
            });
            return 0;
        }

        io.Line(known.Code);
        io.Line($"  {known.Meaning}");
        io.Line($"  What to do: {known.Remedy}");
        return 0;
    }

    private static ProblemException Unknown(string code)
    {
        var nearest = Similar.Nearest(code, ErrorCatalog.All.Select(known => known.Code));
        return new ProblemException(
            new Problem("cli.unknown-code", $"there is no code {code}")
            {
                Observed = code,
                Expected = nearest,
                Remedy = nearest is null ? "docs/errors.md lists all codes" : $"Run `ashlar explain {nearest}`",
            }
        );
    }
}
