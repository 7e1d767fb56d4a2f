using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Policies;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Places;

/// <summary>What people allowed in one attempt at a task, on top of its words and rules.</summary>
/// <param name="item">The task.</param>
/// <param name="scope">Which files may be written from the start.</param>
internal sealed class TaskGrants(TaskItem item, Scope scope)
{
    /// <summary>Which files may be written.</summary>
    public Scope Scope { get; private set; } = scope;

    /// <summary>What the written task and answers allow to be taken from tests.</summary>
    public IntegrityAllowance Allowance { get; private set; } = new([item.Title, item.Text]);

    /// <summary>Whether a person agreed that the task needs no change.</summary>
    public bool NoChangeAgreed { get; private set; }

    /// <summary>A person agreed that the task needs no change.</summary>
    public void AgreeToNoChange() => NoChangeAgreed = true;

    /// <summary>A person answered: what the words allow is allowed.</summary>
    public void Allow(string answer) => Allowance = new IntegrityAllowance([.. Allowance.Texts, answer]);

    /// <summary>A person allows further paths for this task.</summary>
    public void Grant(IReadOnlyList<string> paths, string source) => Scope = Scope.With(paths, source);
}
