namespace Ashlar.Core.Tests.Audit;

/// <summary>One thing that a section does to the files.</summary>
/// <param name="Section">The section, for messages.</param>
/// <param name="Verb">What it does.</param>
/// <param name="Path">The file.</param>
internal sealed record CorpusStep(string Section, string Verb, string Path)
{
    public List<string> Lines { get; } = [];

    public static void Apply(IEnumerable<CorpusStep> steps, Dictionary<string, string> files)
    {
        foreach (var step in steps)
        {
            step.Apply(files);
        }
    }

    private void Apply(Dictionary<string, string> files)
    {
        switch (Verb)
        {
            case "create":
                files[Path] = Text();
                break;
            case "append":
                files[Path] += Text();
                break;
            case "delete":
                Expect(files.Remove(Path));
                break;
            case "move":
                var ends = Path.Split(" to ");
                files[ends[1]] = files[ends[0]];
                files.Remove(ends[0]);
                break;
            case "change":
                foreach (var (old, fresh) in Hunks())
                {
                    Expect(files[Path].Split(old).Length == 2, old);
                    files[Path] = files[Path].Replace(old, fresh, StringComparison.Ordinal);
                }

                break;
            default:
                throw new InvalidOperationException($"{Section}: no step is called {Verb}");
        }
    }

    private string Text() => string.Concat(Lines.Where(line => line.StartsWith('+')).Select(line => line[1..] + "\n"));

    /// <summary>A removed line after an added one begins a new hunk, and so does an empty line.</summary>
    private IEnumerable<(string Old, string Fresh)> Hunks()
    {
        var (old, fresh, previous) = ("", "", ' ');
        foreach (var line in Lines.Append(""))
        {
            var sign = line.Length == 0 ? '\0' : line[0];
            if ((sign == '\0' || (sign == '-' && previous == '+')) && (old.Length > 0 || fresh.Length > 0))
            {
                yield return (old, fresh);
                (old, fresh) = ("", "");
            }

            old += sign is '-' or ' ' ? line[1..] + "\n" : "";
            fresh += sign is '+' or ' ' ? line[1..] + "\n" : "";
            previous = sign;
        }
    }

    private void Expect(bool holds, string? what = null)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"{Section}: {Verb} {Path} does not fit{(what is null ? "" : $": {what}")}");
        }
    }
}
