using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>One changed file as a checkout holds it: text, data without text, or something that no check can read.</summary>
internal abstract record FileReading
{
    private FileReading() { }

    /// <summary>What is to be done in each case; none can be forgotten.</summary>
    public abstract T Match<T>(Func<ChangedFile, T> text, Func<string, byte[]?, T> data, Func<UnreadableFile, T> unreadable);

    /// <summary>A text.</summary>
    public static FileReading Text(ChangedFile file) => new TextReading(file);

    /// <summary>Pictures, archives and other data in which nothing can be read and nothing is run.</summary>
    public static FileReading Data(string path, byte[]? content) => new DataReading(path, content);

    /// <summary>What gates run or obey, and checks cannot read.</summary>
    public static FileReading Unreadable(string path, string reason) => new UnreadableReading(new UnreadableFile(path, reason));

    private sealed record TextReading(ChangedFile File) : FileReading
    {
        public override T Match<T>(Func<ChangedFile, T> text, Func<string, byte[]?, T> data, Func<UnreadableFile, T> unreadable) =>
            text(File);
    }

    private sealed record DataReading(string Path, byte[]? Content) : FileReading
    {
        public override T Match<T>(Func<ChangedFile, T> text, Func<string, byte[]?, T> data, Func<UnreadableFile, T> unreadable) =>
            data(Path, Content);
    }

    private sealed record UnreadableReading(UnreadableFile File) : FileReading
    {
        public override T Match<T>(Func<ChangedFile, T> text, Func<string, byte[]?, T> data, Func<UnreadableFile, T> unreadable) =>
            unreadable(File);
    }
}

/// <summary>A file of the change that gates run or obey and that no check can read.</summary>
/// <param name="Path">Relative to the repository root with <c>/</c>.</param>
/// <param name="Reason">Why, as the rest of a sentence that begins with the path.</param>
internal sealed record UnreadableFile(string Path, string Reason)
{
    /// <summary>The finding; its message is whole, with its way out.</summary>
    public Finding Finding =>
        new($"unreadable:{Path}", $"{Path}  {Reason}: what gates run there cannot be examined; plain text in a file of its own can")
        {
            Path = Path,
            Rule = "unreadable",
            Way = WayOut.Justify,
        };
}
