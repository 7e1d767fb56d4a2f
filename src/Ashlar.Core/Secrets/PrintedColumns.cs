using System.Runtime.InteropServices;

namespace Ashlar.Core.Secrets;

/// <summary>A text made of parts of another one, with the way back.</summary>
internal sealed class PrintedColumns
{
    private readonly List<byte> text = [];
    private readonly List<int> starts = [];
    private readonly List<int> ends = [];

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Text => CollectionsMarshal.AsSpan(text);

    /// <summary>Whether each character stands for something written otherwise.</summary>
    public bool Apart { get; init; }

    /// <summary>Adds a character that stands for a stretch of the other text.</summary>
    public void Add(int character, int start, int end)
    {
        text.Add(character is > 0 and < 128 ? (byte)character : (byte)0);
        starts.Add(start);
        ends.Add(end);
    }

    /// <summary>Begins again.</summary>
    public void Clear()
    {
        text.Clear();
        starts.Clear();
        ends.Clear();
    }

    /// <summary>Keeps what follows apart from what is there.</summary>
    public void Break(int at)
    {
        for (var count = 0; Text.Length > 0 && count <= PrintedText.LongestGap; count++)
        {
            Add(0, at, at);
        }
    }

    /// <summary>Where a stretch of the text is in the other one.</summary>
    public (int Start, int End) Of(int start, int end) => (starts[start], ends[end - 1]);

    /// <summary>Where a character is in the other text; its length where there is none.</summary>
    public int At(int index, int length) => index < starts.Count ? starts[index] : length;
}
