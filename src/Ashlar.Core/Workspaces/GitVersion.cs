using System.Globalization;

namespace Ashlar.Core.Workspaces;

/// <summary>Which git is there, and what it can do.</summary>
public static class GitVersion
{
    /// <summary>The oldest version that works: 2.31 is the first to print absolute paths, 2.32 to leave out the user's configuration.</summary>
    public static Version Oldest { get; } = new(2, 32);

    /// <summary>The first version that merges among its objects alone, which <see cref="TreeMerge"/> needs.</summary>
    public static Version FirstToMerge { get; } = new(2, 38);

    /// <summary>What <c>git --version</c> says as a version, such as 2.39 for <c>git version 2.39.5 (Apple Git-154)</c>; null when it says none.</summary>
    public static Version? Of(string text)
    {
        var numbers = text.Trim()
            .Split(' ')
            .Select(word => word.Split('.'))
            .FirstOrDefault(parts => parts.Length > 1 && IsNumber(parts[0]) && IsNumber(parts[1]));
        return numbers is not null
            ? new Version(int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture))
            : null;
    }

    private static bool IsNumber(string text) => text.Length is > 0 and < 6 && text.All(char.IsAsciiDigit);
}
