namespace Ashlar.Core.Workspaces;

/// <summary>The full name of a git object: 40 or 64 lower-case hexadecimal digits.</summary>
internal static class ObjectName
{
    /// <summary>Whether a text is one.</summary>
    public static bool Is(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower);
}
