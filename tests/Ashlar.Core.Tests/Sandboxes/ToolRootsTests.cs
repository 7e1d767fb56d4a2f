using Ashlar.Core.Sandboxes.Host;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class ToolRootsTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("home-test-").FullName;

    [Fact]
    public void The_whole_installation_is_shown_for_known_tools_and_the_folder_for_others()
    {
        foreach (var folder in new[] { ".pyenv/shims", ".cargo/bin", "mytools/bin", ".ssh", ".config" })
        {
            Directory.CreateDirectory(Path.Combine(home, folder));
        }

        File.WriteAllText(Path.Combine(home, ".cargo", "credentials.toml"), "x");
        string[] path = ["/usr/bin", $"{home}/.pyenv/shims", $"{home}/mytools/bin/", $"{home}/missing"];
        var roots = ToolRoots.Find(home, path, _ => null);

        Assert.Equal([$"{home}/.pyenv", $"{home}/.cargo", $"{home}/mytools/bin"], roots.Folders);
        Assert.Equal([$"{home}/.cargo/credentials.toml"], roots.Hidden);
        Assert.Equal(
            new Dictionary<string, string> { ["PYENV_ROOT"] = $"{home}/.pyenv", ["CARGO_HOME"] = $"{home}/.cargo" },
            roots.Variables
        );
    }

    [Fact]
    public void An_installation_elsewhere_is_found_by_its_variable_but_never_the_home_folder_itself()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(home, "opt", "pyenv")).FullName;
        var roots = ToolRoots.Find(
            home,
            [],
            name =>
                name switch
                {
                    "PYENV_ROOT" => elsewhere,
                    "NVM_DIR" => home,
                    _ => null,
                }
        );

        Assert.Equal([elsewhere], roots.Folders);
    }

    [Theory]
    [InlineData("/a/b", "/a/b", true)]
    [InlineData("/a/b/c", "/a/b", true)]
    [InlineData("/a/bc", "/a/b", false)]
    [InlineData("/a", "/a/b", false)]
    public void A_sibling_with_a_longer_name_is_not_within(string path, string folder, bool expected) =>
        Assert.Equal(expected, ToolRoots.IsWithin(path, folder));

    public void Dispose() => Directory.Delete(home, recursive: true);
}
