using Ashlar.Core.Journal;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>A file that a model wants to change, known to be as the model last saw it.</summary>
/// <param name="Bytes">The present content; null when there is no file yet.</param>
/// <param name="Refusal">Why it may not be changed now; null when it may.</param>
internal sealed record FreshFile(byte[]? Bytes, ToolAnswer? Refusal)
{
    /// <summary>Why it may not be replaced as a whole: the model does not know what is in it; null when it does.</summary>
    public ToolAnswer? Unknown { get; private init; }

    private const long LargestFile = 64L * 1024 * 1024;

    /// <summary>Opens a file for change: it is an ordinary file, or not there.</summary>
    public static FreshFile Open(ToolContext context, SafeFiles files, string path)
    {
        var read = files.Read(path, LargestFile);
        if (!read.Ok)
        {
            return read.Problem.Code == FileProblems.Missing
                ? new FreshFile(null, null)
                : new FreshFile(null, ToolAnswer.Refused(read.Problem, $"Not written: {read.Problem}"));
        }

        if (read.Value.Stamp.Links > 1)
        {
            // The write itself refuses it; this says so before anything else does.
            var problem = FileReplacement.HardLinkProblem(path, read.Value.Stamp);
            return new FreshFile(null, ToolAnswer.Refused(problem, $"Not written: {problem}"));
        }

        var hash = ArtifactFolder.HashOf(read.Value.Bytes);
        return context.Memory.SeenHash(path) switch
        {
            null => new FreshFile(read.Value.Bytes, null)
            {
                Unknown = ToolAnswer.Failed($"{path} exists and you have not read it. {Learn(context, "first")}"),
            },
            var seen when seen != hash => new FreshFile(read.Value.Bytes, null)
            {
                Unknown = ToolAnswer.Failed(Stale(context, path, seen, read.Value.Bytes)),
            },
            _ => new FreshFile(read.Value.Bytes, null),
        };
    }

    private static string Stale(ToolContext context, string path, string seen, byte[] now)
    {
        var old = context.Tree?.Contents.Get(seen);
        if (old is null && context.Tree?.Base.Read(path) is { } pristine && ArtifactFolder.HashOf(pristine) == seen)
        {
            old = pristine;
        }

        var command = context.Memory.ChangedBy(path) is { } by ? $"your `{by}`" : null;
        var lines = old is null ? null : ChangedLines(old, now);
        var cause = string.Join(", ", new[] { command, lines }.OfType<string>());
        return $"{path} changed since you read it{(cause.Length == 0 ? "" : $" ({cause})")}. {Learn(context, "again")}";
    }

    private static string Learn(ToolContext context, string when) =>
        context.Offers("Read") ? $"Read it {when}."
        : context.Offers("Bash") ? $"Print it whole with `cat` {when}."
        : context.Offers("Edit") ? "Edit the part that you know."
        : "Write another file instead.";

    private static string? ChangedLines(byte[] old, byte[] now)
    {
        if (TextFile.Decode(old) is not { } before || TextFile.Decode(now) is not { } after)
        {
            return null;
        }

        var (was, lines) = (TextFile.Lines(before.Text), TextFile.Lines(after.Text));
        var first = 0;
        while (first < was.Count && first < lines.Count && was[first] == lines[first])
        {
            first++;
        }

        var end = 0;
        while (end < Math.Min(was.Count, lines.Count) - first && was[^(end + 1)] == lines[^(end + 1)])
        {
            end++;
        }

        var last = lines.Count - end;
        return last <= first ? $"line {first + 1}"
            : last == first + 1 ? $"line {last}"
            : $"lines {first + 1}–{last}";
    }
}
