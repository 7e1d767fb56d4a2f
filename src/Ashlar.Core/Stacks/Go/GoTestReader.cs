using System.Text;
using System.Text.Json;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Go;

/// <summary>The event lines of <c>go test -json</c>; ids are <c>package.TestName/subtest</c>.</summary>
internal sealed class GoTestReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => "gotest";

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var cases = new TestCaseList();
        var texts = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        var events = 0;
        foreach (var line in output.Text.Split('\n').Where(line => line.StartsWith('{')))
        {
            if (Event(line) is not ({ } action, { } package, var test, var text))
            {
                continue;
            }

            events++;
            var id = test is null ? package : $"{package}.{test}";
            if (action == "output")
            {
                var all = texts.TryGetValue(id, out var known) ? known : texts[id] = new StringBuilder();
                if (all.Length < FailureText.DetailsLimit)
                {
                    all.Append(text);
                }
            }
            else if (test is not null && Outcome(action) is { } outcome)
            {
                cases.Add(Case(id, outcome, texts.TryGetValue(id, out var details) ? details.ToString() : "", output.Files));
            }
        }

        return events == 0
            ? new GateReading([], null) { Trouble = "the output holds no test events" }
            : new GateReading([], new TestRun(cases.Done()));
    }

    private static TestCase Case(string id, TestOutcome outcome, string details, CheckoutFiles files)
    {
        if (outcome != TestOutcome.Failed)
        {
            return new TestCase(id, outcome);
        }

        var told = details.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains(".go:", StringComparison.Ordinal));
        var place = told is null ? -1 : told.IndexOf(".go:", StringComparison.Ordinal);
        var file = told is null ? null : files.EndingWith(told[..(place + 3)]);
        return new TestCase(id, outcome)
        {
            Details = FailureText.Details(details),
            Message = told is null ? "failed" : FailureText.Line(told[(told.IndexOf(": ", place, StringComparison.Ordinal) + 2)..]),
            File = file,
            Line = StackText.Line(details, file),
        };
    }

    private static TestOutcome? Outcome(string action) =>
        action switch
        {
            "pass" => TestOutcome.Passed,
            "fail" => TestOutcome.Failed,
            "skip" => TestOutcome.Skipped,
            _ => null,
        };

    private static (string? Action, string? Package, string? Test, string? Text)? Event(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            string? Of(string name) => document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
            return (Of("Action"), Of("Package"), Of("Test"), Of("Output"));
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
