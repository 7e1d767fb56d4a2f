using System.Globalization;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Results;

/// <summary>Places of the checkout that the trace of a failed test goes through.</summary>
internal static partial class TraceFrames
{
    /// <summary>
    /// The innermost place in the checkout, as <c>path:line</c>; null where the trace names none but the test's own file. What packages brought
    /// along is not the checkout's.
    /// </summary>
    /// <param name="details">What the runner says of the failure.</param>
    /// <param name="test">The test's file, or null.</param>
    /// <param name="files">The checkout.</param>
    public static string? Innermost(string? details, string? test, CheckoutFiles files)
    {
        var frames = Frame()
            .OrNone()
            .AllIn(details ?? "")
            .Select(match => (Path: Own(match.Groups[1].Value, files), Line: match.Groups[2].Value))
            .Where(frame => frame.Path is not null)
            .ToList();
        if (frames.Count == 0)
        {
            return null;
        }

        // Python tells the call that failed last, all others first.
        var (path, line) = frames[0].Path!.EndsWith(".py", StringComparison.Ordinal) ? frames[^1] : frames[0];
        return path == test ? null : string.Create(CultureInfo.InvariantCulture, $"{path}:{line}");
    }

    private static string? Own(string path, CheckoutFiles files) =>
        files.Relative(path) is { } relative
        && (files.Exists(relative) ? relative : files.EndingWith(relative)) is { } own
        && !files.IsShared(own)
        && !IgnoreFolders.Any(folder => own.Contains(folder, StringComparison.Ordinal))
            ? own
            : null;

    private static readonly string[] IgnoreFolders = ["node_modules/", "site-packages/", "vendor/bundle/"];

    // File "x.py", line 3 · x.py:3: Error · at f (/r/x.js:3:7) · in /r/x.cs:line 3 · (X.java:3) · x.rb:3:in · panicked at x.rs:3:5 · /r/x.go:3 +0x1d
    [GeneratedRegex(
        @"(?<![\w./\\-])(?:file://)?((?:[A-Za-z]:)?[\w./\\@+-]{0,400}\w\.[A-Za-z]{1,5})(?:"", line |:line |:)(\d{1,7})\b",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Frame();
}
