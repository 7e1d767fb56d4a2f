using Ashlar.Core;

namespace Ashlar.Cli.Terminal;

/// <summary>Asks before something is removed; without a terminal <c>--yes</c> must have been given.</summary>
internal static class Confirmation
{
    /// <summary>Waits for yes or no; no is the default.</summary>
    /// <exception cref="ProblemException">Nobody can be asked.</exception>
    public static bool Ask(CommandIo io, string question)
    {
        if (!io.Interactive)
        {
            throw Missing();
        }

        io.Part($"{question} [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    /// <summary>The trouble that nobody can be asked.</summary>
    public static ProblemException Missing() =>
        new(new Problem("cli.confirm", "this removes something, and there is no terminal to ask on") { Remedy = "Give --yes" });
}
