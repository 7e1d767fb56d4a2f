namespace Ashlar.Core.Sandboxes.Host;

/// <summary>Judges whether only this user and root decide on what is at the end of a path.</summary>
internal sealed class HostJudge(HostAccounts accounts, HostGround ground)
{
    /// <summary>Where others decide.</summary>
    public HostGround Ground => ground;

    /// <summary>Why the path is not to be relied on, as the end of a sentence; null where it is.</summary>
    public string? Trouble(HostRoute route)
    {
        if (ground.Touched(route) is { } folder)
        {
            return $"lies in {folder}";
        }

        var end = route.Steps[^1];
        var open = route.Steps.FirstOrDefault(step =>
            step == end
                ? !accounts.IsOurs(step.Status)
                // Somebody who may add entries to a folder above cannot replace what is ours there when the folder is sticky.
                : !accounts.IsOurs(step.Status) && !(step.Status.IsSticky && accounts.IsTrusted(step.Status.Owner))
        );
        return open is null ? null
            : open == end ? "can be written by others"
            : $"can be replaced by others, who may write {open.Path}";
    }
}
