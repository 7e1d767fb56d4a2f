namespace Ashlar.Core.Settings;

/// <summary>Where Ashlar keeps its state, outside every repository: <c>$ASHLAR_HOME</c>, else <c>$XDG_STATE_HOME/ashlar</c>, else <c>~/.local/state/ashlar</c>.</summary>
/// <param name="Path">The folder, absolute; it need not exist.</param>
public sealed record StateFolder(string Path)
{
    /// <summary>How model endpoints want to be asked, one file each.</summary>
    public string Endpoints => System.IO.Path.Combine(Path, "endpoints");

    /// <summary>What is trusted.</summary>
    public string Trust => System.IO.Path.Combine(Path, "trust");

    /// <summary>The folder that an environment names.</summary>
    /// <param name="environment">Look-up of variables; empty ones and, for <c>XDG_STATE_HOME</c>, relative ones count as absent (XDG Base Directory specification).</param>
    /// <exception cref="ProblemException">None of the variables, not even <c>HOME</c>, is set. Exit status 2.</exception>
    public static StateFolder Of(Func<string, string?> environment)
    {
        if (environment("ASHLAR_HOME") is { Length: > 0 } own)
        {
            return new StateFolder(System.IO.Path.GetFullPath(own));
        }

        if (environment("XDG_STATE_HOME") is { Length: > 0 } state && System.IO.Path.IsPathRooted(state))
        {
            return new StateFolder(System.IO.Path.Combine(state, "ashlar"));
        }

        return environment("HOME") is { Length: > 0 } home
            ? new StateFolder(System.IO.Path.Combine(System.IO.Path.GetFullPath(home), ".local", "state", "ashlar"))
            : throw new ProblemException(
                new Problem("state.no-home", "There is no folder for the state: HOME is not set") { Remedy = "Set ASHLAR_HOME to a folder" }
            );
    }
}
