namespace Ashlar.Core.Stacks.Results;

/// <summary>The parts of a runner's id of a test.</summary>
public static class TestName
{
    private static readonly string[] Dividers = ["::", " > ", " › ", "#"];

    /// <summary>The id without the parameters of one case: <c>test_cents[1]</c> and <c>Adds(a: 1)</c> are cases of one test.</summary>
    public static string Plain(string id)
    {
        var bracket = id.IndexOf('[', StringComparison.Ordinal);
        if (bracket > 0 && id.EndsWith(']'))
        {
            id = id[..bracket];
        }

        var parenthesis = id.IndexOf('(', StringComparison.Ordinal);
        return parenthesis > 0 && id.EndsWith(')') && IsNameSign(id[parenthesis - 1]) ? id[..parenthesis] : id;
    }

    /// <summary>The last part: the test's own name, without file, classes and suites.</summary>
    public static string Short(string id)
    {
        var name = Plain(id.Trim());
        foreach (var divider in Dividers)
        {
            name = name[(name.LastIndexOf(divider, StringComparison.Ordinal) is >= 0 and var at ? at + divider.Length : 0)..];
        }

        // A sentence has its full stops and slashes to itself.
        return name.Contains(' ', StringComparison.Ordinal) ? name.Trim() : name[(name.LastIndexOfAny(['.', '/', '\\']) + 1)..];
    }

    /// <summary>The id's parts in order, the file in one piece.</summary>
    public static IReadOnlyList<string> Parts(string id)
    {
        var plain = Plain(id.Trim());
        var parts = plain.Split(Dividers, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 || plain.Contains(' ', StringComparison.Ordinal) || plain.Contains('/', StringComparison.Ordinal)
            ? parts
            : plain.Split('.', StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool IsNameSign(char sign) => char.IsLetterOrDigit(sign) || sign == '_';
}
