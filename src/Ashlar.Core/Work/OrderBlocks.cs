using System.Text.Json;

namespace Ashlar.Core.Work;

/// <summary>
/// Blocks of JSON that state the order of the tasks above them in waves, as Kiro writes them: the tasks of a wave come after those of the
/// waves before it. A block of another form under a heading of order or dependencies is named, since it does not bind.
/// </summary>
internal static class OrderBlocks
{
    /// <summary>Gives items what the blocks state; returns warnings.</summary>
    public static IReadOnlyList<Problem> Apply(SourceLines source, List<TaskDraft> items, string path)
    {
        var problems = new List<Problem>();
        var heading = "";
        for (var i = source.FrontMatterLines; i < source.Count; i++)
        {
            if (!source[i].Hidden)
            {
                heading = HeadingLine.Parse(source[i].Text) is { } title ? title.Title : heading;
                continue;
            }

            var first = i;
            while (i + 1 < source.Count && source[i + 1].Hidden)
            {
                i++;
            }

            if (
                !source[first].Text.TrimStart().StartsWith("```", StringComparison.Ordinal)
                && !source[first].Text.TrimStart().StartsWith("~~~", StringComparison.Ordinal)
            )
            {
                continue;
            }

            if (Waves(source.Slice(first + 1, i - 1)) is { } waves)
            {
                problems.AddRange(Link(waves, items, path, first));
            }
            else if (IsOfOrder(heading) && items.Count > 0)
            {
                problems.Add(
                    new Problem("tasks.order-unread", $"the block under \"{heading}\" does not bind: its order is not read")
                    {
                        Path = path,
                        Line = first + 1,
                        Warning = true,
                        Expected = "{\"waves\": [{\"tasks\": [\"1.1\"]}, {\"tasks\": [\"1.2\"]}]}",
                        Remedy = "State it at the tasks, as (depends on 1.1), or in that form",
                    }
                );
            }
        }

        return problems;
    }

    private static bool IsOfOrder(string heading) =>
        heading.Contains("dependenc", StringComparison.OrdinalIgnoreCase)
        || heading.Contains("execution order", StringComparison.OrdinalIgnoreCase)
        || heading.Contains("task order", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Problem> Link(List<List<string>> waves, List<TaskDraft> items, string path, int line)
    {
        var before = new List<string>();
        foreach (var wave in waves)
        {
            foreach (var id in wave)
            {
                var item = items.Find(one => one.HasGivenId && TaskIdLookup.IsSame(one.Id, id));
                if (item is null)
                {
                    yield return new Problem("tasks.order-unknown", $"the order names {id}, and there is no such task")
                    {
                        Path = path,
                        Line = line + 1,
                        Warning = true,
                        Remedy = "Take it out, or give the task that id",
                    };
                }
                else if (before.Count > 0)
                {
                    item.Dependencies.Add(new DependencyStatement(string.Join(", ", before), line));
                }
            }

            var known = wave.Where(id => items.Exists(one => one.HasGivenId && TaskIdLookup.IsSame(one.Id, id))).ToList();
            before = known.Count > 0 ? known : before;
        }
    }

    /// <summary>The ids of each wave: of <c>{"waves": [{"tasks": […]}, …]}</c>, or of a list of lists under any name of an order.</summary>
    private static List<List<string>>? Waves(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(
                text,
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }
            );
            var root = document.RootElement;
            var list =
                root.ValueKind == JsonValueKind.Array ? root
                : root.ValueKind == JsonValueKind.Object
                && root.EnumerateObject()
                    .Where(property =>
                        property.Name.ToLowerInvariant()
                            is "waves"
                                or "order"
                                or "execution_order"
                                or "executionorder"
                                or "batches"
                                or "phases"
                                or "levels"
                                or "stages"
                    )
                    .Select(property => property.Value)
                    .FirstOrDefault()
                    is { ValueKind: JsonValueKind.Array } named
                    ? named
                : default;
            if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            {
                return null;
            }

            var waves = list.EnumerateArray().Select(wave => Ids(wave) ?? []).ToList();
            return waves.TrueForAll(wave => wave.Count > 0) ? waves : null;
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static List<string>? Ids(JsonElement wave) =>
        wave.ValueKind switch
        {
            JsonValueKind.String => [wave.GetString()!],
            JsonValueKind.Number => [wave.GetRawText()],
            JsonValueKind.Array => wave.EnumerateArray().All(id => id.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                ? [.. wave.EnumerateArray().Select(id => id.ValueKind == JsonValueKind.String ? id.GetString()! : id.GetRawText())]
                : null,
            JsonValueKind.Object => wave.EnumerateObject()
                .Select(property => property.Value)
                .Where(value => value.ValueKind == JsonValueKind.Array)
                .Select(Ids)
                .FirstOrDefault(),
            _ => null,
        };
}
