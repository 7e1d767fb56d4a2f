using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>
/// What was noticed of changes in this execution. The same change on another tree, since others landed below it, need not be taken away again where
/// the test that noticed it still passes; what nobody noticed is asked again, since others' tests may.
/// </summary>
internal sealed class KnownUnits
{
    private readonly ConcurrentDictionary<string, UnitFound> found = new(StringComparer.Ordinal);

    /// <summary>What is known of one change.</summary>
    public KnownChange For(ProofSubject subject) => new(found, Name(subject), subject);

    /// <summary>A name for all that the change does, to tests as to the product: another test may notice less.</summary>
    private static string Name(ProofSubject subject)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in subject.Product.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            Add(hash, file.Path, Bytes(file.Before), Bytes(file.After));
        }

        foreach (var file in subject.Trees.Change.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            Add(hash, file.Path, file.Before, file.After);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static void Add(IncrementalHash hash, string path, params byte[]?[] contents)
    {
        hash.AppendData(Encoding.UTF8.GetBytes($"{path}\0"));
        foreach (var content in contents)
        {
            hash.AppendData(Encoding.ASCII.GetBytes(content is null ? "-" : $"{content.Length}:"));
            hash.AppendData(content ?? []);
        }
    }
}

/// <summary>What is known of one change.</summary>
internal sealed class KnownChange(ConcurrentDictionary<string, UnitFound> found, string change, ProofSubject subject)
{
    /// <summary>What was noticed of a unit by a test that passes on this tree too; null where that is not known.</summary>
    public UnitFound? Noticed(string unit) =>
        found.GetValueOrDefault(Key(unit)) is { Kind: VerdictKind.Noticed, Test: { } test } noticed
        && !subject.Flaky.Contains(test)
        && subject.Green?.Cases.Any(one => one.Id == test && one.Outcome == Stacks.Results.TestOutcome.Passed) is true
            ? noticed
            : null;

    /// <summary>Keeps what was found.</summary>
    public void Keep(string unit, UnitFound known) => found[Key(unit)] = known;

    private string Key(string unit) => $"{change}/{unit}";
}
