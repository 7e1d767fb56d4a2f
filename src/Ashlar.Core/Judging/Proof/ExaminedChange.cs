using System.Text;
using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Proof;

/// <summary>Makes a subject of a change that was read, and of the gates on its tree.</summary>
public static class ExaminedChange
{
    /// <summary>The subject; what judges comes from the base and is not part of it.</summary>
    /// <param name="examination">The change.</param>
    /// <param name="results">The gates on the task's tree that decide.</param>
    /// <param name="before">The tests that ran on the base, or null.</param>
    public static ProofSubject ToSubject(this TaskExamination examination, IReadOnlyList<GateResult> results, TestRun? before)
    {
        var testing = results.Where(result => result.Tests is not null).ToList();
        var change = examination.Change.Where(file => !examination.Judge.FromBase.ContainsKey(file.Path)).ToList();
        return new ProofSubject
        {
            Trees = new TaskTrees([
                .. change
                    .Where(file => file.IsTest)
                    .Select(file => new ChangedContent(
                        file.Path,
                        StackCatalog.All.IsTest(file.Path) ? FileRole.Test : FileRole.Support,
                        Bytes(file.Before),
                        Bytes(file.After)
                    )),
                .. InlineTests.Of(change.Where(file => !file.IsTest)),
                .. examination.SupportData.Select(file => new ChangedContent(file.Key, FileRole.Support, null, file.Value)),
            ]),
            Product = [.. change.Where(file => !file.IsTest)],
            Green = testing.Count == 0 ? null : new TestRun([.. testing.SelectMany(result => result.Tests!.Cases)]),
            GreenDuration = testing.Aggregate(TimeSpan.Zero, (sum, result) => sum + result.Duration),
            Before = before,
            IsOwn = examination.IsOwn,
            Flaky = testing.SelectMany(result => result.Flaky).ToHashSet(StringComparer.Ordinal),
        };
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
