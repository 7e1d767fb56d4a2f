using System.Globalization;
using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Jvm;

/// <summary>Errors of the compilers of Java, Kotlin, Groovy and Scala in what Maven and Gradle print: one case for each file that does not compile.</summary>
internal static partial class JvmCompiler
{
    /// <summary>The files that do not compile, in the order told.</summary>
    public static IEnumerable<TestCase> Errors(string text, CheckoutFiles files)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var found = new Dictionary<string, List<(int Line, string Message)>>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (
                Place().FirstIn(line) is { Success: true } place
                && files.Relative(place.Groups["path"].Value) is { } path
                && int.TryParse(place.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            )
            {
                var all = found.TryGetValue(path, out var known) ? known : found[path] = [];
                var error = (number, place.Groups["message"].Value.Trim());
                if (!all.Contains(error))
                {
                    all.Add(error);
                }
            }
        }

        return found.Select(file => new TestCase(file.Key, TestOutcome.Error)
        {
            File = file.Key,
            Line = file.Value[0].Line,
            Message = FailureText.Line($"does not compile: {file.Value[0].Message} ({file.Key}:{file.Value[0].Line})"),
            Details = FailureText.Details(string.Join('\n', file.Value.Select(error => $"{file.Key}:{error.Line}: {error.Message}"))),
        });
    }

    // Maven: [ERROR] /p/A.java:[5,51] words; javac: /p/A.java:5: error: words; kotlinc: e: file:///p/A.kt:5:51 words and e: /p/A.kt: (5, 51): words;
    // groovyc: /p/A.groovy: 5: words.
    [GeneratedRegex(
        @"^(?:\[[Ee][Rr][Rr][Oo][Rr]\] |e: )?(?<path>(?:file://)?/[^:\n]{1,600}\.(?:java|kt|kts|groovy|scala))(?::\[(?<line>\d{1,7}),\d{1,7}\]|: ?\((?<line>\d{1,7}), ?\d{1,7}\):?|: ?(?<line>\d{1,7}):(?:\d{1,7}:?)?) (?!warning)(?:error: )?(?<message>.{1,2000})$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Place();
}
