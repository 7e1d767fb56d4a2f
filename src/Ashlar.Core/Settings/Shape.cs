namespace Ashlar.Core.Settings;

/// <summary>What a value of the configuration may look like. One description serves the reader, the JSON schema and the error messages.</summary>
internal abstract record Shape
{
    /// <summary>The words for "expected …".</summary>
    public abstract string Words { get; }

    /// <summary>Any text; <paramref name="Kind"/> says which and is checked by <see cref="ShapeCheck"/>.</summary>
    internal sealed record Text(TextKind Kind = TextKind.Any) : Shape
    {
        public override string Words =>
            Kind switch
            {
                TextKind.RepositoryPath => "a path or glob inside the repository",
                TextKind.HostAndPort => "HOST:PORT",
                TextKind.Host => "a host name",
                TextKind.Duration => "seconds, or a time such as 90s, 15m or 1h",
                TextKind.Url => "an http or https URL",
                _ => "text",
            };
    }

    /// <summary>A number.</summary>
    internal sealed record Number(decimal Least, bool Whole) : Shape
    {
        public override string Words => Whole ? $"a whole number from {Least}" : $"a number from {Least}";
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    internal sealed record Switch : Shape
    {
        public override string Words => "true or false";
    }

    /// <summary>One of some words.</summary>
    internal sealed record Choice(params IReadOnlyList<string> Values) : Shape
    {
        public override string Words => $"one of {string.Join(", ", Values)}";
    }

    /// <summary>A list.</summary>
    internal sealed record ListOf(Shape Item) : Shape
    {
        public override string Words => Item is Section ? "a list of maps" : "a list";
    }

    /// <summary>A map with free keys.</summary>
    internal sealed record MapOf(Shape Value, bool VariableNames = false) : Shape
    {
        public override string Words => "a map";
    }

    /// <summary>A map with known keys.</summary>
    internal sealed record Section(params IReadOnlyList<Field> Fields) : Shape
    {
        public override string Words => $"a map with {string.Join(", ", Fields.Select(known => known.Name))}";
    }

    /// <summary>Text, or a map with known keys.</summary>
    internal sealed record TextOr(Section Map) : Shape
    {
        /// <summary>What the text looks like.</summary>
        public Shape Scalar { get; init; } = new Text();

        public override string Words => $"{Scalar.Words} or {Map.Words}";
    }
}

/// <summary>Kinds of text that are checked.</summary>
internal enum TextKind
{
    Any,
    RepositoryPath,
    HostAndPort,
    Host,
    Duration,
    Url,
}

/// <summary>A key of a map.</summary>
/// <param name="Name">As written in the file.</param>
/// <param name="Shape">What its value looks like.</param>
/// <param name="Description">One sentence without the final full stop.</param>
/// <param name="Example">A line that works, without its indentation.</param>
internal sealed record Field(string Name, Shape Shape, string Description, string Example)
{
    /// <summary>Whether the map is wrong without it.</summary>
    public bool Required { get; init; }

    /// <summary>What holds without it, as JSON; null where nothing does.</summary>
    public string? Default { get; init; }
}
