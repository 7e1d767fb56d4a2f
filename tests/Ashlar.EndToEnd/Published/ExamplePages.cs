using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Published;

/// <summary>
/// The pages about the examples show what the program prints. With <c>ASHLAR_WRITE_DOCS=1</c> in the environment their blocks are written
/// again instead of compared.
/// </summary>
public sealed class ExamplePages
{
    [Theory]
    [InlineData("tech-lead")]
    [InlineData("scoped-design")]
    [InlineData("guidelines")]
    [InlineData("task-list-python")]
    public void A_page_shows_what_its_commands_print(string example)
    {
        var page = $"docs/examples/{example}.md";

        PublishedPage.Compare(page, PlayedPage.Play(example, PublishedPage.Read(page)), SettledOutput.Comparable);
    }

    [Fact]
    public void Five_minutes_with_a_specification_of_your_own_are_what_the_page_says()
    {
        const string Page = "docs/getting-started.md";

        PublishedPage.Compare(Page, PlayedPage.Play("orders", PublishedPage.Read(Page)), SettledOutput.Comparable);
    }

    [Fact]
    public void What_a_command_prints_is_compared_and_what_differs_from_run_to_run_is_not()
    {
        const string Page =
            "# A page\n\n```console\n$ echo took 3.2 s; false\nold words\n$ echo $?\n$ pwd\n$ git rev-parse HEAD | cut -c1-12\n```\n\n```sh\n$ echo no\n```\n";

        Assert.Equal(
            "# A page\n\n```console\n$ echo took 3.2 s; false\ntook 1.0 s\n$ echo $?\n1\n$ pwd\n/home/ada/project\n$ git rev-parse HEAD | cut -c1-12\n321ffb8b9f2e\n```\n\n```sh\n$ echo no\n```\n",
            PlayedPage.Play("task-list-python", Page)
        );
    }

    [Fact]
    public void Each_example_has_a_page_or_a_readme_that_is_listed()
    {
        var list = PublishedPage.Read("docs/examples/README.md");

        Assert.All(
            Directory.EnumerateDirectories(Places.Examples).Select(Path.GetFileName),
            name => Assert.Contains($"[{name}]", list, StringComparison.Ordinal)
        );
    }
}
