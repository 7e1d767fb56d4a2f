using System.Text;

namespace Ashlar.Core.Work;

/// <summary>
/// The lines of a file with their places in its bytes, and which of them are code, comment or front matter.
/// Lines end with LF, CRLF or a lone CR, mixed as they come; a byte order mark belongs to no line.
/// </summary>
internal sealed class SourceLines
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly List<SourceLine> _lines = [];

    private SourceLines(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The whole file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The number of lines.</summary>
    public int Count => _lines.Count;

    /// <summary>The number of lines that the front matter takes, its two fences included; 0 without one.</summary>
    public int FrontMatterLines { get; private set; }

    /// <summary>The line with an index from 0.</summary>
    public SourceLine this[int index] => _lines[index];

    /// <summary>Splits a file and finds fenced code, comments and front matter.</summary>
    public static SourceLines Split(ReadOnlyMemory<byte> bytes)
    {
        var source = new SourceLines(bytes);
        source.SplitLines();
        source.FindFrontMatter();
        source.FindHidden();
        return source;
    }

    /// <summary>The lines from one index to another, both included, as they are in the file, without trailing blank lines.</summary>
    public string Slice(int first, int last)
    {
        while (last > first && string.IsNullOrWhiteSpace(_lines[last].Text))
        {
            last--;
        }

        if (last < first)
        {
            return "";
        }

        var start = _lines[first].Start;
        return Encoding.UTF8.GetString(Bytes.Span[start..(_lines[last].Start + _lines[last].Length)]);
    }

    private void SplitLines()
    {
        var span = Bytes.Span;
        var start = span.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        while (start < span.Length)
        {
            var rest = span[start..];
            var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
            var length = end < 0 ? rest.Length : end;
            _lines.Add(new SourceLine(start, length, Encoding.UTF8.GetString(rest[..length])));
            start +=
                end < 0 ? length
                : rest[end] == '\r' && end + 1 < rest.Length && rest[end + 1] == '\n' ? length + 2
                : length + 1;
        }
    }

    private void FindFrontMatter()
    {
        if (Count == 0 || _lines[0].Text.TrimEnd() != "---")
        {
            return;
        }

        for (var i = 1; i < Count; i++)
        {
            if (_lines[i].Text.TrimEnd() == "---")
            {
                FrontMatterLines = i + 1;
                return;
            }
        }
    }

    private void FindHidden()
    {
        var fence = default(Fence);
        for (var i = FrontMatterLines; i < Count; i++)
        {
            var line = _lines[i];
            if (fence.IsOpen)
            {
                line.Hidden = true;
                fence = fence.IsClosedBy(line.Text) ? default : fence;
            }
            else if (Fence.TryOpen(line.Text, out fence))
            {
                line.Hidden = true;
            }
            else if (line.Text.AsSpan().TrimStart().StartsWith("<!--", StringComparison.Ordinal) && !DependencyPhrase.IsComment(line.Text))
            {
                i = HideComment(i);
            }
        }
    }

    // A comment that is never closed is taken as text: nobody means to comment out the rest of a list by a slip.
    private int HideComment(int first)
    {
        for (var i = first; i < Count; i++)
        {
            if (_lines[i].Text.Contains("-->", StringComparison.Ordinal))
            {
                for (var j = first; j <= i; j++)
                {
                    _lines[j].Hidden = true;
                }

                return i;
            }
        }

        return first;
    }

    // Fenced code as in CommonMark 0.31 section 4.5, at any indent and inside list items.
    private readonly record struct Fence(char Mark, int Length)
    {
        public bool IsOpen => Length > 0;

        public static bool TryOpen(string line, out Fence fence)
        {
            var text = BoxLine.SkipListMarker(line);
            fence = default;
            if (text.Length < 3 || text[0] is not ('`' or '~'))
            {
                return false;
            }

            var length = Run(text);
            if (length < 3 || (text[0] == '`' && text[length..].Contains('`')))
            {
                return false;
            }

            fence = new Fence(text[0], length);
            return true;
        }

        public bool IsClosedBy(string line)
        {
            var text = line.AsSpan().Trim();
            return text.Length >= Length && text[0] == Mark && Run(text) == text.Length;
        }

        private static int Run(ReadOnlySpan<char> text)
        {
            var end = text.IndexOfAnyExcept(text[0]);
            return end < 0 ? text.Length : end;
        }
    }
}

/// <summary>One line of a file.</summary>
/// <param name="start">The offset of its first byte in the file.</param>
/// <param name="length">Its length in bytes, without its line end.</param>
/// <param name="text">Its text.</param>
internal sealed class SourceLine(int start, int length, string text)
{
    private BoxLine? _box;
    private bool _boxRead;

    /// <summary>The offset of its first byte in the file.</summary>
    public int Start { get; } = start;

    /// <summary>Its length in bytes, without its line end.</summary>
    public int Length { get; } = length;

    /// <summary>Its text; bytes that are no UTF-8 read as U+FFFD.</summary>
    public string Text { get; } = text;

    /// <summary>Whether it is fenced code or a comment.</summary>
    public bool Hidden { get; set; }

    /// <summary>Its check-box, read once; null where it holds none.</summary>
    public BoxLine? Box
    {
        get
        {
            if (!_boxRead)
            {
                _box = BoxLine.Parse(Text);
                _boxRead = true;
            }

            return _box;
        }
    }

    /// <summary>Whether it holds nothing but white space.</summary>
    public bool Blank => Text.AsSpan().IsWhiteSpace();

    /// <summary>Its indent in columns; a tab goes to the next multiple of four.</summary>
    public int Indent
    {
        get
        {
            var column = 0;
            foreach (var c in Text)
            {
                if (c == '\t')
                {
                    column += 4 - (column % 4);
                }
                else if (c == ' ')
                {
                    column++;
                }
                else
                {
                    break;
                }
            }

            return column;
        }
    }
}
