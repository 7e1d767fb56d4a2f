namespace Ashlar.Core.Runs.Records;

/// <summary>A request to stop a run: a file in its folder, since a signal would reach all runs of its process.</summary>
internal static class StopRequest
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Leaves the request, where none is left yet.</summary>
    public static void Leave(string folder)
    {
        using var file = new FileStream(PathIn(folder), FileMode.OpenOrCreate, FileAccess.Write);
    }

    /// <summary>Whoever takes the run was not meant by what was asked before.</summary>
    public static void Forget(string folder) => File.Delete(PathIn(folder));

    /// <summary>Ends when the request is there.</summary>
    public static async Task ComesAsync(string folder, TimeProvider clock, CancellationToken cancellationToken)
    {
        // Looked for, since watches of folders are few on a machine and runs are many.
        using var looks = new PeriodicTimer(Look, clock);
        while (!File.Exists(PathIn(folder)))
        {
            _ = await looks.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static string PathIn(string folder) => Path.Combine(folder, "stop");
}
