using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;

namespace Ashlar.Cli.Rendering;

/// <summary>Names the work of a run that is kept and not on its branch.</summary>
internal static class KeptText
{
    /// <summary>The work that did not land; nothing where the repository is gone.</summary>
    public static async Task ShowAsync(RunFolder folder, RunState run, CommandIo io, CancellationToken cancellation)
    {
        IReadOnlyList<(string Ref, string Why)> kept;
        try
        {
            var place = await RunRepository
                .FindAsync(folder.Id, run.Started!, io.Programs, io.Directory, cancellation)
                .ConfigureAwait(false);
            kept = await KeptWork.ListAsync(place.Git, folder.Id, cancellation).ConfigureAwait(false);
        }
        catch (ProblemException)
        {
            return;
        }

        if (kept.Count > 0)
        {
            io.Line();
            io.Line("Kept, not on the branch (see one with `git show REF`, take it with `git cherry-pick REF`):");
        }

        foreach (var (name, why) in kept)
        {
            io.Line($"  {name}  {ShownText.Line(why)}");
        }
    }
}
