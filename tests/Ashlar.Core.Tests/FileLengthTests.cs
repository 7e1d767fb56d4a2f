using Ashlar.Core.Tests.Settings;
using Xunit;

namespace Ashlar.Core.Tests;

public sealed class FileLengthTests
{
    private const int Longest = 250;

    /// <summary>The files that are longer, with their length and the reason. The list only gets shorter, and so do its files.</summary>
    private static readonly Dictionary<string, (int Lines, string Reason)> Longer = new(StringComparer.Ordinal)
    {
        ["src/Ashlar.Cli/Rendering/RunConsole.cs"] = (382, "a table of what is shown of each event"),
        ["src/Ashlar.Core/Agents/FrontMatterText.cs"] = (276, "one reader of a grammar"),
        ["src/Ashlar.Core/Conversations/AgentLoop.cs"] = (277, "the loop, read from top to bottom"),
        ["src/Ashlar.Core/Gates/GateCheckout.cs"] = (260, "one place whose parts share its state"),
        ["src/Ashlar.Core/Gates/Inputs/ClosureReader.cs"] = (313, "one reader of a grammar"),
        ["src/Ashlar.Core/Gates/Integrity/ScriptChecks.cs"] = (350, "one reader of a grammar"),
        ["src/Ashlar.Core/Gates/Integrity/ScriptTests.cs"] = (330, "one reader of a grammar"),
        ["src/Ashlar.Core/Judging/Syntax/BlockFunctions.cs"] = (300, "one reader of a grammar"),
        ["src/Ashlar.Core/Judging/Syntax/EndFunctions.cs"] = (370, "one reader of a grammar"),
        ["src/Ashlar.Core/Judging/Syntax/KeywordFunctions.cs"] = (383, "one reader of a grammar"),
        ["src/Ashlar.Core/Judging/Syntax/LiteralText.cs"] = (370, "one reader of a grammar"),
        ["src/Ashlar.Core/Judging/Syntax/MemberHead.cs"] = (344, "one reader of a grammar"),
        ["src/Ashlar.Core/Judging/Syntax/ScriptFunctions.cs"] = (311, "one reader of a grammar"),
        ["src/Ashlar.Core/Judging/Units/HunkUnits.cs"] = (262, "one reader of a grammar"),
        ["src/Ashlar.Core/Policies/GateCommandProse.cs"] = (257, "one reader of a grammar"),
        ["src/Ashlar.Core/Policies/ScopeGrammar.cs"] = (294, "one reader of a grammar"),
        ["src/Ashlar.Core/Reports/ReportInput.cs"] = (262, "one form, field by field"),
        ["src/Ashlar.Core/Reports/ReportJson.cs"] = (315, "one form, field by field"),
        ["src/Ashlar.Core/Secrets/Credential.cs"] = (260, "one reader of a grammar"),
        ["src/Ashlar.Core/Secrets/PackedContent.cs"] = (299, "one reader of a grammar"),
        ["src/Ashlar.Core/Secrets/PrintedEscape.cs"] = (284, "one reader of a grammar"),
        ["src/Ashlar.Core/Secrets/PrintedListing.cs"] = (289, "one reader of a grammar"),
        ["src/Ashlar.Core/Secrets/SecretForms.cs"] = (265, "one reader of a grammar"),
        ["src/Ashlar.Core/Secrets/SecretMask.cs"] = (268, "one reader of a grammar"),
        ["src/Ashlar.Core/Settings/ConfigurationShape.cs"] = (290, "a table"),
        ["src/Ashlar.Core/Settings/ErrorCatalog.cs"] = (280, "a table"),
        ["src/Ashlar.Core/Stacks/Node/NodeCall.cs"] = (276, "one reader of a grammar"),
        ["src/Ashlar.Core/Tools/InputSchema.cs"] = (308, "one form, field by field"),
        ["src/Ashlar.Core/Work/TaskMasterTasks.cs"] = (285, "one reader of a grammar"),
        ["src/Ashlar.Core/Workspaces/Posix.cs"] = (311, "the calls of the system, one beside the other"),
        ["src/Ashlar.Core/Workspaces/WorktreeScan.cs"] = (263, "one walk whose parts share its state"),
    };

    [Fact]
    public void A_file_fits_on_five_screens() => Assert.Equal([], Grown(SourceTree.Code("src"), Longer));

    [Fact]
    public void A_file_that_became_short_is_taken_off_the_list()
    {
        var lengths = SourceTree.Code("src").ToDictionary(file => file.Path, file => Lines(file.Text), StringComparer.Ordinal);

        Assert.Equal([], Longer.Where(file => lengths.GetValueOrDefault(file.Key) <= Longest).Select(file => file.Key));
        Assert.All(Longer.Values, file => Assert.NotEmpty(file.Reason));
    }

    [Fact]
    public void A_file_that_grows_would_be_seen()
    {
        var text = string.Concat(Enumerable.Repeat("line\n", Longest + 1));
        var listed = new Dictionary<string, (int Lines, string Reason)> { ["src/Known.cs"] = (Longest, "a table") };

        Assert.Equal(["src/New.cs: 251", "src/Known.cs: 251"], Grown([("src/New.cs", text), ("src/Known.cs", text)], listed));
    }

    private static IEnumerable<string> Grown(
        IEnumerable<(string Path, string Text)> files,
        Dictionary<string, (int Lines, string Reason)> listed
    ) =>
        files
            .Select(file => (file.Path, Lines: Lines(file.Text)))
            .Where(file => file.Lines > Math.Max(Longest, listed.GetValueOrDefault(file.Path).Lines))
            .Select(file => $"{file.Path}: {file.Lines}");

    private static int Lines(string text) => text.Count(letter => letter == '\n');
}
