using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>What is proven: a task's whole change, which in a pipeline began before the part that is judged.</summary>
/// <param name="Task">The task's id.</param>
/// <param name="Files">The files that differ.</param>
/// <param name="Trees">Base and tree.</param>
/// <param name="Subject">The change; null where a later part of the task will be measured with it.</param>
internal sealed record ProvenChange(string Task, IReadOnlyList<FileChange> Files, BenchTrees Trees, ProofSubject? Subject);
