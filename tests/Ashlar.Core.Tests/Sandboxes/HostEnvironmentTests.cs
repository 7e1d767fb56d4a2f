using Ashlar.Core.Sandboxes;
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
