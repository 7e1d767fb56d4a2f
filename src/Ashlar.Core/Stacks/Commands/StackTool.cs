namespace Ashlar.Core.Stacks.Commands;

/// <summary>A tool that gates run, as its stack knows it.</summary>
/// <param name="Name">Its name, unique among all stacks: <c>pytest</c>, <c>cargo test</c>; empty for a program that no stack knows.</param>
/// <param name="Use">What it is run for.</param>
public sealed record StackTool(string Name, ToolUse Use)
{
    /// <summary>The name of no tool.</summary>
    public const string None = "";

    /// <summary>A program that no stack knows: only its exit code is.</summary>
    public static StackTool Unknown { get; } = new(None, ToolUse.Other);

    /// <summary>The form of its result, as in <c>results:</c>.</summary>
    public string Results { get; init; } = "exit";

    /// <summary>Who it is among the writers of JUnit files, where it writes any.</summary>
    internal JUnitDialect Dialect { get; init; }

    /// <summary>Whether it runs tests that are read.</summary>
    public bool IsTest => Use == ToolUse.Tests;

    /// <summary>Whether its result can be read where a recipe or script hides the command, to which nothing can be added then.</summary>
    public bool IsReadBehind { get; init; }

    /// <summary>What shows it in commands and repositories, for people; null where its name says it.</summary>
    public string? FoundAs { get; init; }

    /// <summary>What its results are read from, for people.</summary>
    public string ReadFrom { get; init; } = "exit code";

    /// <summary>How it is made to run chosen tests only, for people; null where all run.</summary>
    public string? SelectedBy { get; init; }
}

/// <summary>What a tool is run for.</summary>
public enum ToolUse
{
    /// <summary>Something else; its exit code decides.</summary>
    Other,

    /// <summary>To see whether files are laid out as they should be.</summary>
    Format,

    /// <summary>To look for faults without running anything: linters, type checkers.</summary>
    Check,

    /// <summary>To run tests.</summary>
    Tests,
}

/// <summary>A tool within the words of a command.</summary>
/// <param name="Tool">The tool's name; <see cref="StackTool.None"/> for a program of the stack that is no tool it reads.</param>
/// <param name="At">The index of the tool's own word: <c>pytest</c> of <c>python -m pytest</c>, <c>test</c> of <c>cargo test</c>.</param>
internal readonly record struct ToolWord(string Tool, int At)
{
    /// <summary>The index of the word behind which options may be inserted; null for the tool's own.</summary>
    public int? OptionsBehind { get; init; }
}
