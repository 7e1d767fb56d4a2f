using System.Runtime.InteropServices;

namespace Ashlar.Core.Judging.Syntax;

/// <summary>A function or method as its text shows it. Places are characters of the file's text.</summary>
internal sealed record CodeFunction
{
    /// <summary>Its name with those of what it is in: <c>Ledger.total</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it begins with its decorators, attributes and annotations.</summary>
    public required int Start { get; init; }

    /// <summary>Where it begins without them.</summary>
    public required int HeadStart { get; init; }

    /// <summary>Behind its last character.</summary>
    public required int End { get; init; }

    /// <summary>The body without its brackets.</summary>
    public required int BodyStart { get; init; }

    /// <summary>Behind the body.</summary>
    public required int BodyEnd { get; init; }

    /// <summary>How the body is written.</summary>
    public BodyForm Form { get; init; }

    /// <summary>Head in a normal form, without layout and types that have no effect.</summary>
    public string Head { get; init; } = "";

    /// <summary>The body in a normal form, functions in it replaced by their names.</summary>
    public string Own { get; init; } = "";

    /// <summary>The whole body in a normal form.</summary>
    public string Whole { get; init; } = "";

    /// <summary>Names of the parameters, as far as they have any.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The declared type of the result as written, or null.</summary>
    public string? Returns { get; init; }

    /// <summary>What it is besides.</summary>
    public FunctionTraits Traits { get; init; }

    /// <summary>What its body does with results.</summary>
    public Results Results { get; init; } = Results.None;

    /// <summary>The statement that has to stay first in a body (<c>super(…)</c>), or null.</summary>
    public string? Opening { get; init; }

    /// <summary>Where in the body other text may be put first; the body's start unless an <see cref="Opening"/> is there.</summary>
    public int Inner { get; init; }

    /// <summary>The function around it in the file's list, or -1.</summary>
    public int Parent { get; init; } = -1;

    /// <summary>Whether it is.</summary>
    public bool Is(FunctionTraits trait) => (Traits & trait) != FunctionTraits.None;

    /// <summary>The last part of the name.</summary>
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];
}

/// <summary>How a body is written.</summary>
internal enum BodyForm
{
    /// <summary>Statements in braces, or between a head and <c>end</c>.</summary>
    Block,

    /// <summary>One expression: <c>=&gt; x</c>, <c>= x</c>.</summary>
    Expression,

    /// <summary>Indented lines.</summary>
    Lines,

    /// <summary>Statements on the line of the head.</summary>
    SameLine,
}

/// <summary>What a function is besides.</summary>
[Flags]
internal enum FunctionTraits
{
    None = 0,
    Async = 1,
    Generator = 2,
    Constructor = 4,
    Getter = 8,
    Setter = 16,

    /// <summary>A test, or code for tests only.</summary>
    Test = 32,

    /// <summary>It has no name of its own; the name tells its place.</summary>
    Anonymous = 64,

    /// <summary>The body does nothing.</summary>
    Empty = 128,

    /// <summary>An arrow function.</summary>
    Arrow = 256,

    /// <summary>It uses what works only in the function itself, so that its body cannot be put into another one.</summary>
    Bound = 512,

    /// <summary>The result is a reference to a place.</summary>
    Reference = 1024,

    /// <summary>A constant to the compiler.</summary>
    Constant = 2048,

    /// <summary>It has no result in any case.</summary>
    Void = 4096,
}

/// <summary>The results that a body names.</summary>
/// <param name="HasValue">Whether one of them is something.</param>
/// <param name="Constants">All of them, where all are constants; empty otherwise.</param>
internal sealed record Results(bool HasValue, IReadOnlyList<string> Constants)
{
    /// <summary>None.</summary>
    public static Results None { get; } = new(false, []);
}

/// <summary>Parts of a file that are no units of the change.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="Kind">What it is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CodeRegion(int Start, int End, RegionKind Kind);

/// <summary>Kinds of parts.</summary>
internal enum RegionKind
{
    /// <summary>Comments, documentation, imports, types: no effect.</summary>
    Silent,

    /// <summary>Heads and ends of types: no effect by themselves, and never cut alone.</summary>
    Structure,

    /// <summary>Tests.</summary>
    Test,

    /// <summary>An import: brought back where the base's body needs it.</summary>
    Import,

    /// <summary>A whole statement outside functions; a hunk that cannot be cut is widened to it.</summary>
    Statement,
}

/// <summary>What the syntax of a file's text shows.</summary>
internal sealed record CodeOutline
{
    /// <summary>Functions, outer ones before inner ones.</summary>
    public IReadOnlyList<CodeFunction> Functions { get; init; } = [];

    /// <summary>Parts that are no units.</summary>
    public IReadOnlyList<CodeRegion> Regions { get; init; } = [];

    /// <summary>Names outside functions that are given a table, a text or a number; only where a real parser tells.</summary>
    public IReadOnlyList<CodeValue> Values { get; init; } = [];

    /// <summary>Why the text could not be read; it is then taken by lines. Null where it could.</summary>
    public string? Error { get; init; }

    /// <summary>The tokens, where the file has brackets.</summary>
    public SourceTokens? Tokens { get; init; }
}

/// <summary>A name outside functions that is given a value of which the empty one is known.</summary>
/// <param name="Name">The name, with those of the types that it stands in.</param>
/// <param name="Start">The first character of the statement.</param>
/// <param name="End">Behind its last.</param>
/// <param name="From">The first character of the value.</param>
/// <param name="Until">Behind its last.</param>
/// <param name="Empty">The empty value of its kind, as it is written.</param>
internal sealed record CodeValue(string Name, int Start, int End, int From, int Until, string Empty);
