using System.Diagnostics.CodeAnalysis;
using Ashlar.Core.Secrets;

namespace Ashlar.Cli;

/// <summary>Standard output and standard error of a command. They take masked text and nothing else.</summary>
/// <param name="output">What a script reads.</param>
/// <param name="error">Errors and progress.</param>
internal sealed class MaskedConsole(TextWriter output, TextWriter error)
{
    /// <summary>Writes a line to standard output.</summary>
    public void Line(MaskedText text) => output.WriteLine(text.Text);

    /// <summary>Writes text without a line end, and shows it at once.</summary>
    public void Part(MaskedText text)
    {
        output.Write(text.Text);
        output.Flush();
    }

    /// <summary>Moves the cursor.</summary>
    public void Control([ConstantExpected] string sequence) => output.Write(sequence);

    /// <summary>Writes a line to standard error.</summary>
    public void Trouble(MaskedText text) => error.WriteLine(text.Text);

    /// <summary>Shows what was written.</summary>
    public void Flush() => output.Flush();
}
