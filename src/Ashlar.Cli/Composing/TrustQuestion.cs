using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Settings;

namespace Ashlar.Cli.Composing;

/// <summary>Asks on a terminal whether files of the repository may be obeyed.</summary>
internal static class TrustQuestion
{
    /// <summary>Shows what is new or changed and waits for yes or no; no is the default.</summary>
    public static bool Ask(CommandIo io, TrustCheck check)
    {
        io.Line("Files of this repository steer the run and are not trusted yet:");
        foreach (var item in check.Untrusted)
        {
            io.Line($"  {ShownText.Line(item.Path)} ({(item.State == TrustState.Changed ? "changed since you trusted it" : "new")})");
            if (item.Note is { } note)
            {
                io.Line($"    it {note}");
            }
        }

        io.Part("Trust them as they are? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
