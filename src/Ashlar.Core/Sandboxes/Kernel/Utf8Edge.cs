namespace Ashlar.Core.Sandboxes.Kernel;

/// <summary>Where a cut through UTF-8 text leaves half a character.</summary>
internal static class Utf8Edge
{
    /// <summary>How many bytes at the end begin a character that is not complete, 0 to 3.</summary>
    public static int Incomplete(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var value = bytes[^back];
            if ((value & 0xC0) != 0x80)
            {
                var needed = value switch
                {
                    >= 0xF0 and < 0xF8 => 4,
                    >= 0xE0 and < 0xF0 => 3,
                    >= 0xC0 and < 0xE0 => 2,
                    _ => 1,
                };
                return needed > back ? back : 0;
            }
        }

        return 0;
    }

    /// <summary>How many bytes at the start belong to a character that began before, 0 to 3.</summary>
    public static int Continuation(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        while (count < Math.Min(3, bytes.Length) && (bytes[count] & 0xC0) == 0x80)
        {
            count++;
        }

        return count;
    }
}
