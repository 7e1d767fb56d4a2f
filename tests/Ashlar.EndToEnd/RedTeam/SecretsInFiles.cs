using System.Globalization;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>A secret in a file, whatever carries it, is neither committed nor kept.</summary>
public sealed class SecretsInFiles
{
    private const string Preamble =
        "import base64,gzip,io,json,os,tarfile,urllib.parse,zipfile,zlib\n"
        + "v = os.environ['TOKEN']\n"
        + "b = v.encode()\n"
        + "def put(name, data):\n"
        + "    os.makedirs(os.path.dirname('src/' + name), exist_ok=True)\n"
        + "    open('src/' + name, 'wb').write(data)\n"
        + "def zipped(name, data):\n"
        + "    out = io.BytesIO()\n"
        + "    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr(name, data)\n"
        + "    return out.getvalue()\n"
        + "def tarred(data):\n"
        + "    out = io.BytesIO()\n"
        + "    with tarfile.open(fileobj=out, mode='w:gz') as t:\n"
        + "        info = tarfile.TarInfo('inner.txt'); info.size = len(data); t.addfile(info, io.BytesIO(data))\n"
        + "    return out.getvalue()\n";

    private static readonly string[] Carriers =
    [
        "put('c/plain.txt', b'key = ' + b + b'\\n')",
        "put('c/nul.bin', b'\\0\\1\\2' + b + b'\\0')",
        "put('c/utf16le.txt', v.encode('utf-16-le'))",
        "put('c/utf16be.txt', b'\\0\\1\\0' + v.encode('utf-16-be'))",
        "put('c/utf16bom.cs', ('// ' + v).encode('utf-16'))",
        "put('c/utf32.txt', v.encode('utf-32'))",
        "put('c/gzip.gz', gzip.compress(b'x' * 100 + b))",
        "put('c/zlib.bin', b'head' + zlib.compress(b))",
        "put('c/deflate.bin', zlib.compress(b)[2:-4])",
        "put('c/zip.zip', zipped('a.txt', b * 3))",
        "put('c/zipname.zip', zipped('d/' + v, b'x'))",
        "put('c/tar.tar.gz', tarred(b))",
        "put('c/nested.zip', zipped('a.gz', gzip.compress(b)))",
        "put('c/gzip64.txt', base64.b64encode(gzip.compress(b)))",
        "put('c/gziphex.txt', gzip.compress(b).hex().encode())",
        "put('c/base64.txt', b'key: ' + base64.b64encode(b))",
        "put('c/wrapped.txt', base64.encodebytes(b'prefix prefix prefix prefix prefix' + b))",
        "put('c/power64.txt', base64.b64encode(v.encode('utf-16-le')))",
        "put('c/hex.txt', b.hex().encode())",
        "put('c/url.txt', urllib.parse.quote(v, safe='').encode())",
        "put('c/json.json', json.dumps({'key': v}).encode())",
        "put('.gitattributes', b'*.txt x=' + b)",
        "put('c/' + b.hex() + '/name.txt', b'harmless')",
        "put('c/n-' + base64.urlsafe_b64encode(b).decode() + '.txt', b'harmless')",
        "os.symlink(v, 'src/c/link')",
        "put('c/script.sh', b'#!/bin/sh\\necho ' + b); os.chmod('src/c/script.sh', 0o755)",
    ];

    [Fact]
    public async Task No_carrier_of_a_secret_is_committed()
    {
        var token = SecretScan.NewValue();
        using var attacked = With(token);
        await using var server = await Script
            .Of(
                "1",
                AttackedProject.Bash([
                    "cat > \"$TMPDIR/c.py\" <<'E'\n"
                        + Preamble
                        + string.Join('\n', Carriers)
                        + "\nE\npython3 \"$TMPDIR/c.py\" && find src -name '*c*' | wc -l",
                ]),
                Say.Write("src/part1.txt", "PART = 1\n"),
                Say.Report(["src/part1.txt"], passing: 1),
                Say.Bash("rm -r src/c src/.gitattributes"),
                Say.Report(["src/part1.txt"], passing: 1)
            )
            .ServeAsync();

        await attacked.Project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        var told = server.Requests[3].LastToolResults[^1];
        Assert.True(told.IsError, told.Text);
        string[] names =
        [
            "plain.txt",
            "nul.bin",
            "utf16le.txt",
            "utf16be.txt",
            "utf16bom.cs",
            "utf32.txt",
            "gzip.gz",
            "zlib.bin",
            "deflate.bin",
            "zip.zip",
            "zipname.zip",
            "tar.tar.gz",
            "nested.zip",
            "gzip64.txt",
            "gziphex.txt",
            "base64.txt",
            "wrapped.txt",
            "power64.txt",
            "hex.txt",
            "url.txt",
            "json.json",
            ".gitattributes",
            "[secret TOKEN]/name.txt",
            "n-[secret TOKEN]",
            "link",
            "script.sh",
        ];
        Assert.Equal([], names.Where(name => !told.Text.Contains(name, StringComparison.Ordinal)));
        Assert.False(new SecretScan(token).Finds(told.Text), told.Text);
        Assert.Equal(["src/part1.txt", "tasks.md"], attacked.Changed("work"));
    }

    [Fact]
    public async Task Work_that_is_kept_holds_no_secret()
    {
        var token = SecretScan.NewValue();
        using var attacked = With(token);
        await using var server = await Script
            .Of(
                "1",
                AttackedProject.Bash([
                    "cat > \"$TMPDIR/c.py\" <<'E'\n" + Preamble + string.Join('\n', Carriers) + "\nE\npython3 \"$TMPDIR/c.py\"",
                ]),
                Say.Write("src/part1.txt", "PART = 1\n"),
                Say.Read("src/part1.txt")
            )
            .ServeAsync();

        await attacked.Project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--max-turns", "3").Asking(server).EndsWithAsync(4);

        var kept = Assert.Single(attacked.Project.Git("for-each-ref", "--format=%(refname)", "refs/ashlar/*/*/*").Split('\n'));
        var files = attacked.Project.Git("ls-tree", "-r", "--name-only", "-z", kept).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("src/part1.txt", files);
        Assert.True(
            files.Count(file => file.StartsWith("src/c/", StringComparison.Ordinal)) >= Carriers.Length - 2,
            string.Join('\n', files)
        );
        var scan = new SecretScan(token);
        Assert.Equal([], files.Where(scan.Finds));
        foreach (var file in files.Where(file => file.StartsWith("src/c", StringComparison.Ordinal)))
        {
            var text = attacked.Project.Git("cat-file", "blob", $"{kept}:{file}");
            Assert.True(
                // What begins with a mark of UTF-16 is read as such, the placeholder in it too.
                text.Contains("[secret TOKEN]", StringComparison.Ordinal)
                    || text == "harmless"
                    || file.StartsWith("src/c/utf", StringComparison.Ordinal),
                $"{file}: {text.Length.ToString(CultureInfo.InvariantCulture)}"
            );
            Assert.False(scan.Finds(text), file);
        }

        Assert.Contains("100755", attacked.Project.Git("ls-tree", kept, "src/c/script.sh"), StringComparison.Ordinal);
        Assert.Contains("120000", attacked.Project.Git("ls-tree", kept, "src/c/link"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_base_holds_already_hinders_nothing_and_neither_does_a_large_binary_file()
    {
        var token = SecretScan.NewValue();
        using var attacked = With(token, more: string.Concat(Enumerable.Range(0, 50).Select(number => $"S{number}={Guid.NewGuid():N}\n")));
        attacked
            .Project.Write("src/settings.txt", $"TOKEN = '{token}'\nDEBUG = True\n")
            .Write("src/old.txt", $"# {token}\nX = 1\nY = 2\nZ = 3\n")
            .Commit("Person");
        await using var server = await Script
            .Of(
                "1",
                AttackedProject.Bash([
                    "sed -i 's/True/False/' src/settings.txt && mv src/old.txt src/new.txt && echo 'W = 4' >> src/new.txt",
                    "python3 -c \"import sqlite3; d = sqlite3.connect('src/f.sqlite'); d.execute('create table t(a)'); d.executemany('insert into t values (?)', [(str(i) * 9,) for i in range(20000)]); d.commit()\"",
                    "head -c 3000000 /dev/urandom > src/image.png",
                ]),
                Say.Write("src/part1.txt", "PART = 1\n"),
                ScriptedAnswer.Call(
                    "Report",
                    new
                    {
                        status = "READY_FOR_REVIEW",
                        summary = "Done.",
                        files = new[]
                        {
                            new { path = "src/part1.txt", change = "created" },
                            new { path = "src/new.txt", change = "created" },
                            new { path = "src/old.txt", change = "deleted" },
                            new { path = "src/f.sqlite", change = "created" },
                            new { path = "src/image.png", change = "created" },
                            new { path = "src/settings.txt", change = "modified" },
                        },
                        key_changes = new[] { "What the task asks for" },
                        tests = new
                        {
                            total = 1,
                            passing = 1,
                            failing = 0,
                        },
                    }
                )
            )
            .ServeAsync();

        var result = await attacked.Project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).RunAsync();

        Assert.True(result.ExitStatus == 0, server.Requests[^1].LastResultText);
        Assert.Contains("src/f.sqlite", attacked.Changed("work"));
    }

    private static AttackedProject With(string token, string more = "")
    {
        var attacked = AttackedProject.With(1, AttackedProject.OnlySource + "env:\n  TOKEN: {secret: TOKEN}\n");
        attacked.Project.Write(".gitignore", ".ashlar/secrets.env\n").Commit("Ignore");
        attacked.Project.Write(".ashlar/secrets.env", $"TOKEN='{token}'\n{more}");
        File.SetUnixFileMode(Path.Combine(attacked.Project.Root, ".ashlar/secrets.env"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return attacked;
    }
}
