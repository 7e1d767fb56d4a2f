namespace Ashlar.Core.Judging.Units;

/// <summary>What differs between two sequences, as runs of neighbours.</summary>
internal static class LineDiff
{
    private const int MostSteps = 2000;

    /// <summary>Runs that differ: from and behind in the first, from and behind in the second; in order.</summary>
    public static IReadOnlyList<(int From, int Until, int OtherFrom, int OtherUntil)> Of(
        IReadOnlyList<string> one,
        IReadOnlyList<string> other
    )
    {
        var head = 0;
        while (head < one.Count && head < other.Count && one[head] == other[head])
        {
            head++;
        }

        var (end, otherEnd) = (one.Count, other.Count);
        while (end > head && otherEnd > head && one[end - 1] == other[otherEnd - 1])
        {
            end--;
            otherEnd--;
        }

        if (head == end && head == otherEnd)
        {
            return [];
        }

        var pairs = Pairs(one, other, head, end, otherEnd);
        var runs = new List<(int, int, int, int)>();
        var (at, otherAt) = (head, head);
        foreach (var (same, otherSame) in pairs.Append((end, otherEnd)))
        {
            if (same > at || otherSame > otherAt)
            {
                runs.Add((at, same, otherAt, otherSame));
            }

            (at, otherAt) = (same + 1, otherSame + 1);
        }

        return runs;
    }

    /// <summary>Equal places by the shortest script (Myers); none where the two have hardly anything in common.</summary>
    private static List<(int, int)> Pairs(IReadOnlyList<string> one, IReadOnlyList<string> other, int head, int end, int otherEnd)
    {
        var (count, otherCount) = (end - head, otherEnd - head);
        var most = Math.Min(count + otherCount, MostSteps);
        var furthest = new int[(2 * most) + 3];
        var trace = new List<int[]>();
        for (var steps = 0; steps <= most; steps++)
        {
            trace.Add(furthest[(most + 1 - steps - 1)..(most + 1 + steps + 2)]);
            for (var k = -steps; k <= steps; k += 2)
            {
                var at = most + 1 + k;
                var x = k == -steps || (k != steps && furthest[at - 1] < furthest[at + 1]) ? furthest[at + 1] : furthest[at - 1] + 1;
                while (x < count && x - k < otherCount && x - k >= 0 && one[head + x] == other[head + x - k])
                {
                    x++;
                }

                furthest[at] = x;
                if (x >= count && x - k >= otherCount)
                {
                    return Back(trace, head, count, otherCount);
                }
            }
        }

        return [];
    }

    private static List<(int, int)> Back(List<int[]> trace, int head, int x, int y)
    {
        var pairs = new List<(int, int)>();
        for (var steps = trace.Count - 1; steps >= 0; steps--)
        {
            // The part that was kept begins at diagonal -steps - 1.
            var row = trace[steps];
            int Furthest(int k) => row[k + steps + 1];
            var diagonal = x - y;
            var before =
                diagonal == -steps || (diagonal != steps && Furthest(diagonal - 1) < Furthest(diagonal + 1)) ? diagonal + 1 : diagonal - 1;
            var (fromX, fromY) = steps == 0 ? (0, 0) : (Furthest(before), Furthest(before) - before);
            while (x > fromX && y > fromY)
            {
                x--;
                y--;
                pairs.Add((head + x, head + y));
            }

            (x, y) = (fromX, fromY);
        }

        pairs.Reverse();
        return pairs;
    }
}
