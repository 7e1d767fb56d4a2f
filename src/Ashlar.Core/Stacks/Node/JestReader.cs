using System.Text.Json;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Node;

/// <summary>The result file of <c>jest --json --outputFile</c>, which vitest writes, too.</summary>
internal static class JestReader
{
    /// <summary>Reads one file.</summary>
    /// <exception cref="JsonException">It is no such file.</exception>
    public static void Read(byte[] bytes, CheckoutFiles files, TestCaseList cases)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            foreach (var file in document.RootElement.GetProperty("testResults").EnumerateArray())
            {
                Read(file, files, cases);
            }
        }
        catch (Exception trouble) when (trouble is InvalidOperationException or KeyNotFoundException)
        {
            throw new JsonException(trouble.Message, trouble);
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
                new TestCase($"{path} > {Name(test)}", outcome)
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

    /// <summary>Suites and title as people write them: <c>sum > adds</c>.</summary>
    private static string Name(JsonElement test) =>
        test.TryGetProperty("ancestorTitles", out var above)
        && above.ValueKind == JsonValueKind.Array
        && test.TryGetProperty("title", out var title)
        && title.ValueKind == JsonValueKind.String
            ? string.Join(" > ", above.EnumerateArray().Select(suite => suite.GetString()).Append(title.GetString()))
            : test.GetProperty("fullName").GetString() ?? "";

    private static string Messages(JsonElement test) =>
        test.TryGetProperty("failureMessages", out var messages)
            ? string.Join('\n', messages.EnumerateArray().Select(message => message.GetString()))
            : "";
}
