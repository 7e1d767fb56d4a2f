using Ashlar.Core.Sandboxes.Host;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class HostEnvironmentTests
{
    [Fact]
    public void Lists_of_folders_keep_what_is_absolute_and_lies_in_no_repository()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["repository/lib"]);
        var git = HostPrograms.Find(Environment.GetEnvironmentVariable("PATH"), [folder["repository"]], null).Git!;

        Assert.Equal("/opt/lib:/gone", git.Kept($":/opt/lib:.:lib:{folder["repository/lib"]}:{folder["repository/new"]}:/gone:"));
        Assert.Equal("", git.Kept(""));
    }

    [Theory]
    [InlineData("GIT_SSH_COMMAND", "ssh -i ~/.ssh/id -o UserKnownHostsFile=/dev/null", true)]
    [InlineData("GIT_SSH_COMMAND", "ssh -i $HOME/.ssh/id", true)]
    [InlineData("GIT_SSH_COMMAND", "./ssh", false)]
    [InlineData("GIT_SSH_COMMAND", "sh -c 'exec \"$PWD/ssh\"'", false)]
    [InlineData("GIT_SSH", "REPOSITORY/ssh", false)]
    [InlineData("GIT_SSH", "/usr/bin/ssh", true)]
    [InlineData("SSH_ASKPASS", "REPOSITORY/../repository/ask", false)]
    [InlineData("GIT_EXTERNAL_DIFF", "tools/diff", false)]
    [InlineData("GIT_TEMPLATE_DIR", "REPOSITORY/template", false)]
    [InlineData("GH_BROWSER", "tools/browser", false)]
    [InlineData("EDITOR", "vi", true)]
    [InlineData("BASH_ENV", "REPOSITORY/env", false)]
    [InlineData("GIT_AUTHOR_NAME", "A/B", true)]
    [InlineData("GH_REPO", "owner/name", true)]
    [InlineData("OPENAI_BASE_URL", "http://127.0.0.1:1/v1", true)]
    [InlineData("ASHLAR_HOME", "REPOSITORY", true)]
    public void What_names_a_program_in_a_repository_is_left_out(string name, string value, bool isKept)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["repository"]);
        var git = HostPrograms.Find(Environment.GetEnvironmentVariable("PATH"), [folder["repository"]], null).Git!;
        value = value.Replace("REPOSITORY", folder["repository"], StringComparison.Ordinal);

        Assert.Equal(isKept, !ProgramSetting.IsOne(name) || !ProgramSetting.LeadsElsewhere(value, git));
    }

    [Fact]
    public async Task A_program_gets_the_environment_without_what_names_a_repository_or_is_withheld()
    {
        var environment = HostEnvironment.Of(Machine.Git, (name, _) => name == "HOME");
        environment["PATH"] = "/somewhere/else";
        var output = await HostProcess.RunAsync(
            Machine.Programs.Shell!,
            new HostCall(["-c", "echo $PATH; echo $HOME"], "/", environment),
            default
        );

        Assert.Equal($"{Machine.Programs.SearchPath}\n\n", System.Text.Encoding.UTF8.GetString(output.Output));
        Assert.DoesNotContain("HOME", environment.Keys);
        Assert.DoesNotContain("GIT_DIR", environment.Keys);
    }
}
