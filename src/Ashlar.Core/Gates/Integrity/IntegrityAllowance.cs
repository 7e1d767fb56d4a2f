namespace Ashlar.Core.Gates.Integrity;

/// <summary>Which files the written task and a person's answers name: a file that steers how work is judged is the task's to change where it is named.</summary>
/// <param name="Texts">The task's text and answers.</param>
public sealed record IntegrityAllowance(IReadOnlyList<string> Texts)
{
    /// <summary>Names nothing.</summary>
    public static IntegrityAllowance None { get; } = new([]);

    /// <summary>Whether a file is named, by its path or its name.</summary>
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
}
