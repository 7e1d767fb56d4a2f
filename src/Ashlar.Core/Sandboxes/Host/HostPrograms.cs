using Ashlar.Core.Sandboxes.Commands;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>The programs of the host, found once, at the start; never in a folder of PATH where somebody else decides what stands.</summary>
public sealed class HostPrograms
{
    private const string StandardPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static readonly string[] Names =
    [
        "git",
        "bwrap",
        "bash",
        "sh",
        "nsenter",
        "perl",
        "python3",
        "gh",
        "gpg",
        "gpgsm",
        "ssh-keygen",
    ];

    // Without these, nothing works; the others are looked for by what needs them.
    private static readonly string[] AlwaysNeeded = ["git", "bwrap", "bash", "sh"];

    private readonly IReadOnlyList<string> entries;
    private readonly IReadOnlyList<string> untrusted;
    private readonly string? state;
    private readonly Dictionary<string, HostProgram> found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> refused = new(StringComparer.Ordinal);
    private readonly List<string> missed = [];
    private readonly HostJudge judge;

    private readonly OwnProgram? own;

    private HostPrograms(
        IReadOnlyList<string> entries,
        IReadOnlyList<string> untrusted,
        string? state,
        ProcessStarts starts,
        OwnProgram? own
    )
    {
        this.own = own;
        Starts = starts;
        this.entries = entries;
        this.untrusted = untrusted;
        this.state = state;
        var ground = new HostGround(state is null ? untrusted : [.. untrusted, state]);
        judge = new HostJudge(new HostAccounts(), ground);
        var filter = own is not null && Trouble(own.Path, judge) is null ? own : null;
        var good = new List<string>();
        foreach (var entry in entries)
        {
            if (Trouble(entry, judge) is { } trouble)
            {
                PassOver(entry, trouble, isInside: IsInside(entry, ground));
            }
            else if (Directory.Exists(entry))
            {
                good.Add(entry);
            }
        }

        // Where one is started outside of every repository, a folder of PATH may still lie in one.
        good = [.. good.OrderBy(IsInCheckout)];
        SearchPath = string.Join(':', good.Where(entry => IsSearched(entry, judge)));
        foreach (var name in Names)
        {
            foreach (var entry in good.TakeWhile(_ => !found.ContainsKey(name)))
            {
                if (HostProgram.In(entry, name, SearchPath, judge, starts, out var trouble) is { } program)
                {
                    found[name] = program with { Own = filter };
                }
                else if (trouble is not null)
                {
                    Refuse(name, Path.Combine(entry, name), trouble);
                }
            }
        }
    }

    /// <summary>What all runs of the process share to start programs and commands.</summary>
    public ProcessStarts Starts { get; }

    /// <summary>The folders of PATH that may hold a program, as PATH for programs of the host.</summary>
    public string SearchPath { get; }

    /// <summary>The absolute folders of the user's PATH, as commands in a sandbox see it.</summary>
    public IReadOnlyList<string> CommandPath => [.. entries.Where(IsAbsolute)];

    /// <summary>What was passed over and would be missed; null where nothing was.</summary>
    public Problem? Warning =>
        missed.Count == 0
            ? null
            : new Problem("program.passed-over", $"no program is taken from these entries of PATH: {string.Join("; ", missed.Distinct())}")
            {
                Warning = true,
                Remedy = "Take them out of PATH where Ashlar runs, or see to it that only you can write there",
            };

    /// <summary>Git, or null.</summary>
    public HostProgram? Git => found.GetValueOrDefault("git");

    /// <summary>Bubblewrap, or null.</summary>
    public HostProgram? Bubblewrap => found.GetValueOrDefault("bwrap");

    /// <summary>The shell of commands, or null.</summary>
    public HostProgram? Bash => found.GetValueOrDefault("bash");

    /// <summary>The shell of the operator's own lines, or null.</summary>
    public HostProgram? Shell => found.GetValueOrDefault("sh");

    /// <summary>What enters namespaces, or null.</summary>
    public HostProgram? Nsenter => found.GetValueOrDefault("nsenter");

    /// <summary>Perl, or null.</summary>
    public HostProgram? Perl => found.GetValueOrDefault("perl");

    /// <summary>Python, or null.</summary>
    public HostProgram? Python => found.GetValueOrDefault("python3");

    /// <summary>GitHub's command line, or null.</summary>
    public HostProgram? GitHub => found.GetValueOrDefault("gh");

    /// <summary>A program by the name or the absolute path that the user's own settings give it, or null.</summary>
    public HostProgram? Named(string name) =>
        !IsAbsolute(name) ? found.GetValueOrDefault(name)
        : Path.GetDirectoryName(name) is { } folder && Trouble(folder, judge) is null
            ? HostProgram.In(folder, Path.GetFileName(name), SearchPath, judge, Starts, out _)
        : null;

    /// <summary>Finds them.</summary>
    /// <param name="path">The user's PATH; null or empty for the usual folders.</param>
    /// <param name="untrusted">Folders whose content others decide on: checkouts, git directories.</param>
    /// <param name="state">The state folder, or null for none.</param>
    /// <param name="starts">What all runs of the process share to start others; null for what fits this machine.</param>
    /// <param name="own">Ashlar's own program, or null where none can be started.</param>
    /// <exception cref="ProblemException">The state folder lies in one of the others; exit status 2.</exception>
    public static HostPrograms Find(
        string? path,
        IReadOnlyList<string> untrusted,
        string? state,
        ProcessStarts? starts = null,
        OwnProgram? own = null
    )
    {
        StateGround.Check(untrusted, state);
        var given = (path ?? "").Split(':').Distinct(StringComparer.Ordinal).ToList();
        return new HostPrograms(
            given.Exists(IsAbsolute) ? given : [.. given, .. StandardPath.Split(':')],
            untrusted,
            state,
            starts ?? ProcessStarts.Of(Environment.ProcessorCount),
            own
        );
    }

    /// <summary>The same where further folders may hold no program.</summary>
    /// <exception cref="ProblemException">The state folder lies in one of them; exit status 2.</exception>
    public HostPrograms Outside(IReadOnlyList<string> more)
    {
        var others = more.Except(untrusted, StringComparer.Ordinal).ToList();
        StateGround.Check(others, state);
        return others.Count == 0 ? this : new HostPrograms(entries, [.. untrusted, .. others], state, Starts, own);
    }

    /// <summary>Where a program of that name was passed over and why, as the rest of a sentence; empty where none was.</summary>
    public string PassedOver(string name) => refused.TryGetValue(name, out var why) ? $" ({why})" : "";

    private static bool IsInCheckout(string entry)
    {
        for (var at = HostRoute.Of(entry)?.End; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Path.Exists(Path.Combine(at, ".git")))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAbsolute(string entry) => entry.StartsWith('/');

    private static string? Trouble(string entry, HostJudge judge) =>
        !IsAbsolute(entry) ? "is not absolute"
        : HostRoute.Of(entry) is not { } route ? null
        : judge.Trouble(route);

    private static bool IsInside(string entry, HostGround ground) =>
        HostRoute.Of(Path.GetFullPath(entry.Length == 0 ? "." : entry)) is { } route && ground.Touched(route) is not null;

    private bool IsSearched(string entry, HostJudge judge)
    {
        if (FolderLinks.Trouble(entry, judge) is not { } trouble)
        {
            return true;
        }

        missed.Add($"{entry}, which {trouble}");
        return false;
    }

    private void PassOver(string entry, string trouble, bool isInside)
    {
        var shown = entry.Length == 0 ? "an empty entry" : entry;
        foreach (var name in Names.Where(name => File.Exists(Path.Combine(entry.Length == 0 ? "." : entry, name))))
        {
            refused.TryAdd(name, $"the one in {shown} of PATH was passed over, which {trouble}");
            isInside |= AlwaysNeeded.Contains(name, StringComparer.Ordinal);
        }

        if (isInside)
        {
            missed.Add($"{shown}, which {trouble}");
        }
    }

    private void Refuse(string name, string path, string trouble)
    {
        refused.TryAdd(name, $"{path} was passed over, which {trouble}");
        if (AlwaysNeeded.Contains(name, StringComparer.Ordinal))
        {
            missed.Add($"{path}, which {trouble}");
        }
    }
}
