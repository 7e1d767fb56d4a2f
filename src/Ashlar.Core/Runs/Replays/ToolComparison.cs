using System.Text.RegularExpressions;
using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Replays;

/// <summary>
/// Compares a call's result with the recorded one. What a tool says of files has to be the same; of a command how it ended and which
/// files it changed, while its output may differ and is then only named.
/// </summary>
/// <param name="paths">The paths then and now.</param>
internal sealed partial class ToolComparison(ReplayPaths paths)
{
    private static readonly string[] Commands = ["Bash", "BashOutput", "KillShell"];

    /// <summary>The difference, or null; and whether it is only a command's output.</summary>
    public (string Recorded, string Observed, bool IsVolatile)? Of(ToolFinished recorded, ToolFinished observed)
    {
        var (then, now) = (paths.Then.Normalize(TextOf(recorded)), paths.Now.Normalize(TextOf(observed)));
        if (recorded.IsError != observed.IsError)
        {
            return ($"{Word(recorded)}: {First(then)}", $"{Word(observed)}: {First(now)}", false);
        }

        var (files, seen) = (Changed(recorded), Changed(observed));
        if (files != seen)
        {
            return ($"changed {files}", $"changed {seen}", false);
        }

        if (string.Equals(then, now, StringComparison.Ordinal))
        {
            return null;
        }

        var text = DifferingText.Of(then, now);
        var isCommand = Commands.Contains(recorded.Name, StringComparer.Ordinal);
        return (text.Recorded, text.Observed, isCommand && Status(then) == Status(now));
    }

    private static string Word(ToolFinished result) => result.IsError ? "an error" : "no error";

    private static string First(string text) => DifferingText.Of(text, "").Recorded;

    private static string TextOf(ToolFinished result) =>
        string.Join(
            '\n',
            result.Content.Select(block =>
                block switch
                {
                    TextBlock text => text.Text,
                    StoredImage image => $"image {image.Hash}",
                    _ => "",
                }
            )
        );

    private static string Changed(ToolFinished result)
    {
        var changed = result.Effects.OfType<FilesChanged>().SelectMany(effect => effect.Paths);
        var undone = result.Effects.OfType<FilesReverted>().SelectMany(effect => effect.Paths).Select(path => $"{path} (undone)");
        var all = changed.Concat(undone).Order(StringComparer.Ordinal).ToList();
        return all.Count == 0 ? "nothing" : string.Join(", ", all);
    }

    /// <summary>How a command ended, as the first line of its result says.</summary>
    private static string Status(string text) => Ending().OrNone().FirstIn(text).Value;

    [GeneratedRegex(@"\A(?:\S+ )?(?:exit -?\d+|running|killed|timed out[^\n]*|timeout[^\n]*)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Ending();
}
