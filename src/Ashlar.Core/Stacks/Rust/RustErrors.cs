using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>The errors of rustc among the lines that cargo prints: the message, then <c>--> file:line:column</c>.</summary>
/// <param name="files">The checkout.</param>
internal sealed partial class RustErrors(CheckoutFiles files)
{
    private readonly List<(string Message, string? File, int? Line, List<string> Text)> found = [];
    private bool isOpen;

    /// <summary>Takes the next line.</summary>
    public void Add(string line)
    {
        if (ErrorLine().FirstIn(line) is { Success: true } error)
        {
            found.Add((error.Groups[1].Value, null, null, [line]));
            isOpen = true;
        }
        else if (line.Length == 0 || line.StartsWith("warning", StringComparison.Ordinal))
        {
            isOpen = false;
        }
        else if (isOpen)
        {
            var (message, file, number, text) = found[^1];
            text.Add(line);
            if (file is null && PlaceLine().FirstIn(line) is { Success: true } place)
            {
                found[^1] = (message, files.Relative(place.Groups[1].Value), CargoText.Number(place.Groups[2]), text);
            }
        }
    }

    /// <summary>A target that could not be built, with the first error in its own source.</summary>
    /// <param name="target">The target.</param>
    /// <param name="said">What cargo says of it.</param>
    public TestCase Case(CargoTarget target, string said)
    {
        var first = found.FindIndex(error => error.File is not null && error.File == target.Source);
        var index = first >= 0 ? first : found.FindIndex(error => error.File is not null);
        var test = new TestCase(target.Id, TestOutcome.Error) { File = target.Source };
        return index < 0
            ? test with
            {
                Message = FailureText.Line(said),
                Details = said,
            }
            : test with
            {
                Message = FailureText.Line($"does not compile: {found[index].Message} ({found[index].File}:{found[index].Line})"),
                Line = found[index].File == target.Source ? found[index].Line : null,
                Details = FailureText.Details(string.Join("\n\n", found.Take(20).Select(error => string.Join('\n', error.Text)))),
            };
    }

    [GeneratedRegex(@"^error(?:\[E\d{4}\])?: (.{1,2000})$", RegexOptions.None, 1000)]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"^\s*--> (.{1,600}?):(\d{1,7}):\d{1,7}$", RegexOptions.None, 1000)]
    private static partial Regex PlaceLine();
}
