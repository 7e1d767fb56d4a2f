namespace Ashlar.Core.Work;

/// <summary>Finds the names most like one that does not exist.</summary>
internal static class NearestText
{
    private const int Longest = 200;

    /// <summary>The nearest candidates by edit distance, nearest first.</summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> candidates, int most) =>
        [
            .. candidates
                .Where(candidate => candidate.Length <= Longest)
                .Select(candidate => (candidate, Distance: Distance(name, candidate)))
                .OrderBy(pair => pair.Distance)
                .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
                .Take(most)
                .Select(pair => pair.candidate),
        ];

    private static int Distance(string one, string other)
    {
        one = one.Length <= Longest ? one : one[..Longest];
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[^1];
    }
}
