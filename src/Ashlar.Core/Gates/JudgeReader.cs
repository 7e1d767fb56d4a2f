using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>Who reads a changed file as its orders.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="What">How it gets to read it.</param>
internal sealed record JudgeReader(string Gate, string What)
{
    /// <summary>The change of the file as a finding.</summary>
    public Finding Finding(ChangedFile file)
    {
        var (did, stays) =
            file.Before is null ? ("is new and says", "Gates run without it")
            : file.After is null ? ("is deleted and said", "Gates use it as it was")
            : ("is changed and says", "Gates use it as it was");
        return new Finding($"judge:{file.Path}", $"{file.Path}  {did} how the work is judged: {What} (gate \"{Gate}\"). {stays}")
        {
            Path = file.Path,
            Rule = "judge-input",
            Way = WayOut.Justify,
        };
    }
}
