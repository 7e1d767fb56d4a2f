using System.Globalization;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Node;

/// <summary>Makes each runner write its result where Ashlar reads it, and still say to people what it says.</summary>
/// <param name="shown">The folder of results, as shell text for within double quotes.</param>
/// <param name="focus">Test files to which a run is restricted where the runner's command allows, or null.</param>
/// <param name="watch">The folder of what watches runners, as shell text for within double quotes; null where none does.</param>
/// <param name="project">The packages.</param>
internal sealed class NodeReport(string shown, IReadOnlyList<string>? focus, string? watch, NodeProject project)
{
    /// <summary>The variable with the options by which every node loads the watch.</summary>
    public const string WatchVariable = "ASHLAR_NODE_OPTIONS";

    /// <summary>Whether tests of the tool are read.</summary>
    public static bool Reads(string kind) =>
        kind
            is NodeTools.NodeTest
                or NodeTools.Jest
                or NodeTools.Vitest
                or NodeTools.Mocha
                or NodeTools.Ava
                or NodeTools.Tap
                or NodeTools.Tape
                or NodeTools.Uvu
                or NodeTools.Playwright;

    /// <summary>The command, reporting.</summary>
    /// <param name="kind">The runner.</param>
    /// <param name="text">The text that holds the command.</param>
    /// <param name="words">The command's words.</param>
    /// <param name="tool">The index of the runner's own word.</param>
    /// <param name="number">The step's number, which names the result file.</param>
    /// <param name="folder">The folder in which it runs.</param>
    public string Apply(string kind, string text, IReadOnlyList<ShellWord> words, int tool, int number, string folder)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{shown}/{number:D3}");
        // Options of node's own runner may be on both sides of --test.
        var last = kind == NodeTools.NodeTest && words[tool].Text == "--test" ? Program(words, tool) : tool;
        var head = Head(text, words, last);
        var rest = NodeOptions.Kept(kind, text, [.. words.Skip(last + 1)]);
        var chosen = Chosen(kind, rest, folder);
        var tail = string.Concat((chosen ?? rest).Select(word => " " + word));
        return kind switch
        {
            // A run that stops at a failure is not a whole one, whatever the configuration says.
            NodeTools.Jest => $"CI=true {head} --json --outputFile=\"{place}.json\" --bail=0{NotWatching(words, tool)}{tail}",
            // The form with the reporter's name loses against a single file in the configuration.
            NodeTools.Vitest =>
                $"CI=true {head}{Once(words, tool)} --reporter=default --reporter=json --outputFile=\"{place}.json\"{(project.HasVitestWithoutBail(folder) ? "" : " --bail=0")}{tail}",
            NodeTools.Mocha =>
                $"ASHLAR_RESULTS=\"{place}.json\" {head} --reporter \"{Mocha}\" --require \"{watch ?? shown}/{MochaReporter.Name}\"{tail}",
            NodeTools.Playwright => $"PLAYWRIGHT_JUNIT_OUTPUT_NAME=\"{place}.xml\" {head} --reporter=list,junit --max-failures=0{tail}",
            NodeTools.NodeTest when last < tool => $"{head}{NodeReporters(place, "\"")}{tail}",
            NodeTools.NodeTest => $"NODE_OPTIONS=\"${{NODE_OPTIONS:-}}{NodeReporters(place, "")}\" {head}{tail}",
            NodeTools.Ava => Redirected(place, folder, $"{head} --tap --no-fail-fast{tail}"),
            NodeTools.Tap => Redirected(place, folder, $"{head} --reporter=tap --no-bail{tail}"),
            _ => Redirected(place, folder, $"{head}{tail}"),
        };
    }

    /// <summary>The first reporter tells people, and the reader, why a file could not be run, which the second leaves out.</summary>
    private string NodeReporters(string place, string quote) =>
        $" --test-reporter=spec --test-reporter-destination=stdout --test-reporter=junit --test-reporter-destination={quote}{place}.xml{quote}"
        + (watch is null ? "" : $" --test-reporter={quote}{watch}/ashlar-node-reporter.cjs{quote} --test-reporter-destination=stdout");

    private string Mocha => watch is null ? $"{shown}/{MochaReporter.Name}" : $"{watch}/ashlar-mocha.cjs";

    /// <summary>What is before the runner's options. Options of node that the command sets itself join those of the watch.</summary>
    private string Head(string text, IReadOnlyList<ShellWord> words, int last)
    {
        const string Options = "NODE_OPTIONS=";
        var head = text[words[0].Start..words[last].End];
        foreach (
            var word in words
                .Take(last)
                .Where(word => string.CompareOrdinal(text, word.Start, Options, 0, Options.Length) == 0 && watch is not null)
                .Reverse()
        )
        {
            head = head.Insert(word.Start + Options.Length - words[0].Start, $"\"${{{WatchVariable}:-}}\"");
        }

        return head;
    }

    /// <summary>The text goes to the result file, with the folder in which it was written, and from there to people.</summary>
    private static string Redirected(string place, string folder, string command) =>
        $"{{ printf '# in %s\\n' {ShellWords.Quote(folder.Length == 0 ? "." : folder)} >\"{place}.txt\"; {command} >>\"{place}.txt\"; ashlar_exit=$?; cat \"{place}.txt\"; ( exit $ashlar_exit ); }}";

    private static int Program(IReadOnlyList<ShellWord> words, int tool)
    {
        while (tool > 0 && words[tool].Text.StartsWith('-'))
        {
            tool--;
            // The value of an option such as --import is no program.
            if (tool > 0 && words[tool - 1].Text is "--import" or "-r" or "--require" or "--loader" or "--experimental-loader" or "-C")
            {
                tool--;
            }
        }

        return tool;
    }

    private static string Once(IReadOnlyList<ShellWord> words, int tool) =>
        words[tool].Text is "run" or "related" ? ""
        : words[tool].Text is "watch" or "dev" ? " --run"
        : words.Skip(tool).Any(word => word.Text == "--run") ? ""
        : " --run";

    private static string NotWatching(IReadOnlyList<ShellWord> words, int tool) => words[tool].Text == "test" ? " --watchAll=false" : "";

    /// <summary>The words that are behind the runner's own when only the files of the focus are to run; null to run all.</summary>
    private List<string>? Chosen(string kind, IReadOnlyList<string> rest, string folder)
    {
        if (
            focus is not { Count: > 0 }
            || kind is not (NodeTools.Jest or NodeTools.Vitest or NodeTools.NodeTest or NodeTools.Playwright or NodeTools.Tape)
        )
        {
            return null;
        }

        var files = focus
            .Where(file =>
                NodeTestFiles.RoleOf(file) == TestRole.Test
                && (folder.Length == 0 || file.StartsWith(folder + "/", StringComparison.Ordinal))
            )
            .ToList();
        // A word that is not an option may be a value of one or a pattern; only options that say all themselves leave no doubt.
        var patterns = rest.Where(word => !word.StartsWith('-')).ToList();
        var options = rest.Where(word => word.StartsWith('-')).ToList();
        if (files.Count < focus.Count || (patterns.Count > 0 && options.Exists(option => !option.Contains('=', StringComparison.Ordinal))))
        {
            return null;
        }

        var named = files.Select(file => ShellWords.Quote(folder.Length == 0 ? file : file[(folder.Length + 1)..]));
        return kind == NodeTools.Jest ? [.. options, "--runTestsByPath", .. named] : [.. options, .. named];
    }
}
