namespace Ashlar.Core.Policies;

/// <summary>
/// A pattern of simple commands, as in <c>Bash(git status:*)</c>: the words before <c>:*</c> are the command's first words; without
/// it, or a last word <c>*</c>, the command has exactly these words. A <c>*</c> inside a word stands for any characters of it.
/// </summary>
internal sealed class CommandPattern
{
    private readonly string written;
    private readonly GlobSegment[] words;
    private readonly bool more;
    private readonly bool namesFlags;

    public CommandPattern(string written)
    {
        this.written = written;
        var text = written.Trim();
        more = text.EndsWith(":*", StringComparison.Ordinal) || text.EndsWith(" *", StringComparison.Ordinal);
        var parts = (more ? text[..^2] : text).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        namesFlags = parts.Any(part => part.StartsWith('-'));
        words = [.. parts.Select(part => new GlobSegment(part))];
    }

    /// <summary>Whether a command matches and holds no argument that would make its program run another one.</summary>
    public bool Allows(SimpleCommand command) => Fits(command) && (namesFlags || !CommandArguments.Escapes(command));

    /// <summary>Whether a command matches; a path before the program's name makes no difference here, since this takes away.</summary>
    public bool Covers(SimpleCommand command)
    {
        var plain = new SimpleCommand([command.Words[0][(command.Words[0].LastIndexOf('/') + 1)..], .. command.Words.Skip(1)]);
        return Fits(command) || Fits(plain);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Bash({written})";

    private bool Fits(SimpleCommand command)
    {
        if (words.Length == 0 || command.Words.Count < words.Length || (!more && command.Words.Count > words.Length))
        {
            return false;
        }

        for (var i = 0; i < words.Length; i++)
        {
            if (!words[i].Matches(command.Words[i]))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Arguments by which ordinary programs run others or write where they like; not covered by granting the program.</summary>
internal static class CommandArguments
{
    private static readonly Dictionary<string, string[]> Dangerous = new(StringComparer.Ordinal)
    {
        ["git"] =
        [
            "-c",
            "--config-env",
            "--exec-path",
            "--upload-pack",
            "--receive-pack",
            "--ext-diff",
            "--textconv",
            "--git-dir",
            "--work-tree",
            "-O",
            "--open-files-in-pager",
            "--output",
        ],
        ["rg"] = ["--pre", "--hostname-bin"],
        ["find"] = ["-exec", "-execdir", "-ok", "-okdir", "-delete", "-fprintf", "-fprint", "-fprint0", "-fls"],
        ["fd"] = ["-x", "--exec", "-X", "--exec-batch"],
        ["tar"] =
        [
            "--to-command",
            "--checkpoint-action",
            "-I",
            "--use-compress-program",
            "--rsh-command",
            "-F",
            "--info-script",
            "--new-volume-script",
        ],
        ["sort"] = ["-o", "--output", "--compress-program"],
        ["pytest"] = ["-p", "-c", "--config-file", "--rootdir", "-o", "--override-ini", "--confcutdir"],
        ["man"] = ["-P", "--pager", "-H", "--html"],
    };

    /// <summary>Whether the command holds one.</summary>
    public static bool Escapes(SimpleCommand command)
    {
        if (command.Words[0] is "sed" or "awk" or "gawk" or "mawk")
        {
            return EscapesByScript(command);
        }

        return Dangerous.TryGetValue(command.Words[0], out var flags)
            && command.Words.Skip(1).Any(word => flags.Any(flag => Is(word, flag)));
    }

    /// <summary>A long option with its value, or abbreviated; a short one with its value attached.</summary>
    private static bool Is(string word, string flag)
    {
        var name = word.Split('=')[0];
        var abbreviated =
            flag.StartsWith("--", StringComparison.Ordinal) && name.Length > 4 && flag.StartsWith(name, StringComparison.Ordinal);
        var attached = flag.Length == 2 && word.Length > 2 && word[1] != '-' && word.StartsWith(flag, StringComparison.Ordinal);
        return name == flag || abbreviated || attached;
    }

    /// <summary>Scripts of sed and awk can write files and run commands; only printing and substituting ones are known to be harmless.</summary>
    private static bool EscapesByScript(SimpleCommand command)
    {
        var script = command.Words.Skip(1).FirstOrDefault(word => !word.StartsWith('-')) ?? "";
        var printing = script.All(character => char.IsAsciiDigit(character) || character is ',' or '$' or 'p' or 'q' or ';' or ' ');
        return command.Words[0] != "sed"
            || !printing
            || command.Words.Skip(1).Any(word => word.StartsWith('-') && word is not ("-n" or "-E" or "-r"));
    }
}
