using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Reports;

namespace Ashlar.Core.Runs.Records;

/// <summary>Reads the arguments of a call that the run itself answers.</summary>
internal static class CallReading
{
    /// <summary>The value, or what is wrong with the arguments.</summary>
    public static Reading<T> Of<T>(ToolCall call, Func<JsonElement, Reading<T>> read)
        where T : class
    {
        var arguments = CallArguments.Of(call);
        return arguments.Problem is { } problem
            ? new Reading<T>(
                null,
                [new Problem("arguments.json", $"{call.Name} was not taken: {problem}") { Remedy = "Send the call again, whole" }]
            )
            : read(arguments.Input);
    }
}
