namespace Ashlar.Providers.Wire;

/// <summary>What stands for a tool result without any content, since an empty text is never sent.</summary>
internal static class EmptyResult
{
    /// <summary>The words.</summary>
    public const string Text = "(no output)";
}
