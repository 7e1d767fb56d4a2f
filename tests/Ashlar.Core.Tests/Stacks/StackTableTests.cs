using Ashlar.Core.Gates.Watching;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Seam;
using Ashlar.Core.Tests.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

/// <summary>With <c>ASHLAR_WRITE_DOCS=1</c> in the environment the table of docs/gates.md is written instead of compared.</summary>
public sealed class StackTableTests
{
    private const string Begin = "<!-- stacks: written by StackTableTests -->\n";
    private const string End = "<!-- end -->\n";

    private const string Run = "a test that runs it";
    private const string Recorded = "recorded output";

    /// <summary>For each runner of tests, and for others that are read like one: how it is shown that it is read, and the test that does.</summary>
    private static readonly Dictionary<string, (string How, string Test)> Evidence = new(StringComparer.Ordinal)
    {
        ["pytest"] = (Run, "The_file_is_known_and_an_honest_task_is_done"),
        ["unittest"] = (Run, "The_file_is_known_and_an_honest_task_is_done"),
        ["manage.py test"] = (Recorded, "A_quiet_unittest_run_still_counts_every_test"),
        ["node --test"] = (Run, "A_spec_of_spec_kit_is_done_phase_by_phase_with_tests_of_node"),
        ["jest"] = (Run, Node),
        ["vitest"] = (Run, Node),
        ["mocha"] = (Run, Node),
        ["playwright"] = (Run, Node),
        ["ava"] = (Run, Node),
        ["tap"] = (Run, Node),
        ["tape"] = (Run, Node),
        ["uvu"] = (Run, Node),
        ["dotnet test"] = (Run, "A_solution_of_two_projects_is_restored_built_and_tested_without_network"),
        ["go test"] = (Run, "Go_tests_of_several_modules_decide"),
        ["cargo test"] = (Run, "Rust_tests_of_all_packages_of_a_workspace_decide"),
        ["cargo nextest"] = (Recorded, "Every_word_of_nextest_is_an_outcome"),
        ["maven"] = (Run, "Maven_tests_of_several_modules_decide"),
        ["gradle"] = (Run, "Gradle_tests_decide"),
        ["rspec"] = (Run, "Rspec_decides"),
        ["minitest"] = (Run, "Minitest_through_rake_decides"),
        ["phpunit"] = (Run, "Phpunit_decides"),
        ["ctest"] = (Run, "Ctest_decides"),
        ["automake"] = (Run, "Make_check_decides"),
        ["meson"] = (Run, "Meson_decides"),
    };

    /// <summary>Runners that are read like one of the tools.</summary>
    private static readonly (string Tool, string Name, string FoundAs, string How, string Test)[] Variants =
    [
        ("dotnet test", "xunit v3", "by VSTest", Run, Xunit),
        ("dotnet test", "xunit v3", "by Microsoft.Testing.Platform", Run, Xunit),
        ("phpunit", "Pest", "`vendor/bin/pest`", Recorded, "Pest_puts_the_name_behind_the_file"),
    ];

    private const string Node = "An_honest_change_is_done_and_one_that_breaks_a_test_is_not";
    private const string Xunit = "Xunit_v3_is_counted_by_either_runner";

    [Fact]
    public void Each_runner_of_tests_is_shown_by_a_test_that_is_there()
    {
        var sources = SourceTree.Code("tests").Select(file => file.Text).ToList();
        var wanted = StackCatalog.All.SelectMany(stack => stack.Tools).Where(tool => tool.IsTest).Select(tool => tool.Name);

        Assert.Equal(wanted.Order(StringComparer.Ordinal), Evidence.Keys.Order(StringComparer.Ordinal));
        Assert.All(
            Evidence.Values.Select(shown => shown.Test).Concat(Variants.Select(one => one.Test)),
            test => Assert.Contains(sources, text => text.Contains($" {test}(", StringComparison.Ordinal))
        );
    }

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
        Assert.All(tools, tool => Assert.Contains(tool.Results, StackCatalog.All.ReaderNames));
        Assert.Equal(
            StackCatalog.All.Sum(stack => stack.Readers.Count),
            StackCatalog.All.SelectMany(stack => stack.Readers.Keys).Distinct(StringComparer.Ordinal).Count()
        );
        Assert.All(
            tools.Where(tool => tool.IsTest),
            tool => Assert.True(StackCatalog.All.Of(tool)!.Readers.GetValueOrDefault(tool.Results)?.ReadsTests ?? tool.Results is "junit")
        );
    }

    private static string Table() =>
        "| ecosystem | tool | found as | read from | chosen files are run by | examined in its process | `results:` | shown by |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        + string.Concat(
            StackCatalog.All.SelectMany(stack =>
                stack.Tools.SelectMany(tool =>
                    Variants
                        .Where(one => one.Tool == tool.Name)
                        .Select(one => Row(stack, tool, one.Name, one.FoundAs, one.How))
                        .Prepend(Row(stack, tool, tool.Name, tool.FoundAs ?? "its name", Evidence.GetValueOrDefault(tool.Name).How ?? ""))
                )
            )
        );

    private static string Row(IStack stack, StackTool tool, string name, string foundAs, string how) =>
        $"| {stack.Name} | {name} | {foundAs} | {tool.ReadFrom} | {(tool.IsTest ? tool.SelectedBy ?? "not, all run" : "")} | {Examined(tool)} | `{tool.Results}` | {how} |\n";

    private static string Examined(StackTool tool) =>
        !tool.IsTest ? ""
        : WatchedRunner.IsExamined(tool) ? "yes"
        : "no, only what it reports";
}
