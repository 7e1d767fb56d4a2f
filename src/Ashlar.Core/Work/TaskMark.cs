namespace Ashlar.Core.Work;

/// <summary>The bytes of a file that say where a task stands.</summary>
/// <param name="Kind">What kind of mark it is.</param>
/// <param name="Offset">The offset of its first byte in the file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Written">What is there.</param>
internal sealed record TaskMark(TaskMarkKind Kind, int Offset, int Length, string Written)
{
    /// <summary>Whether it is a check mark of the list's own, such as ✅.</summary>
    public bool Checked => Kind == TaskMarkKind.Box && Written.Length > 0 && Written[0] is '✅' or '✔' or '✓' or '☑';
}

/// <summary>The kinds of marks.</summary>
internal enum TaskMarkKind
{
    /// <summary>The character between the brackets of a check-box.</summary>
    Box,

    /// <summary>The value of a <c>Status:</c> line or of the front matter's <c>status</c>.</summary>
    Status,

    /// <summary>The value of <c>"status"</c> in JSON, without its quotes.</summary>
    Json,
}
