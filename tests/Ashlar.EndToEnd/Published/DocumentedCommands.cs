using Ashlar.Cli;
using Ashlar.Cli.Options;
using Xunit;

namespace Ashlar.EndToEnd.Published;

/// <summary>What pages, help and remedies tell people to type is understood by the program.</summary>
public sealed class DocumentedCommands
{
    [Fact]
    public void Every_command_line_of_the_pages_is_understood()
    {
        var found = PublishedPage.All().SelectMany(path => DocumentedCommand.OfPage(path, PublishedPage.Read(path))).ToList();

        Assert.True(found.Count(command => command.IsWhole) > 30, $"only {found.Count(command => command.IsWhole)}");
        PublishedPage.None(found.SelectMany(Problems));
    }

    [Fact]
    public void Every_command_line_that_a_message_or_help_names_is_understood()
    {
        var found = Directory
            .EnumerateFiles(Path.Combine(PublishedPage.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => DocumentedCommand.OfSource(Path.GetRelativePath(PublishedPage.Root, path), File.ReadAllText(path)))
            .ToList();

        Assert.True(found.Count > 40, $"only {found.Count}");
        PublishedPage.None(found.SelectMany(Problems));
    }

    [Fact]
    public void Every_example_in_the_help_is_understood()
    {
        var examples = CommandCatalog
            .CreateRoot(new GlobalOptions())
            .Subcommands.SelectMany(command => command.Subcommands.Prepend(command))
            .SelectMany(command =>
                (command.Description ?? "")
                    .Split('\n')
                    .Select(line => line.StartsWith("Example: ", StringComparison.Ordinal) ? line["Example: ".Length..] : line)
                    .Where(line => line.StartsWith("ashlar ", StringComparison.Ordinal))
                    .Select(line => new DocumentedCommand($"ashlar {command.Name} --help", line.Split("  #")[0], IsWhole: true))
            )
            .ToList();

        Assert.True(examples.Count > 20, $"only {examples.Count}");
        PublishedPage.None(examples.SelectMany(Problems));
    }

    [Theory]
    [InlineData("ashlar run --bogus")]
    [InlineData("ashlar nonsense")]
    [InlineData("ashlar status --max-turns 3")]
    [InlineData("ashlar run --max-turns many")]
    [InlineData("ashlar answer")]
    public void One_that_is_not_understood_would_be_seen(string text) =>
        Assert.NotEmpty(DocumentedCommand.OfPage("page", $"```sh\n$ {text}   # as ever\n```\n").SelectMany(Problems));

    private static IEnumerable<string> Problems(DocumentedCommand command)
    {
        var words = command.Words().Select(Filled).Where(word => word.Length > 0).ToList();
        var root = CommandCatalog.CreateRoot(new GlobalOptions());
        return UsageErrors
            .Of(root.Parse(words))
            .Select(problem => problem.Message)
            .Where(message => command.IsWhole || !IsIncomplete(message))
            .Select(message => $"{command.Place}: `{command.Text}`: {message}");
    }

    /// <summary>A page that speaks of a command need not give its arguments.</summary>
    private static bool IsIncomplete(string message) =>
        message.StartsWith("Required ", StringComparison.Ordinal) || message.EndsWith(" must be given", StringComparison.Ordinal);

    /// <summary>What somebody would type: <c>…</c> is left to them, <c>[X]</c> may be given, <c>N</c> is a number.</summary>
    private static string Filled(string word) =>
        word.TrimEnd('…').Trim('[', ']') switch
        {
            "N" or "USD" or "X" => "1",
            var plain => plain,
        };
}
