using Ashlar.Core.Sandboxes.Host;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class HostProgramsTests : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode ForAll =
        Executable
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder folder = new();

    public HostProgramsTests()
    {
        Program("good/git");
        Program("repository/bin/git");
        Program("repository/git");
        Program("open/git");
        Program("above/bin/git");
        Program("writable/git");
        Folder("links");
        File.CreateSymbolicLink(folder["links/git"], folder["repository/bin/git"]);
        File.CreateSymbolicLink(folder["linked"], folder["repository/bin"]);
        File.CreateSymbolicLink(folder["repository/out"], folder["good"]);
        File.SetUnixFileMode(folder["open"], ForAll);
        File.SetUnixFileMode(folder["above"], ForAll);
        File.SetUnixFileMode(folder["writable/git"], ForAll);
    }

    [Theory]
    [InlineData("repository/bin")]
    [InlineData("repository")]
    [InlineData("linked")]
    [InlineData("links")]
    [InlineData("repository/out")]
    [InlineData("repository/../repository/bin")]
    [InlineData("open")]
    [InlineData("above/bin")]
    [InlineData("writable")]
    public void A_program_on_whose_content_others_decide_is_passed_over_with_a_warning_that_names_it(string entry)
    {
        var programs = Find($"{folder[entry]}:{folder["good"]}");

        Assert.Equal(folder["good/git"], programs.Git!.Path);
        Assert.Contains(folder[entry], programs.Warning!.Message, StringComparison.Ordinal);
        Assert.Null(Find(folder[entry]).Git);
        Assert.Contains(folder[entry], Find(folder[entry]).PassedOver("git"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("bin")]
    [InlineData("./bin")]
    public void An_entry_that_is_not_absolute_is_passed_over(string entry)
    {
        var programs = Find($"{entry}:{folder["good"]}");

        Assert.Equal(folder["good/git"], programs.Git!.Path);
        Assert.Equal(folder["good"], programs.Git.SearchPath);
        Assert.Equal([folder["good"]], programs.CommandPath);
    }

    [Fact]
    public void Programs_find_their_own_by_the_good_entries_only()
    {
        var programs = Find($"{folder["repository/bin"]}:{folder["good"]}:{folder["open"]}:{folder["gone"]}");

        Assert.Equal(folder["good"], programs.Git!.SearchPath);
    }

    [Theory]
    [InlineData("repository/bin/ssh", "repository/bin/ssh")]
    [InlineData("repository/later", "does not exist yet in")]
    [InlineData("open/ssh", "can be replaced by others")]
    public void Nor_by_an_entry_with_a_link_to_where_others_decide(string target, string words)
    {
        Program("mine/git");
        Program("repository/bin/ssh");
        Program("open/ssh");
        File.CreateSymbolicLink(folder["mine/ssh"], folder["mine/hop"]);
        File.CreateSymbolicLink(folder["mine/hop"], folder[target]);

        var programs = Find($"{folder["mine"]}:{folder["good"]}");

        Assert.Equal(folder["mine/git"], programs.Git!.Path);
        Assert.Equal(folder["good"], programs.Git.SearchPath);
        Assert.Contains(words, programs.Warning!.Message, StringComparison.Ordinal);
        File.Delete(folder["mine/ssh"]);
        File.Delete(folder["mine/hop"]);
        File.CreateSymbolicLink(folder["mine/ssh"], folder["good/git"]);
        Assert.Equal($"{folder["mine"]}:{folder["good"]}", Find($"{folder["mine"]}:{folder["good"]}").SearchPath);
    }

    [Fact]
    public void A_machine_in_order_is_found_without_a_warning()
    {
        Assert.Null(Machine.Programs.Warning);
        Assert.NotNull(Machine.Programs.Git);
        Assert.NotNull(Machine.Programs.Bash);
        Assert.Equal(folder["good/git"], Find($"{folder["good"]}:{folder["open"]}").Git!.Path);
    }

    [Fact]
    public void What_lies_in_some_checkout_comes_last()
    {
        Program("other/bin/git");
        Folder("other/.git");

        Assert.Equal(folder["good/git"], Find($"{folder["other/bin"]}:{folder["good"]}").Git!.Path);
        Assert.Equal(folder["other/bin/git"], Find(folder["other/bin"]).Git!.Path);
    }

    [Fact]
    public void What_lies_in_a_further_repository_is_left_out_later()
    {
        var programs = Find($"{folder["above"]}:{folder["good"]}:/usr/bin");

        Assert.Equal(folder["good/git"], programs.Git!.Path);
        Assert.Equal("/usr/bin/git", programs.Outside([folder["good"]]).Git!.Path);
    }

    [Theory]
    [InlineData("repository/.git/state")]
    [InlineData("repository")]
    [InlineData("repository/a/b")]
    [InlineData("linked/state")]
    public void The_state_folder_may_not_lie_in_a_repository(string state)
    {
        var trouble = Assert.Throws<ProblemException>(() => HostPrograms.Find("/usr/bin", [folder["repository"]], folder[state]));

        Assert.Equal("state.in-repository", trouble.Problems[0].Code);
        Assert.NotNull(HostPrograms.Find("/usr/bin", [folder["repository"]], folder["state"]).Git);
    }

    [Theory]
    [InlineData("repository", true)]
    [InlineData("repository/.git", true)]
    [InlineData("elsewhere", false)]
    public void Nor_may_any_folder_in_it_lead_there_by_a_link(string target, bool isRefused)
    {
        Folder(target);
        Folder("state");
        Directory.CreateSymbolicLink(folder["state/runs"], folder[target]);

        var trouble = Record.Exception(() => Find("/usr/bin")) as ProblemException;

        Assert.Equal(isRefused ? folder["state/runs"] : null, trouble?.Problems[0].Path);
    }

    public void Dispose() => folder.Dispose();

    private HostPrograms Find(string path) => HostPrograms.Find(path, [folder["repository"]], folder["state"]);

    private void Folder(string path) => Directory.CreateDirectory(folder[path], Executable);

    private void Program(string path)
    {
        Folder(Path.GetDirectoryName(path)!);
        File.SetUnixFileMode(folder.Write(path, "#!/bin/sh\n"), Executable);
    }
}
