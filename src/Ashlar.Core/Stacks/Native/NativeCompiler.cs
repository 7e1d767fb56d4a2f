using System.Globalization;
using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Native;

/// <summary>Errors of gcc, clang and the linker in what a build prints: one case for each file that does not compile or link.</summary>
internal static partial class NativeCompiler
{
    /// <summary>The files, in the order told.</summary>
    public static IEnumerable<TestCase> Errors(string text, CheckoutFiles files)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var (path, number, message) =
                Compiler().FirstIn(line) is { Success: true } error ? (error.Groups[1].Value, error.Groups[2].Value, error.Groups[3].Value)
                : Linker().FirstIn(line) is { Success: true } link ? (link.Groups[1].Value, "", link.Groups[2].Value)
                : ("", "", "");
            if (path.Length == 0)
            {
                continue;
            }

            // Builds run in folders of their own; a path from there is told apart by its end.
            var relative = files.Relative(path);
            var file =
                relative is not null && files.Exists(relative) ? relative : files.EndingWith(path.TrimStart('.', '/')) ?? relative ?? path;
            if (seen.Add(file))
            {
                yield return new TestCase(file, TestOutcome.Error)
                {
                    File = files.Exists(file) ? file : null,
                    Line = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : null,
                    Message = FailureText.Line($"does not build: {message} ({file}{(number.Length > 0 ? ":" + number : "")})"),
                    Details = FailureText.Details(FailureText.Tail(text, 60)),
                };
            }
        }
    }

    [GeneratedRegex(@"^([^\s:][^:\n]{0,600}\.\w{1,4}):(\d{1,7}):(?:\d{1,7}:)? (?:fatal )?error: (.{1,2000})$", RegexOptions.None, 1000)]
    private static partial Regex Compiler();

    [GeneratedRegex(
        @"^(?:\S{0,300}ld: )?(?:[^\s:]{0,600}\.o: in function .{0,300}?:)?([^\s:]{1,600}\.\w{1,4}):(?:\d+|\([^)]{1,100}\)): (undefined reference to .{1,500})$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Linker();
}
