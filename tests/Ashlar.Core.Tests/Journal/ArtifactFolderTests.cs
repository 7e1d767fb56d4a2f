using Ashlar.Core.Journal;
using Ashlar.Core.Secrets;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Journal;

public sealed class ArtifactFolderTests
{
    [Fact]
    public void Content_is_kept_once_under_its_hash()
    {
        using var folder = new TemporaryFolder();
        var artifacts = new ArtifactFolder(folder["artifacts"]);

        var first = artifacts.Put(Said.Text("grüße\n"));
        var second = artifacts.Put(MaskedBytes.Of(SecretMask.None, "grüße\n"u8));

        Assert.Equal(first, second);
        Assert.Equal(ArtifactFolder.HashOf("grüße\n"u8), first);
        Assert.Equal("grüße\n", artifacts.GetText(first));
        Assert.Equal([artifacts.PathOf(first)], Directory.GetFiles(artifacts.Path));
    }

    [Fact]
    public void Nothing_is_found_under_another_hash()
    {
        using var folder = new TemporaryFolder();
        var artifacts = new ArtifactFolder(folder["artifacts"]);
        artifacts.Put(Said.Text("a"));

        Assert.Throws<FileNotFoundException>(() => artifacts.Get(ArtifactFolder.HashOf("b"u8)));
    }

    [Fact]
    public void What_a_killed_writer_left_half_written_does_not_count()
    {
        using var folder = new TemporaryFolder();
        var artifacts = new ArtifactFolder(folder["artifacts"]);
        var hash = ArtifactFolder.HashOf("whole"u8);
        folder.Write($"artifacts/{hash}.1.1.tmp", "who");

        Assert.Equal(hash, artifacts.Put(Said.Text("whole")));
        Assert.Equal("whole", artifacts.GetText(hash));
    }
}
