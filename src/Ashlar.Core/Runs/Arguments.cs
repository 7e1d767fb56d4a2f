using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Reports;

namespace Ashlar.Core.Runs;

/// <summary>Reads the arguments of a call that the run itself answers.</summary>
internal static class Arguments
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The value, or what is wrong with the arguments.</summary>
    public static Reading<T> Read<T>(ToolCall call, Func<JsonElement, Reading<T>> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(call.Arguments.Text, Strict);
            return read(document.RootElement);
        }
        catch (JsonException trouble)
        {
            return new Reading<T>(
                null,
                [
                    new Problem("arguments.json", $"the arguments of {call.Name} are no valid JSON: {trouble.Message}")
                    {
                        Remedy = "Send the call again, whole",
                    },
                ]
            );
        }
    }
}
