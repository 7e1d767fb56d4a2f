using System.Text;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Tests.Sandboxes;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Workspaces;

public sealed class GitConfigTextTests
{
    [Fact]
    public async Task Git_reads_what_was_written_as_it_was_listed()
    {
        using var folder = new TemporaryFolder();
        GitConfigSetting[] settings =
        [
            new("local", "core.repositoryformatversion", "0"),
            new("local", "remote.a \"b\\c.d.url", "https://example.org/a;b#c"),
            new("local", "remote.a \"b\\c.d.url", " second\n\tline \\ \"quoted\" "),
            new("local", "http.https://example.org/.extraheader", "AUTHORIZATION: basic eDp5"),
            new("local", "remote.origin.promisor", null),
        ];
        File.WriteAllText(folder["config"], GitConfigText.Of(settings));
        string[] arguments = ["config", "--file", folder["config"], "--list", "--show-scope", "-z"];

        var listed = await HostProcess.RunAsync(Machine.Git, new HostCall(arguments, "/", []), default);

        Assert.Equal(
            settings.Select(setting => setting with { Scope = "command" }),
            GitConfigText.Listed(Encoding.UTF8.GetString(listed.Output)).Select(setting => setting with { Scope = "command" })
        );
    }
}
