using System.Text;
using Ashlar.Core.Gates.Inputs;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class FileTextTests
{
    [Theory]
    [InlineData("a.py", "# -*- coding: latin-1 -*-\nx = 1\n")]
    [InlineData("a.py", "#!/usr/bin/python3\n# coding=utf-8\n")]
    [InlineData("a.md", "# -*- coding: utf-7 -*-\n")]
    [InlineData("a.csproj", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project/>")]
    public void A_text_is_read(string path, string text) => Assert.Equal(text, FileText.Of(path, Encoding.UTF8.GetBytes(text)).Text);

    [Theory]
    [InlineData("a.py", "\n# vim: set fileencoding=utf-7 :\n")]
    [InlineData("a.py", "# coding: unicode_escape\n")]
    [InlineData("a.py", "x = 1\r# coding: rot13\r")]
    [InlineData("tests/a.rb", "# encoding: utf-16le\n")]
    [InlineData("a.props", "<?xml version='1.0' encoding='utf-7'?>\n<Project/>")]
    [InlineData("a.js", "// \0\n")]
    public void A_text_that_tools_read_otherwise_is_none(string path, string text) =>
        Assert.NotNull(FileText.Of(path, Encoding.UTF8.GetBytes(text)).Reason);

    [Fact]
    public void Marks_of_other_encodings_are_obeyed()
    {
        Assert.Equal("class A;", FileText.Of("A.cs", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("class A;")]).Text);
        Assert.Equal("class A;", FileText.Of("A.cs", [0xEF, 0xBB, 0xBF, .. "class A;"u8]).Text);
    }

    [Fact]
    public async Task A_change_is_read_as_a_checkout_holds_it_and_what_cannot_be_read_is_named()
    {
        using var folder = new TemporaryFolder();
        var repository = new GitScene(folder.Path);
        var before = await repository.Commit(
            ("docs/v1/index.md", "# One\n"),
            ("src/app.py", "x = 1\n"),
            ("tests/test_app.py", "def test_x(): pass\n"),
            ("old.js", "// caf\n")
        );
        await File.WriteAllBytesAsync(folder["old.js"], "// caf\u00e9\n"u8.ToArray());
        File.CreateSymbolicLink(folder["docs/latest"], "v1");
        File.CreateSymbolicLink(folder["vendored"], "src");
        File.Delete(folder["tests/test_app.py"]);
        File.CreateSymbolicLink(folder["tests/test_app.py"], "../src/app.py");
        await File.WriteAllBytesAsync(folder["tests/data.png"], [0x89, (byte)'P', 0]);
        await File.WriteAllBytesAsync(folder["src/app.js"], [(byte)'/', (byte)'/', 0xFF, (byte)'\n']);
        await File.WriteAllBytesAsync(folder["src/fast.so"], [0x7F, (byte)'E', (byte)'L', (byte)'F']);
        await File.WriteAllBytesAsync(folder["src/pack.py"], [(byte)'P', (byte)'K', 3, 4]);
        var after = await repository.Commit((".gitattributes", "*.txt eol=crlf\n"), ("a.txt", "one\ntwo\n"));
        var old = await TreeFiles.OfAsync(repository.Git, before, default);
        var now = await TreeFiles.OfAsync(repository.Git, after, default);

        var readings = await new ChangeReader(repository.Git, before, after, old, now).ReadAsync(
            await new TreeDiff(repository.Git).FilesAsync(before, after, default),
            default
        );

        Assert.Equal(
            [
                ".gitattributes: text",
                "a.txt: one\r\ntwo\r\n",
                "docs/latest: data",
                "old.js: text",
                "src/app.js: is neither UTF-8 nor in an encoding that it names",
                "src/fast.so: is a compiled program or library",
                "src/pack.py: is a compiled program or library",
                "tests/data.png: data",
                "tests/test_app.py: is a link to ../src/app.py",
                "vendored: is a link to src",
            ],
            readings.Select(reading =>
                reading.Match(
                    file => $"{file.Path}: {(file.Path == "a.txt" ? file.After : "text")}",
                    (path, _) => $"{path}: data",
                    file => $"{file.Path}: {file.Reason}"
                )
            )
        );
    }
}
