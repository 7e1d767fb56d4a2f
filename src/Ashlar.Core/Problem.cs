using System.Text;
using System.Text.Json.Serialization;

namespace Ashlar.Core;

/// <summary>
/// One thing that is wrong, in the shape in which every error, finding, discrepancy and refusal leaves Ashlar (contract section 2).
/// </summary>
/// <param name="Code">A code from the published list, such as <c>config.unknown-key</c>: <c>area.what</c>, lower case.</param>
/// <param name="Message">What is wrong, one sentence without the final full stop.</param>
public sealed record Problem([property: Structure] string Code, string Message)
{
    /// <summary>The file it is about, relative to the repository root where it lies inside.</summary>
    public string? Path { get; init; }

    /// <summary>The line in <see cref="Path"/>, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The column in <see cref="Line"/>, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>What was found.</summary>
    public string? Observed { get; init; }

    /// <summary>What should have been found.</summary>
    public string? Expected { get; init; }

    /// <summary>Whether doing the same again may succeed; null where the question does not arise.</summary>
    public bool? Retryable { get; init; }

    /// <summary>A command or an edit that helps in this state, without the final full stop.</summary>
    public string? Remedy { get; init; }

    /// <summary>Whether it only warns; it then never decides an exit status.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Warning { get; init; }

    /// <summary>The place as people write it: <c>path:line:column</c>, or null without a path.</summary>
    [JsonIgnore]
    public string? Place =>
        Path is null ? null
        : Line is null ? Path
        : Column is null ? $"{Path}:{Line}"
        : $"{Path}:{Line}:{Column}";

    /// <summary>The one-line form: <c>WHAT (WHERE). REMEDY.</c></summary>
    public override string ToString()
    {
        var text = new StringBuilder(Message.TrimEnd('.'));
        if (Place is { } place)
        {
            text.Append(" (").Append(place).Append(')');
        }

        if (text[^1] is not ('?' or '!'))
        {
            text.Append('.');
        }

        if (Remedy is not null)
        {
            text.Append(' ').Append(Remedy.TrimEnd('.')).Append('.');
        }

        return text.ToString();
    }
}

/// <summary>Trouble that ends what the user asked for, carried as a <see cref="Problem"/>; shown as one sentence, never as a stack trace.</summary>
public sealed class ProblemException : Exception
{
    /// <summary>Wraps one problem.</summary>
    public ProblemException(Problem problem, int exitStatus = 2, Exception? inner = null)
        : base(problem.ToString(), inner)
    {
        Problems = [problem];
        ExitStatus = exitStatus;
    }

    /// <summary>Wraps several problems found at once; there must be at least one.</summary>
    public ProblemException(IReadOnlyList<Problem> problems, int exitStatus = 2)
        : base(problems[0].ToString())
    {
        Problems = problems;
        ExitStatus = exitStatus;
    }

    /// <summary>All that is wrong, at least one.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>The exit status that the command ends with; 2 (usage or configuration) unless said otherwise.</summary>
    public int ExitStatus { get; }
}
