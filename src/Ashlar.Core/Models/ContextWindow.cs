namespace Ashlar.Core.Models;

/// <summary>How many tokens a request to a model may hold with its answer: as known, and less once it has refused that much.</summary>
/// <param name="tokens">As known; null for no bound.</param>
public sealed class ContextWindow(int? tokens)
{
    /// <summary>Nothing smaller is believed.</summary>
    public const int Least = 1000;

    private readonly Lock gate = new();
    private int? tokens = tokens;

    /// <summary>No bound that is known.</summary>
    public static ContextWindow Unknown => new(null);

    /// <summary>The bound; null where none is known.</summary>
    public int? Tokens
    {
        get
        {
            lock (gate)
            {
                return tokens;
            }
        }
    }

    /// <summary>A request was refused as too long: the window is what the provider told, or less than what was sent.</summary>
    public void Learn(long most)
    {
        lock (gate)
        {
            tokens = (int)Math.Min(Math.Max(Least, most), tokens ?? int.MaxValue);
        }
    }
}
