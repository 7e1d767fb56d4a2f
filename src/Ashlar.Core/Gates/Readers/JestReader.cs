using System.Text.Json;

namespace Ashlar.Core.Gates.Readers;

/// <summary>The result file of <c>jest --json --outputFile</c>.</summary>
internal sealed class JestReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => "jest";

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        if (output.Results.Count == 0)
        {
            return new GateReading([], null) { Trouble = "the command wrote no result file" };
        }

        try
        {
            using var document = JsonDocument.Parse(output.Results[0], new JsonDocumentOptions { AllowDuplicateProperties = false });
            var cases = new TestCaseList();
            foreach (var file in document.RootElement.GetProperty("testResults").EnumerateArray())
            {
                Read(file, output.Files, cases);
            }

            return new GateReading([], new TestRun(cases.Done()));
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new GateReading([], null) { Trouble = $"the result file cannot be read: {FailureText.Line(trouble.Message)}" };
        }
    }

    private static void Read(JsonElement file, CheckoutFiles files, TestCaseList cases)
    {
        var name = file.GetProperty("name").GetString() ?? "";
        var path = files.Relative(name) ?? name;
        var any = false;
        foreach (var test in file.GetProperty("assertionResults").EnumerateArray())
        {
            any = true;
            var outcome = test.GetProperty("status").GetString() switch
            {
                "passed" => TestOutcome.Passed,
                "failed" => TestOutcome.Failed,
                _ => TestOutcome.Skipped,
            };
            var details = outcome == TestOutcome.Failed ? Messages(test) : null;
            cases.Add(
                new TestCase($"{path} > {test.GetProperty("fullName").GetString()}", outcome)
                {
                    File = path,
                    Line = details is null ? null : StackText.Line(details, path),
                    Message = details is null ? null : FailureText.Line(details.Split('\n')[0]),
                    Details = details is null ? null : FailureText.Details(details),
                }
            );
        }

        if (!any && file.GetProperty("status").GetString() == "failed")
        {
            var message = file.TryGetProperty("message", out var told) ? told.GetString() ?? "" : "";
            cases.Add(
                new TestCase(path, TestOutcome.Error)
                {
                    File = path,
                    Message = FailureText.Line(message.Split('\n').FirstOrDefault(line => line.Trim().Length > 0) ?? "could not be run"),
                    Details = FailureText.Details(message),
                }
            );
        }
    }

    private static string Messages(JsonElement test) =>
        test.TryGetProperty("failureMessages", out var messages)
            ? string.Join('\n', messages.EnumerateArray().Select(message => message.GetString()))
            : "";
}
