using Ashlar.Core.Models;
using Ashlar.Core.Reports;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Reviews;

/// <summary>Which files a reviewer read, by the record of the conversation.</summary>
internal static class LookedAt
{
    /// <summary>Of files whose change was not shown whole, those that were not read either.</summary>
    /// <param name="conversation">The reviewer's conversation.</param>
    /// <param name="notShown">The files, each with the artifact of its change.</param>
    /// <param name="roots">The paths at which the reviewer sees the root.</param>
    public static IReadOnlyList<string> Missed(
        Conversation conversation,
        IReadOnlyDictionary<string, string?> notShown,
        IReadOnlyList<string> roots
    )
    {
        var failed = conversation
            .Messages.SelectMany(message => message.Content)
            .OfType<ToolResult>()
            .Where(result => result.IsError)
            .Select(result => result.CallId)
            .ToHashSet(StringComparer.Ordinal);
        var read = conversation
            .Messages.SelectMany(message => message.Content)
            .OfType<ToolCall>()
            .Where(call => call.Name == "Read" && !failed.Contains(call.Id))
            .Select(call => Path(call, roots))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        return notShown
            .Where(file => !read.Contains(file.Key) && !(file.Value is { } artifact && read.Contains($"artifact:{artifact}")))
            .Select(file => file.Key)
            .Order(StringComparer.Ordinal)
            .ToList();
    }

    private static string? Path(ToolCall call, IReadOnlyList<string> roots)
    {
        var fields = new InputFields(CallArguments.Of(call).Input);
        var written = InputNames.Of("file_path").Prepend("file_path").Select(fields.Text).FirstOrDefault(text => text is not null);
        if (written is not { } path)
        {
            return null;
        }

        var root = roots.FirstOrDefault(one => path.StartsWith(one.TrimEnd('/') + "/", StringComparison.Ordinal));
        path = root is null ? path : path[(root.TrimEnd('/').Length + 1)..];
        return path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path.TrimStart('/');
    }
}
