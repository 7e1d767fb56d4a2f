using System.Globalization;
using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>What <c>git cat-file --batch</c> writes: a line <c>HASH TYPE SIZE</c>, the content and a line feed, for each object.</summary>
internal static class BatchText
{
    /// <summary>The objects in order; those that are missing are left out.</summary>
    public static IEnumerable<(string Hash, ReadOnlyMemory<byte> Content)> Objects(ReadOnlyMemory<byte> output)
    {
        while (output.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var head = Encoding.UTF8.GetString(output.Span[..end]).Split(' ');
            output = output[(end + 1)..];
            if (head.Length == 3 && int.TryParse(head[2], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            {
                yield return (head[0], output[..size]);
                output = output[(size + 1)..];
            }
        }
    }
}
