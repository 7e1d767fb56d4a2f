using System.Text.RegularExpressions;

namespace Ashlar.Core.Gates.Integrity;

/// <summary>What the written task, configuration or a person's answer allows to be taken from tests.</summary>
/// <param name="Texts">The task's text, answers, and names of tests or files from configuration.</param>
public sealed partial record IntegrityAllowance(IReadOnlyList<string> Texts)
{
    /// <summary>Allows nothing.</summary>
    public static IntegrityAllowance None { get; } = new([]);

    /// <summary>
    /// Whether a line of the texts says that the test, or its file, is to be removed, skipped, replaced or rewritten. That a
    /// file is only named, say as the place of new tests, allows nothing.
    /// </summary>
    public bool Allows(TestSource test)
    {
        var name = test.Name[(test.Name.LastIndexOfAny([':', '>']) + 1)..].Trim();
        return Texts
            .SelectMany(text => text.Split('\n'))
            .Any(line => Verb().IsMatch(line) && (Names(line, name) || Names(line, test.File)));
    }

    /// <summary>Whether a configuration file is named at all: a task that names it is about it.</summary>
    public bool NamesFile(string path) => Texts.Any(text => Names(text, path) || Names(text, path[(path.LastIndexOf('/') + 1)..]));

    private static bool Names(string line, string name)
    {
        for (var at = line.IndexOf(name, StringComparison.Ordinal); at >= 0; at = line.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            var end = at + name.Length;
            if ((at == 0 || !IsWord(line[at - 1])) && (end == line.Length || !IsWord(line[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(char sign) => char.IsLetterOrDigit(sign) || sign is '_' or '-';

    [GeneratedRegex(@"\b(?:remov|delet|drop|skip|xfail|replac|rewrit|disabl|retir|obsolet|merg|consolidat)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Verb();
}
