using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs.Records;

/// <summary>Reads where a run stands, and says in one way what hinders that.</summary>
public static class RunReading
{
    /// <summary>Where a run stands now: as its journal says, except that a run whose process is gone is interrupted.</summary>
    /// <exception cref="ProblemException">Another form of Ashlar wrote it, or it cannot be read; exit status 1.</exception>
    public static RunState Read(RunFolder folder) => Read(folder, Content(folder));

    /// <summary>The same by what was read of its journal.</summary>
    /// <exception cref="ProblemException">Another form of Ashlar wrote it; exit status 1.</exception>
    public static RunState Read(RunFolder folder, JournalContent content)
    {
        var state = Fold(folder, content);
        foreach (var answer in folder.Record.Answers)
        {
            state.Answer(answer);
        }

        if (string.Equals(state.State, "running", StringComparison.Ordinal) && !folder.Record.IsHeld)
        {
            state.Interrupt();
        }

        return state;
    }

    private static RunState Fold(RunFolder folder, JournalContent content)
    {
        try
        {
            var state = RunState.Of(content.Entries);
            return state.Started is { Version: not RunStarted.Present and var form }
                ? throw Unreadable(folder, $"it was recorded in form {form}, this version reads form {RunStarted.Present}")
                : state;
        }
        catch (Exception trouble)
            when (trouble
                    is System.Text.Json.JsonException
                        or ArgumentException
                        or InvalidOperationException
                        or NullReferenceException
                        or KeyNotFoundException
            )
        {
            throw Unreadable(folder, "its entries have another form");
        }
    }

    private static ProblemException Unreadable(RunFolder folder, string why) => new(Trouble(folder, why), exitStatus: 1);

    /// <summary>What is said of a run that cannot be read.</summary>
    internal static Problem Trouble(RunFolder folder, string why) =>
        new("run.unreadable", $"the run {folder.Id} cannot be read: {why}")
        {
            Path = folder.Record.Place,
            Remedy = "Read it with the version of Ashlar that wrote it, or move its folder away",
        };

    /// <summary>Why nothing is known of it, in words.</summary>
    internal static string Unbegun(RunFolder folder) =>
        folder.Record.HasBegun ? "its first entry is damaged" : "its journal holds no entry";

    /// <summary>Why it cannot be read, in words.</summary>
    internal static string Why(Exception trouble) =>
        trouble is FileNotFoundException or DirectoryNotFoundException ? "its journal is gone" : trouble.Message;

    /// <summary>What its journal says; of a damaged one what comes before the damage.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="known">What was read of it before, or null.</param>
    /// <exception cref="ProblemException">It cannot be read; exit status 1.</exception>
    public static JournalContent Content(RunFolder folder, JournalContent? known = null)
    {
        try
        {
            return folder.Record.Read(known);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(folder, Why(trouble));
        }
    }

    /// <summary>The same to be shown: a journal without an entry, which nobody is writing, shows nothing.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="isHeld">Whether somebody was writing it, asked before it is read.</param>
    /// <param name="known">What was read of it before, or null.</param>
    /// <exception cref="ProblemException">It holds no entry or cannot be read; exit status 1.</exception>
    public static JournalContent Shown(RunFolder folder, bool isHeld, JournalContent? known = null)
    {
        var content = Content(folder, known);
        return !isHeld && content is { Entries: [], Damage: null } ? throw Unreadable(folder, Unbegun(folder)) : content;
    }

    /// <summary>The same of a journal on which something is to rest.</summary>
    /// <exception cref="ProblemException">It is damaged, holds no entry or cannot be read; exit status 1.</exception>
    public static JournalContent Whole(RunFolder folder)
    {
        try
        {
            return folder.Record.ReadWhole();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(folder, Why(trouble));
        }
    }

    /// <summary>Where a run stands that has begun.</summary>
    /// <exception cref="ProblemException">Nothing of it can be read; exit status 1.</exception>
    internal static RunState Begun(RunFolder folder, JournalContent content)
    {
        var state = Read(folder, content);
        return state.Started is null ? throw Unreadable(folder, Unbegun(folder)) : state;
    }

    /// <summary>The same of a run on which somebody acts: its journal must be its own, not that of another run to which a link leads.</summary>
    /// <exception cref="ProblemException">Nothing of it can be read, or it is another run's; exit status 1.</exception>
    internal static RunState Own(RunFolder folder, JournalContent content)
    {
        var state = Begun(folder, content);
        return state.Run == folder.Id ? state : throw Unreadable(folder, $"its journal is that of the run {ShownText.Line(state.Run)}");
    }
}
