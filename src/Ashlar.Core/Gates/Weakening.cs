namespace Ashlar.Core.Gates;

/// <summary>How a change of what judges is told.</summary>
internal static class Weakening
{
    /// <summary>The finding.</summary>
    public static Finding Finding(ChangedFile file, int line, string what) =>
        new(
            $"judge:{file.Path}:{what}",
            $"{file.Path}:{line}  this file says how the work is judged, and {what}. Undo it; gates use it as it was. If the task really requires it, Escalate (question)."
        )
        {
            Path = file.Path,
            Line = line,
            Rule = "judge-input",
        };
}
