using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.Places;

/// <summary>Documents that came with the answers to one task's questions and are not in its worktree yet.</summary>
internal sealed class HandedFiles
{
    private readonly List<EscalationAnswered> answers = [];
    private readonly Dictionary<string, byte[]?> files = new(StringComparer.Ordinal);

    /// <summary>The answers whose documents are still to be committed, in order.</summary>
    public IReadOnlyList<EscalationAnswered> Waiting => answers;

    /// <summary>What was committed and is not in the worktree yet: content by path.</summary>
    public IReadOnlyDictionary<string, byte[]?> Files => files;

    /// <summary>An answer was found.</summary>
    public void Add(EscalationAnswered answer)
    {
        if (answer.With.Count > 0)
        {
            answers.Add(answer);
        }
    }

    /// <summary>The documents of all answers are on the branch.</summary>
    public void Committed(IEnumerable<KeyValuePair<string, byte[]?>> content)
    {
        answers.Clear();
        foreach (var (path, bytes) in content)
        {
            files[path] = bytes;
        }
    }

    /// <summary>The worktree has them.</summary>
    public void Brought() => files.Clear();
}
