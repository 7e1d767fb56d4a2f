namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Counts for <c>bench/security</c>, written where the variable <c>SECURITY_FIGURES</c> says; nothing without it.</summary>
internal static class Figures
{
    private static readonly Lock Gate = new();

    /// <summary>Adds to a figure: how many attempts there were and how many of them succeeded.</summary>
    public static void Add(string figure, int succeeded, int attempts)
    {
        if (Environment.GetEnvironmentVariable("SECURITY_FIGURES") is { Length: > 0 } path)
        {
            lock (Gate)
            {
                File.AppendAllText(path, $"{figure}\t{succeeded}\t{attempts}\n");
            }
        }
    }
}
