using Ashlar.Core.Gates.Watching;
using Ashlar.Core.Stacks;
using Ashlar.Core.Tests.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

/// <summary>With <c>ASHLAR_WRITE_DOCS=1</c> in the environment the table of docs/gates.md is written instead of compared.</summary>
public sealed class StackTableTests
{
    private const string Begin = "<!-- stacks: written by StackTableTests -->\n";
    private const string End = "<!-- end -->\n";

    [Fact]
    public void The_page_on_gates_lists_what_the_stacks_know()
    {
        var path = Path.Combine(SourceTree.Root, "docs/gates.md");
        var text = File.ReadAllText(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("ASHLAR_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, text[..begin] + Table() + text[end..]);
            return;
        }

        Assert.Equal(Table(), text[begin..end]);
    }

    [Fact]
    public void Names_of_tools_and_of_results_are_unique_and_every_form_has_a_reader()
    {
        var tools = StackCatalog.All.SelectMany(stack => stack.Tools).ToList();

        Assert.Equal(tools.Count, tools.Select(tool => tool.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(tools, tool => Assert.Contains(tool.Results, Core.Stacks.Results.ReaderCatalog.Names));
        Assert.Equal(
            StackCatalog.All.Sum(stack => stack.Readers.Count),
            StackCatalog.All.SelectMany(stack => stack.Readers.Keys).Distinct(StringComparer.Ordinal).Count()
        );
        Assert.All(
            tools.Where(tool => tool.IsTest),
            tool => Assert.True(StackCatalog.Of(tool)!.Readers.GetValueOrDefault(tool.Results)?.ReadsTests ?? tool.Results is "junit")
        );
    }

    private static string Table() =>
        "| ecosystem | tool | found as | read from | chosen files are run by | examined in its process | `results:` |\n| --- | --- | --- | --- | --- | --- | --- |\n"
        + string.Concat(
            StackCatalog.All.SelectMany(stack =>
                stack.Tools.Select(tool =>
                    $"| {stack.Name} | {tool.Name} | {tool.FoundAs ?? "its name"} | {tool.ReadFrom} | {(tool.IsTest ? tool.SelectedBy ?? "not, all run" : "")} | {Examined(tool)} | `{tool.Results}` |\n"
                )
            )
        );

    private static string Examined(StackTool tool) =>
        !tool.IsTest ? ""
        : WatchedRunner.IsExamined(tool) ? "yes"
        : "no, only what it reports";
}
