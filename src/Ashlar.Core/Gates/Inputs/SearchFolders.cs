using System.Text.RegularExpressions;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>Folders of the repository in which programs or modules are looked for, by the variables that say so.</summary>
internal static partial class SearchFolders
{
    /// <summary>The folders that lines of a shell add.</summary>
    public static IEnumerable<string> Of(string lines, string folder) =>
        Assignment().AllIn(lines).SelectMany(match => Of(match.Groups[1].Value, match.Groups[2].Value.Trim('"', '\''), folder));

    /// <summary>The folders that one variable names, as paths of the repository.</summary>
    public static IEnumerable<string> Of(string name, string value, string folder)
    {
        if (name is not ("PATH" or "PYTHONPATH" or "NODE_PATH" or "MYPYPATH" or "PERL5LIB" or "RUBYLIB" or "CLASSPATH" or "GOFLAGS"))
        {
            yield break;
        }

        foreach (var entry in value.Split(':'))
        {
            var plain = entry
                .Trim('"', '\'')
                .Replace("${PWD}", ".", StringComparison.Ordinal)
                .Replace("$PWD", ".", StringComparison.Ordinal);
            if (plain.Length > 0 && plain[0] is not ('/' or '$' or '~'))
            {
                yield return ClosureReader.Join(folder, plain);
            }
        }
    }

    [GeneratedRegex(@"(?:^|[\s;&|])(?:export\s+)?([A-Z][A-Z0-9_]{2,30})=(""[^""\n]*""|'[^'\n]*'|[^\s;&|]+)", RegexOptions.None, 1000)]
    private static partial Regex Assignment();
}
