using Ashlar.Core.Tools;
using Xunit;

namespace Ashlar.Core.Tests.Tools;

public sealed class DeniedWriteTests
{
    [Theory]
    [InlineData("bash: line 1: docs/r.md: Read-only file system", "docs/r.md", "Read-only file system")]
    [InlineData("touch: cannot touch 'a/b': Read-only file system\n", "'a/b'", "Read-only file system")]
    [InlineData("touch: cannot touch ‘a/b’: Permission denied", "‘a/b’", "Permission denied")]
    [InlineData("PermissionError: [Errno 13] Permission denied: 'a b/c.py'", "'a b/c.py'", "Permission denied")]
    [InlineData("OSError: [Errno 30] Read-only file system: \"x\"\n", "\"x\"", "Read-only file system")]
    [InlineData(
        "Permission denied (publickey).\nmkdir: cannot create directory 'n': Read-only file system",
        "'n'",
        "Read-only file system"
    )]
    public void The_path_that_was_denied_is_found(string output, string path, string why) =>
        Assert.Equal(new DeniedWrite(path, why), DeniedWrite.In(output));

    [Theory]
    [InlineData("")]
    [InlineData("Permission denied")]
    [InlineData("Read-only file system: '")]
    public void What_names_no_path_is_none(string output) => Assert.Null(DeniedWrite.In(output));

    [Fact]
    public void Long_words_and_many_repetitions_take_one_pass()
    {
        string[] outputs =
        [
            new string('a', 20_000_000),
            new string('a', 5_000_000) + ": Permission denied",
            string.Concat(Enumerable.Repeat("Permission denied ", 500_000)),
            string.Concat(Enumerable.Repeat("[Errno 13] ", 500_000)) + "Permission denied",
        ];

        Assert.All(outputs, output => _ = DeniedWrite.In(output));
    }
}
