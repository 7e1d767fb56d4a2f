using System.Text.Json;
using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Go;

/// <summary>
/// What <c>go test</c> writes, as events (<c>-json</c>) or as text (<c>-v</c>); ids are <c>package.TestName/subtest</c>. A package that does not
/// build, or that fails while none of its tests does, is an error by its own name.
/// </summary>
internal sealed partial class GoTestReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => "gotest";

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var run = new GoRun(output.Files);
        var text = new GoText(run);
        string? building = null;
        foreach (var line in output.Text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith('{') && Event(line) is { Action.Length: > 0 } told)
            {
                building = null;
                Tell(run, told);
            }
            else if (Heading().FirstIn(line) is { Success: true } heading)
            {
                building = heading.Groups[1].Value;
            }
            else if (Broken().FirstIn(line) is { Success: true } broken)
            {
                building = null;
                run.Fail(broken.Groups[1].Value, isBuild: true);
            }
            else if (text.Add(line))
            {
                building = null;
            }
            else if (building is not null && line.Length > 0)
            {
                run.Build(building, line);
            }
        }

        return run.IsAny
            ? new GateReading([], run.Done())
            : new GateReading([], null)
            {
                Trouble = $"the output tells of no test and no package: {FailureText.LastLine(output.Text) ?? "it is empty"}",
            };
    }

    private sealed record Told(string Action, string Package, string Test, string Output, bool IsBuild);

    private static void Tell(GoRun run, Told told)
    {
        switch (told.Action)
        {
            case "build-output":
                if (!told.Output.StartsWith('#'))
                {
                    run.Build(told.Package, told.Output.TrimEnd('\n'));
                }

                break;
            case "run":
                run.Begin(told.Package, told.Test);
                break;
            case "output":
                run.Print(told.Package, told.Test, told.Output);
                break;
            case "pass" or "fail" or "skip" when told.Test.Length > 0:
                run.End(
                    told.Package,
                    told.Test,
                    told.Action == "pass" ? TestOutcome.Passed
                        : told.Action == "fail" ? TestOutcome.Failed
                        : TestOutcome.Skipped
                );
                break;
            case "pass" or "skip":
                run.Pass(told.Package);
                break;
            case "fail":
                run.Fail(told.Package, told.IsBuild);
                break;
        }
    }

    private static Told? Event(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            string Of(string name) =>
                document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString()!
                    : "";
            var package = Of("Package") is { Length: > 0 } named ? named : Of("ImportPath").Split(' ')[0];
            return new Told(Of("Action"), package, Of("Test"), Of("Output"), Of("FailedBuild").Length > 0);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^# (\S{1,500})(?: \[.*\])?$", RegexOptions.None, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^FAIL\s+(\S{1,500}) \[(?:build|setup) failed\]$", RegexOptions.None, 1000)]
    private static partial Regex Broken();
}
