using System.Diagnostics.CodeAnalysis;
using Ashlar.Core.Secrets;

namespace Ashlar.Cli.Terminal;

/// <summary>Standard output and standard error of a command. They take masked text and nothing else.</summary>
/// <param name="output">What a script reads.</param>
/// <param name="error">Errors and progress.</param>
internal sealed class MaskedConsole(TextWriter output, TextWriter error)
{
    private bool endures;
    private bool lost;

    /// <summary>From now on work matters more than showing it: where standard output cannot be written, that is said once and the rest is left out.</summary>
    public void Endure() => endures = true;

    /// <summary>Writes a line to standard output.</summary>
    public void Line(MaskedText text) => Try(() => output.WriteLine(text.Text));

    /// <summary>Writes text without a line end, and shows it at once.</summary>
    public void Part(MaskedText text) =>
        Try(() =>
        {
            output.Write(text.Text);
            output.Flush();
        });

    /// <summary>Moves the cursor.</summary>
    public void Control([ConstantExpected] string sequence) => Try(() => output.Write(sequence));

    /// <summary>Writes a line to standard error.</summary>
    public void Trouble(MaskedText text) => error.WriteLine(text.Text);

    /// <summary>Shows what was written.</summary>
    public void Flush() => Try(output.Flush);

    private void Try(Action write)
    {
        if (lost)
        {
            return;
        }

        try
        {
            write();
        }
        catch (IOException trouble) when (endures)
        {
            lost = true;
            error.WriteLine(
                $"ashlar: warning: standard output cannot be written ({trouble.Message}); the run continues, see it with `ashlar status`"
            );
        }
    }
}
