using System.Text.RegularExpressions;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Policies;

/// <content>Scripts, and the folders in which their commands run.</content>
internal sealed partial class GateProse
{
    /// <summary>A line of a script: in the folder that it changed to; what a comment calls one of several ways is none.</summary>
    private void ReadLine(ProseBlock block)
    {
        var line = block.Text.Trim().TrimStart('$', ' ');
        if (line.StartsWith('#'))
        {
            isShown = SaysMore().IsIn(line) || Restricted().IsIn(line) || Alternative().IsIn(line);
            return;
        }

        var comment = Comment().FirstIn(line);
        if (comment.Success)
        {
            line = line[..comment.Index].TrimEnd();
        }

        if (!isShown && !SaysMore().IsIn(comment.Value) && !Restricted().IsIn(comment.Value))
        {
            Add(line, folder, block.Line);
        }

        isShown = false;
    }

    /// <summary>The folder that words before a script say it is run in.</summary>
    private static string? FolderOf(string words)
    {
        var last = LastOf(words);
        return last.EndsWith(':') && Ordered().IsIn(last) ? FolderIn(last) : "";
    }

    private static string? FolderIn(string words) =>
        Place().FirstIn(words) is { Success: true } place ? ScriptFolder.Of(place.Groups["folder"].Value) : "";

    private static string LastOf(string words)
    {
        var text = words.TrimEnd();
        return text[(text.LastIndexOf(". ", StringComparison.Ordinal) + 1)..];
    }

    /// <summary>A tool that takes no paths looks at the folder that it runs in.</summary>
    private static string Into(string command, string looked) =>
        GateCommandProse.Over(command, [looked]) == command && GateCommandProse.HasNoTarget(command) ? looked.TrimEnd('/') : "";

    /// <summary>The gates of a line; the next line runs where this one leaves the shell.</summary>
    private void Add(string line, ScriptFolder place, int number)
    {
        var isInner = line.StartsWith('(') && line.EndsWith(')');
        var shell = isInner ? new ScriptFolder(place.Current) : place;
        var commands = (isInner ? line[1..^1] : line).Split(" && ");
        // "cd web && npm ci && npm test" tests there; what installs first elsewhere is somebody's script.
        var isCut =
            ScriptFolder.IsChange(commands[0])
            || Array.TrueForAll(commands, command => ScriptFolder.IsChange(command) || GateCommandProse.Read(command) is not null);
        if (!isCut)
        {
            AddGate(line, shell.Current, number);
        }

        foreach (var command in commands)
        {
            shell.Run(command);
            if (isCut)
            {
                AddGate(command, shell.Current, number);
            }
        }
    }

    private void AddGate(string command, string? place, int number)
    {
        if (GateCommandProse.Read(command) is not { } gate)
        {
            if (GateCommandProse.Read(GatePlaceholder.Without(command)) is not null)
            {
                Refuse(command, number, "it names something that is to be filled in, or a single test");
            }

            return;
        }

        if (place is null)
        {
            Refuse(command, number, "it is run in a folder that is not known, or outside the repository");
            return;
        }

        var run = place.Length == 0 ? gate.Run : $"cd {place} && {gate.Run}";
        if (!gates.Exists(known => known.Run == run))
        {
            gates.Add(new GateSetting(NameOf(gate.Name), run) { SourcePath = path, SourceLine = number });
        }
    }

    private void Refuse(string command, int number, string why) =>
        unmet.Add(
            new PolicyRule("binding", command, false)
            {
                Path = path,
                Line = number,
                Note = $"no gate: {why}",
            }
        );

    [GeneratedRegex(@"^\W*(?:or|alternatively)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Alternative();

    [GeneratedRegex(@"\s#\s.*$|\s#\w.*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Comment();

    // "From `web/`:" and "Run these in `web/`:" belong to the script below; "Tests are in `tests/`:" says nothing of it.
    [GeneratedRegex(
        @"^\W*(?:(?:then|now|and|next|please|always),? )*(?:re-?)?(?:run|execute|call|use|from|in|inside|within)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Ordered();
}
