using Ashlar.Core.Stacks.Node;

namespace Ashlar.Core.Gates.Watching;

/// <summary>The watch on node: a script that every node loads first, and reporters for the runners that take them.</summary>
internal static class NodeWatch
{
    /// <summary>Its folder below what commands see of Ashlar's.</summary>
    public const string Folder = "node";

    private static readonly string[] Sources =
    [
        "ashlar-watch.cjs",
        "ashlar-kept.cjs",
        "ashlar-record.cjs",
        "ashlar-sentinel.cjs",
        "ashlar-jest.cjs",
        "ashlar-vitest.cjs",
        "ashlar-node-test.cjs",
        "ashlar-node-reporter.cjs",
        "ashlar-mocha.cjs",
    ];

    /// <summary>What is laid out: path and text.</summary>
    public static IEnumerable<(string Path, string Text)> Files =>
        Sources.Select(file => ($"{Folder}/{file}", WatchText.Of(file))).Append(($"{Folder}/{MochaReporter.Name}", MochaReporter.Program));

    /// <summary>Shell text that has every node load it.</summary>
    /// <param name="shown">The folder as commands see it, for within double quotes.</param>
    public static string Line(string shown) =>
        $"export {NodeReport.WatchVariable}=\"--require \\\"{shown}/{Folder}/ashlar-watch.cjs\\\" \"; "
        + $"export NODE_OPTIONS=\"${NodeReport.WatchVariable}${{NODE_OPTIONS:-}}\"; ";
}
