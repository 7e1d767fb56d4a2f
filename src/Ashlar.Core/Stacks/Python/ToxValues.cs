using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Python;

/// <summary>What tox puts in place of references in an environment: <c>{toxinidir}</c>, <c>{[testenv]setenv}</c>, <c>{posargs:tests}</c>.</summary>
/// <param name="name">The environment's name.</param>
/// <param name="lookup">The text that another section has under a key; null for none.</param>
internal sealed partial class ToxValues(string name, Func<string, string, string?> lookup)
{
    private const int Rounds = 20;

    // A reference that stays is kept out of the way of those around it.
    private const char Opened = '\u0001';
    private const char Closed = '\u0002';

    /// <summary>The way from the folder in which commands run to the one of the configuration.</summary>
    public string Root { get; init; } = ".";

    /// <summary>The text with each reference in place that the configuration settles; others stay as they are.</summary>
    public string Put(string text)
    {
        for (var round = 0; round < Rounds && text.Length < 100_000 && Reference().IsIn(text); round++)
        {
            text = Reference().ReplaceIn(text, match => One(match.Groups[1].Value) ?? $"{Opened}{match.Groups[1].Value}{Closed}");
        }

        return text.Replace(Opened, '{')
            .Replace(Closed, '}')
            .Replace("{envbindir}/", "", StringComparison.Ordinal)
            .Replace("{env_bin_dir}/", "", StringComparison.Ordinal);
    }

    /// <summary>Lines of <c>setenv</c> as the shell takes them before a command; what only the machine decides is left out.</summary>
    public string Variables(string lines)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Put(lines).Split('\n').Select(line => line.Trim()))
        {
            var own = Holds(line, name) ? Factor().ReplaceIn(line, "") : "";
            if (own.StartsWith("file|", StringComparison.Ordinal))
            {
                values["file"] = $"{{{own}}}";
            }
            else if (own.Split('=', 2) is [var key, var value] && Name().IsIn(key.Trim()))
            {
                values[key.Trim()] = value.Trim();
            }
        }

        return Given(values);
    }

    /// <summary>Variables as the shell takes them before a command, without what only the machine decides and what only measures.</summary>
    public static string Given(IEnumerable<KeyValuePair<string, string>> values) =>
        string.Concat(values.Where(pair => !Machine().IsIn(pair.Key)).Select(pair => OpenVariables.Given(pair.Key, pair.Value)));

    /// <summary>A folder as commands enter it; the root for one that only tox makes.</summary>
    public static string Inside(string folder) =>
        folder.Contains('{', StringComparison.Ordinal) || folder.Contains(".tox", StringComparison.Ordinal) || folder.StartsWith('/')
            ? ""
            : RepositoryPath.Normal(folder);

    /// <summary>Whether a line is for an environment: without factors (<c>py39-unit: …</c>), or with those that its name has.</summary>
    public static bool Holds(string line, string name)
    {
        if (Factor().FirstIn(line) is not { Success: true } factor)
        {
            return true;
        }

        var parts = name.Split('-');
        return factor
            .Groups[1]
            .Value.Split(',')
            .Any(one =>
                one.Trim('{', '}', ' ')
                    .Split('-')
                    .All(part => parts.Contains(part.TrimStart('!'), StringComparer.Ordinal) != part.StartsWith('!'))
            );
    }

    /// <summary>A line of <c>commands</c> without factors and the signs before it.</summary>
    public static string Plain(string line) => Factor().ReplaceIn(line.Trim(), "").TrimStart('-', '!', ' ').Trim();

    private string? One(string reference)
    {
        if (Section().FirstIn(reference) is { Success: true } other)
        {
            return lookup(other.Groups[1].Value, other.Groups[2].Value);
        }

        var parts = reference.Split(':', 3);
        return parts[0] switch
        {
            "" when reference == ":" => ":",
            "/" => "/",
            "posargs" => parts.Length > 1 ? string.Join(':', parts.Skip(1)) : "",
            "tty" => parts.Length > 2 ? parts[2] : "",
            "env" => parts.Length > 2 ? parts[2] : "",
            "toxinidir" or "tox_root" => Root,
            "toxworkdir" or "work_dir" => $"{Root}/.tox",
            "envname" or "env_name" => name,
            "envpython" or "env_python" or "basepython" or "base_python" => "python3",
            _ => null,
        };
    }

    [GeneratedRegex(@"\{([^{}\n]+)\}", RegexOptions.None, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\[([^\]\n]+)\]([\w-]+)$", RegexOptions.None, 1000)]
    private static partial Regex Section();

    [GeneratedRegex(@"^([\w.,!{}-]+):\s+", RegexOptions.None, 1000)]
    private static partial Regex Factor();

    [GeneratedRegex(@"^\w+$", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?:PATH|HOME|TMPDIR|TMP|TEMP|COV_\w+|COVERAGE_\w+)$", RegexOptions.None, 1000)]
    private static partial Regex Machine();
}
