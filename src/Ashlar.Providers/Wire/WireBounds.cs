namespace Ashlar.Providers.Wire;

/// <summary>How much of an answer is taken in before it is given up as malformed, so that no provider can exhaust the process.</summary>
internal static class WireBounds
{
    /// <summary>Characters of content in one answer.</summary>
    public const int AnswerCharacters = 32 * 1024 * 1024;

    /// <summary>Bytes of one line of a stream.</summary>
    public const int LineBytes = 8 * 1024 * 1024;

    /// <summary>Events of one stream.</summary>
    public const int Events = 200_000;

    /// <summary>Bytes of one response of any form.</summary>
    public const long ResponseBytes = 128L * 1024 * 1024;

    /// <summary>Bytes of an answer that comes as one document.</summary>
    public const int DocumentBytes = 48 * 1024 * 1024;

    /// <summary>Bytes of an error's body that are read.</summary>
    public const int ErrorBytes = 64 * 1024;

    /// <summary>Content blocks or calls of one answer.</summary>
    public const int Blocks = 4096;

    /// <summary>Token counts beyond this are not believed, so that sums cannot overflow.</summary>
    public const long Tokens = 1_000_000_000_000;
}

/// <summary>A response that breaks the protocol or the bounds; ends as a failure of kind malformed.</summary>
internal sealed class MalformedResponseException : Exception
{
    public MalformedResponseException(string message)
        : base(message) { }
}
