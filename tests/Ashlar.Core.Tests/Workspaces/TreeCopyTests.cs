using System.Diagnostics;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Workspaces;

public sealed class TreeCopyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_copy_is_like_the_original_and_shares_nothing_with_it()
    {
        Bash(
            $"""
            mkdir -p a/bin 'a/n\u00fcll' && cd a && printf hello > bin/run && chmod 755 bin/run && touch -d '2020-01-02 03:04:05.678' bin/run
            ln -s /etc/passwd out && ln -s bin/run in && touch empty && chmod 600 empty && mkfifo pipe && head -c 3000000 /dev/urandom > big
            d=$(printf 'd\351') && mkdir "$d" && echo x > "$d/$(printf 'f\377')" && mkdir shut && echo y > shut/y && chmod 555 shut
            """
        );

        TreeCopy.Copy(folder["a"], folder["b"]);

        const string List =
            "find . -type l -printf '%P %l\\n' | sort && find . -type d,f -printf '%P %y %m %TT\n' | grep -v '^ d' | sort && find . -type f | sort | xargs -d '\n' sha256sum";
        Assert.Equal(Bash($"cd a && {List}"), Bash($"cd b && {List}"));
        Assert.NotEqual("", Bash("cd b && ls -A"));
        Assert.Equal("", Bash("find b -type p"));
        Bash("echo more >> b/big && chmod -R u+w a b");
        Assert.Equal(3_000_000, new FileInfo(folder["a/big"]).Length);
    }

    [Fact]
    public void A_tree_of_any_depth_is_copied_with_few_descriptors()
    {
        Bash("mkdir a && cd a && for i in $(seq 1500); do mkdir -m 750 ddd; echo $i > f; cd ddd; done");

        TreeCopy.Copy(folder["a"], folder["b"]);

        const string Sum = "find . -printf '%d %y %m %s\\n' | sha256sum; find . -type f | wc -l";
        Assert.Equal(Bash($"cd a && {Sum}"), Bash($"cd b && {Sum}"));
        Assert.Contains("1500", Bash($"cd b && {Sum}"), StringComparison.Ordinal);
        Bash("rm -rf a b");
    }

    [Fact]
    public void Many_files_are_copied_whole_and_removed()
    {
        Bash(
            "mkdir a && cd a && for i in $(seq 20); do mkdir -p m$i/lib; for j in $(seq 100); do echo \"module.exports=$j\" > m$i/lib/$j.js; done; done"
        );

        TreeCopy.Copy(folder["a"], folder["b"]);

        Assert.Equal("", Bash("diff -r a b"));
        FolderRemoval.Delete(folder["b"]);
        Assert.False(Directory.Exists(folder["b"]));
    }

    private string Bash(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return text;
    }
}
