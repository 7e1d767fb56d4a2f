using System.Text;

namespace Ashlar.Core.Gates.Watching;

/// <summary>Programs of the watch, as Ashlar carries them.</summary>
internal static class WatchText
{
    /// <summary>The text of one.</summary>
    public static string Of(string name)
    {
        using var stream = typeof(WatchText).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
