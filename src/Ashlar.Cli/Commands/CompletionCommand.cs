using System.CommandLine;
using Ashlar.Cli.Options;
using Ashlar.Core.Secrets;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar completion</c>: prints the script that makes a shell complete ashlar's commands and options.</summary>
internal static class CompletionCommand
{
    // All of them ask the program itself, by System.CommandLine's suggest directive.
    private const string Bash = """
        _ashlar() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(ashlar "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _ashlar ashlar
        """;

    private const string Zsh = """
        #compdef ashlar
        _ashlar() {
            local -a found
            found=("${(@f)$(ashlar "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -- $found
            _files
        }
        compdef _ashlar ashlar
        """;

    private const string Fish = """
        complete -c ashlar -a '(set -l line (commandline -cp); ashlar "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'
        """;

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command(
            "completion",
            "Prints the script that completes commands and options in a shell.\n\n"
                + "Examples:\n  source <(ashlar completion bash)      # in ~/.bashrc\n  source <(ashlar completion zsh)       # in ~/.zshrc\n"
                + "  ashlar completion fish > ~/.config/fish/completions/ashlar.fish"
        )
        {
            shell,
        };
        globals.SetAction(
            command,
            (parse, io, _) =>
            {
                io.Console.Line(
                    parse.GetRequiredValue(shell) switch
                    {
                        "zsh" => MaskedText.Literal(Zsh),
                        "fish" => MaskedText.Literal(Fish),
                        _ => MaskedText.Literal(Bash),
                    }
                );
                return Task.FromResult(0);
            }
        );
        return command;
    }
}
