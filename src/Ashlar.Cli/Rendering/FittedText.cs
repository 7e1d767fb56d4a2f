using Ashlar.Cli.Terminal;
using Ashlar.Core;

namespace Ashlar.Cli.Rendering;

/// <summary>Sentences for people, broken between words where a terminal would break them anywhere.</summary>
internal static class FittedText
{
    private const int Narrowest = 40;

    /// <summary>Writes a sentence to standard error.</summary>
    public static void Note(CommandIo io, string text)
    {
        foreach (var line in Lines(io, text))
        {
            io.Note(line);
        }
    }

    /// <summary>Writes a warning to standard error.</summary>
    public static void Warn(CommandIo io, Problem problem) => Note(io, $"ashlar: warning: {problem}");

    /// <summary>Writes a sentence to standard output.</summary>
    public static void Line(CommandIo io, string text)
    {
        foreach (var line in Lines(io, text))
        {
            io.Line(line);
        }
    }

    private static IEnumerable<string> Lines(CommandIo io, string text) =>
        io.Interactive ? RunText.Fitted(text, Math.Max(Narrowest, Console.WindowWidth)) : [text];
}
