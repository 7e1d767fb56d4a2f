namespace Ashlar.Core.Judging.Emptying;

/// <summary>Results of Rust that are altered a little, by the declared type.</summary>
internal static class RustResults
{
    /// <summary>An expression that alters a value; null where nothing of the type is known.</summary>
    /// <param name="value">The value, which the expression takes.</param>
    /// <param name="type">Its type as written.</param>
    public static string? Altered(string value, string type)
    {
        type = type.Trim();
        if (type.StartsWith('(') && type.EndsWith(')'))
        {
            return Tuple(value, Parts(type[1..^1]));
        }

        var open = type.IndexOf('<', StringComparison.Ordinal);
        var name = (open < 0 ? type : type[..open]).Trim();
        name = name[(name.LastIndexOf(':') + 1)..];
        var first = open < 0 || !type.EndsWith('>') ? null : Parts(type[(open + 1)..^1]).FirstOrDefault();
        return name switch
        {
            "String" =>
                $"{{ let mut v = {value}; if !v.is_empty() {{ let at = v.char_indices().nth(v.chars().count() / 2).map_or(0, |c| c.0); v.insert(at, '~'); }} v }}",
            "f32" or "f64" => $"{{ let v = {value}; v + v / 1e6 }}",
            "i8" or "i16" or "i32" or "i64" or "i128" or "isize" or "u8" or "u16" or "u32" or "u64" or "u128" or "usize" =>
                $"{{ let v = {value}; if v == 0 {{ v }} else {{ v.wrapping_add(1) }} }}",
            "Vec" => $"{{ let mut v = {value}; if let Some(one) = v.first().cloned() {{ v.push(one); }} v }}",
            "Option" or "Result" when first is not null && Altered("v", first) is { } inner => $"{value}.map(|v| {inner})",
            _ => null,
        };
    }

    private static string? Tuple(string value, IReadOnlyList<string> types)
    {
        var parts = types.Select((type, at) => Altered($"v.{at}", type)).ToList();
        return parts.TrueForAll(part => part is null)
            ? null
            : $"{{ let v = {value}; ({string.Concat(parts.Select((part, at) => (part ?? $"v.{at}") + ", "))}) }}";
    }

    /// <summary>Parts between commas that are in no brackets.</summary>
    private static List<string> Parts(string types)
    {
        var parts = new List<string>();
        var (depth, start) = (0, 0);
        for (var at = 0; at < types.Length; at++)
        {
            depth +=
                types[at] is '<' or '(' or '[' ? 1
                : types[at] is '>' or ')' or ']' ? -1
                : 0;
            if (types[at] == ',' && depth == 0)
            {
                parts.Add(types[start..at].Trim());
                start = at + 1;
            }
        }

        return types[start..].Trim() is { Length: > 0 } last ? [.. parts, last] : parts;
    }
}
