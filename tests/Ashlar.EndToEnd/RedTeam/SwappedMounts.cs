using System.Diagnostics;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>
/// Where the checkout lies below /tmp, which commands see as a folder of their own, a command could put a link in place of the folder above
/// it, and bubblewrap would follow that at the next launch and make folders outside.
/// </summary>
public sealed class SwappedMounts
{
    [Fact]
    [Trait("case", "PATH-008")]
    public async Task No_folder_above_a_mount_can_be_swapped_for_a_link_between_two_commands()
    {
        using var project = Project.TwoTasks();
        var outside = Directory.CreateDirectory(project.Beside("outside")).FullName;
        Assert.StartsWith("/tmp/", project.Root, StringComparison.Ordinal);
        var first = "/tmp/" + project.Root.Split('/')[2];
        var swap = $"mv {first} /tmp/moved && ln -s /oldroot{outside} {first}; ls -la /tmp; ln -s /oldroot{outside} /tmp/later";
        await using var server = await Script
            .Of("1", Say.Bash(swap), Say.Bash("pwd; ls -d /tmp/moved; echo from-the-second"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("busy", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Contains("from-the-second", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
        PlainBubblewrapDoesFollow(project.Beside("plain"), outside);
    }

    private static void PlainBubblewrapDoesFollow(string place, string outside)
    {
        var temporary = Directory.CreateDirectory(Path.Combine(place, "tmp")).FullName;
        var root = Directory.CreateDirectory(Path.Combine(place, "root")).FullName;
        for (var command = 0; command < 2; command++)
        {
            var swap = $"mv /tmp/zz /tmp/moved && ln -s /oldroot{outside} /tmp/zz";
            var script =
                $"bwrap --unshare-user --ro-bind / / --dev /dev --bind {temporary} /tmp --bind {root} /tmp/zz/project sh -c '{swap}'";
            using var process = Process.Start("sh", ["-c", script]);
            process.WaitForExit();
        }

        Assert.True(Directory.Exists(Path.Combine(outside, "project")), "bubblewrap itself does not follow, so this proves nothing");
    }
}
